import type { Change } from "../../change/change.ts";
import type { NixFile } from "../../nix/parse.ts";
import { sameItems } from "../../nix/same.ts";
import type { Span } from "../../nix/text.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { filesOf, type ParseCache } from "../files.ts";
import type { Root } from "../layout.ts";
import { definitionsIn } from "./definitions.ts";

/**
 * Whether all that a change does to an overrides file is to definitions of these attributes: nothing else in
 * it differs but white space and comments. Asks the snapshots for what is not loaded yet.
 */
export function changesOnlyOverridesOf(
  names: ReadonlySet<string>,
  change: Change,
  path: string,
  root: Root,
  cache: ParseCache,
): boolean {
  const [before, after] = [change.base, change.head].map((side) => restOf(names, side, path, root, cache));
  return before != null && after != null && sameItems(before, after);
}

/** The tokens of the file outside of those definitions; null where it cannot be read. */
function restOf(
  names: ReadonlySet<string>,
  side: Snapshot,
  path: string,
  root: Root,
  cache: ParseCache,
): readonly string[] | null {
  const reading = filesOf(side, cache).readNix(path);
  if (reading.kind !== "text") return null;
  const { file } = reading;
  if (file.problems.length > 0) return null;
  const own = ownBindings(names, file, path, root);
  const rest: string[] = [];
  file.tokens(({ kind, start, end }) => {
    if (own.some((span) => span.start <= start && end <= span.end)) return;
    rest.push(`${kind} ${file.source.text.slice(start, end)}`);
  });
  return rest;
}

/** `name = …;` alone: what `inherit` or `name.part = …` defines may be more than the one attribute. */
function ownBindings(names: ReadonlySet<string>, file: NixFile, path: string, root: Root): readonly Span[] {
  return definitionsIn(file, path, root).definitions.flatMap(({ attribute, binding, value }) =>
    names.has(attribute) && value !== null && binding.kind === "binding" ? [binding] : [],
  );
}
