/** The package's entry for its website, and for Markdown as GitHub shows it. */

export { htmlText } from "./html.ts";
export { type Block, parseMarkdown, type TableRow } from "./markdown.ts";
export { markdownHtml } from "./markdown-html.ts";
export type { Inline, Style } from "./markdown-inline.ts";
export { type Pages, type PagesOptions, startPages } from "./server.ts";
export { type SuggestedChange, suggestedChange } from "./suggested.ts";
