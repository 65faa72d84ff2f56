import { type Content, type Html, html } from "./html.ts";
import { withIcons } from "./icons.ts";
import { type Block, parseMarkdown, type TableRow } from "./markdown.ts";
import type { Inline, Style } from "./markdown-inline.ts";

/** Markdown as HTML. `suggestion` takes the place of the first block that is a suggestion. */
export function markdownHtml(text: string, suggestion: Html | null = null): Html {
  const suggestions = suggestion === null ? [] : [suggestion];
  return html`<div class="markdown">${blocksHtml(parseMarkdown(text), suggestions)}</div>`;
}

function blocksHtml(blocks: readonly Block[], suggestions: Html[]): Content {
  return blocks.map((block) => blockHtml(block, suggestions));
}

function blockHtml(block: Block, suggestions: Html[]): Html {
  switch (block.kind) {
    case "paragraph":
      return html`<p>${inlineHtml(block.content)}</p>`;
    case "heading":
      return headingHtml(block.level, inlineHtml(block.content));
    case "code":
      return codeHtml(block, suggestions);
    case "quote":
      return html`<blockquote>${blocksHtml(block.blocks, suggestions)}</blockquote>`;
    case "list": {
      const items = block.items.map((item) => html`<li>${itemHtml(item, suggestions)}</li>`);
      return block.start === null ? html`<ul>${items}</ul>` : html`<ol start="${block.start}">${items}</ol>`;
    }
    case "table":
      return html`<table><thead>${rowHtml(block.head, "head")}</thead><tbody>${block.rows.map((row) => rowHtml(row, "body"))}</tbody></table>`;
    case "rule":
      return html`<hr>`;
    case "details":
      return html`<details><summary>${inlineHtml(block.summary)}</summary>${blocksHtml(block.blocks, suggestions)}</details>`;
  }
}

function headingHtml(level: number, content: Content): Html {
  if (level === 1) return html`<h1>${content}</h1>`;
  if (level === 2) return html`<h2>${content}</h2>`;
  return level === 3 ? html`<h3>${content}</h3>` : html`<h4>${content}</h4>`;
}

/** The only paragraph of an item stands without space around it. */
function itemHtml(item: readonly Block[], suggestions: Html[]): Content {
  const [first, ...rest] = item;
  if (first?.kind !== "paragraph") return blocksHtml(item, suggestions);
  return [...inlineHtml(first.content), blocksHtml(rest, suggestions)];
}

function rowHtml(row: TableRow, part: "head" | "body"): Html {
  const cells = row.map((cell) =>
    part === "head" ? html`<th>${inlineHtml(cell)}</th>` : html`<td>${inlineHtml(cell)}</td>`,
  );
  return html`<tr>${cells}</tr>`;
}

function codeHtml({ language, lines }: Extract<Block, { kind: "code" }>, suggestions: Html[]): Html {
  const suggestion = language === "suggestion" ? suggestions.shift() : undefined;
  if (suggestion !== undefined) return suggestion;
  if (language !== "diff") return html`<pre><code>${lines.join("\n")}</code></pre>`;
  const shown = lines.map((line) => html`<span class="${diffClass(line)}">${line}\n</span>`);
  return html`<pre><code>${shown}</code></pre>`;
}

function diffClass(line: string): string {
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "same";
}

/** The parts of a line of Markdown as HTML. */
export function inlineHtml(content: readonly Inline[]): readonly Html[] {
  return content.map(partHtml);
}

function partHtml(inline: Inline): Html {
  switch (inline.kind) {
    case "text":
      return html`${withIcons(inline.text)}`;
    case "break":
      return html`<br>`;
    case "link":
      return html`<a href="${inline.url}" rel="nofollow noreferrer">${inlineHtml(inline.content)}</a>`;
    case "mention":
      return html`<span class="mention">@${inline.login}</span>`;
    case "styled":
      return styledHtml(inline.style, inlineHtml(inline.content));
  }
}

function styledHtml(style: Style, content: Content): Html {
  switch (style) {
    case "strong":
      return html`<strong>${content}</strong>`;
    case "emphasis":
      return html`<em>${content}</em>`;
    case "strike":
      return html`<del>${content}</del>`;
    case "code":
      return html`<code>${content}</code>`;
    case "small":
      return html`<small>${content}</small>`;
  }
}
