import type { NixFile } from "../../nix/parse.ts";
import type { Span } from "../../nix/text.ts";
import { type Pin, readsItsPlace } from "./compare.ts";
import { dependenceOn } from "./dependence.ts";
import { flowFrom, indexFlow } from "./flow.ts";
import { staleHashes, unfoundedHashes } from "./locators.ts";
import { forbiddenReaches } from "./sinks.ts";

/** A file of the package at head. */
export type HeadFile = { readonly path: string; readonly file: NixFile };

/** Something that is wrong with where pins go; `what` follows the name of the binding at `span`. */
export type FlowFinding = { readonly in: HeadFile; readonly span: Span; readonly what: string };

/**
 * Where the pins that differ reach something that they may not, in all Nix files of a package at head,
 * and the hashes that do not belong to what differs.
 */
export function flowFindings(files: readonly HeadFile[], pins: readonly Pin[]): readonly FlowFinding[] {
  const index = indexFlow(files.map(({ file }) => file.expression));
  const [hashes, others] = [new Set<Pin["binding"]>(), new Set<Pin["binding"]>()];
  for (const { kind, binding } of pins) (kind === "hash" ? hashes : others).add(binding);
  const located = flowFrom(index, others);
  const moves = { index, located: dependenceOn(index, others), hashed: flowFrom(index, hashes), hashes };
  const paths = new Set(files.map(({ path }) => path));
  const found: FlowFinding[] = [];
  for (const { file, what, ...span } of [...unfoundedHashes(moves), ...staleHashes(moves)]) {
    const at = files[file];
    if (at !== undefined) found.push({ in: at, span, what });
  }
  for (const [i, at] of files.entries()) {
    if (index.broken.has(i)) found.push({ in: at, span: at.file.expression, what: "is not understood" });
    const context = { path: at.path, files: paths, flow: located, index };
    const { expression } = at.file;
    for (const { what, ...span } of forbiddenReaches(expression, context)) found.push({ in: at, span, what });
    if (readsItsPlace(expression)) {
      found.push({ in: at, span: expression, what: "reads its own place in the file by `__curPos`" });
    }
  }
  return found;
}
