import { quoted } from "../../nix/shown.ts";
import { rangeOf } from "../../nix/text.ts";
import type { Definition } from "../../packages/definitions/definitions.ts";
import { packageFile, type Root } from "../../packages/layout.ts";
import type { Repository } from "../../packages/repository.ts";
import { resolvePath } from "../../snapshot/resolve.ts";
import type { Fix, FixStep } from "../finding.ts";
import type { RuleContext } from "../rule.ts";
import { wholeLines } from "./binding-lines.ts";

/**
 * The fix that deletes the definition of a package, with the lines that it has to itself. Null where that
 * would leave the package without any: where its directory has no `package.nix`.
 */
export function deletion(definition: Definition, root: Root, { repository }: RuleContext): Fix | null {
  if (!definition.file.source.exact || definition.binding.kind !== "binding") return null;
  if (!hasOwnFile(repository, root, definition.attribute)) return null;
  return {
    title: `Delete the definition of ${quoted(definition.attribute)}`,
    steps: [deletionStep(definition)],
  };
}

/** Whether the directory of a package holds the `package.nix` that defines it. */
export function hasOwnFile({ files }: Repository, root: Root, attribute: string): boolean {
  const resolved = resolvePath(files.snapshot, packageFile(root, attribute));
  return resolved.kind === "found" && resolved.entry.kind === "file";
}

export function deletionStep(definition: Definition): FixStep {
  const { source } = definition.file;
  const range = rangeOf(source, wholeLines(source.text, definition.binding));
  return { kind: "edit", path: definition.path, range, text: "" };
}
