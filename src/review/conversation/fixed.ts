import { findingMarker, readFindingMarker } from "./markers.ts";

/** What makes a mistake go: a push, or something that leaves the commit as it was. */
export type FixedBy = { readonly kind: "push"; readonly commit: string } | { readonly kind: "other" };

const opening = "\n\n<details><summary>Original comment</summary>\n\n";
const closing = "\n\n</details>\n\n";

/**
 * The body of an inline comment once its mistake is gone: it says so first and keeps the old text folded,
 * without the button of a suggestion. A body that says so already, or is no such comment, stays as it is.
 *
 * @param by what made it go
 */
export function fixedBody(body: string, by: FixedBy): string {
  const marker = readFindingMarker(body);
  if (marker === null || marker.fixed) return body;
  const text = withoutMarker(body, findingMarker(marker));
  const first =
    by.kind === "push"
      ? `✅ Fixed in ${by.commit.slice(0, 12)}.`
      : "✅ Not reported any more: the base branch or a setting has changed.";
  return (
    first +
    opening +
    renameBlocks(text, "suggestion", defused) +
    closing +
    findingMarker({ ...marker, fixed: true })
  );
}

/** The body as it was before `fixedBody`; one that was not fixed stays as it is. */
export function reopenedBody(body: string): string {
  const marker = readFindingMarker(body);
  if (marker === null || !marker.fixed) return body;
  const framed = withoutMarker(body, findingMarker(marker));
  const start = framed.indexOf(opening);
  const end = framed.lastIndexOf(closing.trimEnd());
  if (start < 0 || end < start) return body;
  const text = framed.slice(start + opening.length, end);
  return `${renameBlocks(text, defused, "suggestion")}\n\n${findingMarker({ ...marker, fixed: false })}`;
}

/** What a suggestion is called where it must not be one: GitHub goes by the first word. */
const defused = "nix suggestion";

/** The text before a marker, with the line ends that the bot wrote. */
function withoutMarker(body: string, marker: string): string {
  const text = body.replaceAll("\r\n", "\n").trimEnd();
  return text.slice(0, text.length - marker.length).replace(/\n\n$/, "");
}

/** Renames fenced blocks of one kind. What stands in a block is left alone, whatever it looks like. */
function renameBlocks(text: string, from: string, to: string): string {
  let fence: string | null = null;
  return text
    .split("\n")
    .map((line) => {
      const [, ticks = "", info = ""] = /^(`{3,})([^`]*)$/.exec(line) ?? [];
      if (fence !== null) {
        if (ticks.length >= fence.length && info.trim() === "") fence = null;
        return line;
      }
      if (ticks === "") return line;
      fence = ticks;
      return info === from ? ticks + to : line;
    })
    .join("\n");
}
