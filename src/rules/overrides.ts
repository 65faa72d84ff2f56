import { quoted } from "../nix/shown.ts";
import type { Span } from "../nix/text.ts";
import { rangeOf } from "../nix/text.ts";
import type { Definition } from "../packages/definitions.ts";
import { type Override, readOverride } from "../packages/override.ts";
import { wholeLines } from "./binding-lines.ts";
import type { Fix, FixStep } from "./finding.ts";
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
      const problem = judge(readOverride(definition, subject.root), definition, subject, context);
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

/** The fix that deletes a definition, with the lines that it has to itself. */
export function deletion(definition: Definition): Fix | null {
  if (!definition.file.source.exact || definition.binding.kind !== "binding") return null;
  return {
    title: `Delete the definition of ${quoted(definition.attribute)}`,
    steps: [deletionStep(definition)],
  };
}

export function deletionStep(definition: Definition): FixStep {
  const { source } = definition.file;
  const range = rangeOf(source, wholeLines(source.text, definition.binding));
  return { kind: "edit", path: definition.path, range, text: "" };
}
