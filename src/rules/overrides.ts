import { quoted } from "../nix/shown.ts";
import type { Span } from "../nix/text.ts";
import { rangeOf } from "../nix/text.ts";
import type { Definition } from "../packages/definitions.ts";
import { packageFile, type Root } from "../packages/layout.ts";
import { type Override, readOverride } from "../packages/override.ts";
import type { Repository } from "../packages/repository.ts";
import { resolvePath } from "../snapshot/resolve.ts";
import { wholeLines } from "./binding-lines.ts";
import type { Fix, FixStep } from "./finding.ts";
import { usesInternalCall } from "./internal-call.ts";
import type { AttributeSubject, Problem, RuleContext } from "./rule.ts";

/** What a rule about overrides says of one of them; `span` is where, without it the name. */
export type OverrideProblem = Pick<Problem, "message" | "help" | "about"> & {
  readonly span?: Span;
  readonly fix?: Fix | null;
};

/** A check that reports, for each definition of an attribute with a package directory, what `judge` says. */
export function checkOverrides(
  judge: (
    override: Override,
    definition: Definition,
    subject: AttributeSubject,
    context: RuleContext,
  ) => OverrideProblem | null,
): (subject: AttributeSubject, context: RuleContext) => void {
  return (subject, context) => {
    if (!subject.hasPackage) return;
    for (const definition of subject.definitions) {
      if (usesInternalCall(definition)) continue;
      const override = readOverride(definition, subject.root, context.repository);
      const problem = judge(override, definition, subject, context);
      if (problem === null) continue;
      const { span, ...rest } = problem;
      context.report({
        path: definition.path,
        attribute: subject.attribute,
        at: { source: definition.file.source, span: span ?? definition.name },
        ...rest,
      });
    }
  };
}

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
