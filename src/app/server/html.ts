import type { ServerResponse } from "node:http";
import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** Text as it stands in HTML, between tags or in an attribute between double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Our own Markdown as HTML. HTML in it is shown as it is written. */
export function htmlOf(markdown: string): string {
  return micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] });
}

const STYLE = `body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere }
pre { overflow-x: auto; padding: 0.8rem; border: 1px solid #8886 } table { border-collapse: collapse; display: block; overflow-x: auto; overflow-wrap: break-word }
td, th { padding: 0.2rem 0.6rem; border: 1px solid #8886; text-align: left } button { font: inherit; padding: 0.4rem 1rem }
:root { color-scheme: light dark }`;

/**
 * Answers with a page. It runs no script, loads nothing, stands in nobody's frame, and tells no other site where
 * somebody came from. Forms may be sent to `formTo` alone, an origin.
 */
export function answerPage(
  response: ServerResponse,
  {
    title,
    body,
    formTo = "'none'",
  }: { readonly title: string; readonly body: string; readonly formTo?: string },
): void {
  response
    .writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; form-action ${formTo}`,
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    })
    .end(
      `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>\n${body}\n</body></html>\n`,
    );
}
