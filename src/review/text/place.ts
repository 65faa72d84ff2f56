import type { Finding } from "../../checker/finding.ts";
import { displayName } from "../../nix/shown.ts";
import { shorten } from "./escape.ts";

/** One path may not crowd out all else. */
const longestPath = 300;

/** A path as a person reads it; the root is `.`. */
export function shownPath(path: string): string {
  return shorten(displayName(path) || ".", longestPath);
}

/** `path:line:column` of a finding, or its path alone where it is about the whole of it. */
export function placeOf({ path, range }: Finding): string {
  const shown = shownPath(path);
  return range === null ? shown : `${shown}:${range.start.line}:${range.start.column}`;
}
