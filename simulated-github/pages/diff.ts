import type { ChangedFile, DiffSide, Hunk } from "../world/model.ts";
import { type Content, type Html, html } from "./html.ts";

/** A line of a diff with its numbers on both sides, null where it is not there. */
export type DiffLine = {
  readonly text: string;
  readonly left: number | null;
  readonly right: number | null;
};

/** The lines of a hunk. `\ No newline at end of file` has no number. */
export function diffLines({ left, right, lines }: Hunk): DiffLine[] {
  let [atLeft] = left;
  let [atRight] = right;
  return lines.map((text) => {
    const mark = text[0];
    if (mark === "\\") return { text, left: null, right: null };
    return {
      text,
      left: mark === "+" ? null : atLeft++,
      right: mark === "-" ? null : atRight++,
    };
  });
}

/** The hunks of a file as a table. `below` is what stands under a line. */
export function diffHtml(
  file: ChangedFile,
  below: (side: DiffSide, line: number) => Content = () => null,
): Html {
  if (file.hunks.length === 0) return html`<p class="empty">${whyEmpty(file)}</p>`;
  const hunks = file.hunks.map((hunk) => {
    const lines = diffLines(hunk).map((line) => [
      lineHtml(line),
      line.left === null ? null : below("LEFT", line.left),
      line.right === null ? null : below("RIGHT", line.right),
    ]);
    return [html`<tr class="hunk"><td colspan="3">${hunk.header}</td></tr>`, lines];
  });
  return html`<table class="diff">${hunks}</table>`;
}

function whyEmpty(file: ChangedFile): string {
  if (file.status === "renamed") return "File renamed without changes.";
  if (file.status === "changed") return "File mode changed.";
  return file.additions + file.deletions === 0
    ? "Empty or binary file not shown."
    : "Large diffs are not shown.";
}

/** A row of a diff. */
export function lineHtml({ text, left, right }: DiffLine): Html {
  const look = text.startsWith("+") ? "added" : text.startsWith("-") ? "removed" : "same";
  return html`<tr class="${look}"><td class="number">${left}</td><td class="number">${right}</td><td class="line">${text}</td></tr>`;
}
