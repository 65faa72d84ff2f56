import type { Span } from "../../nix/text.ts";
import type { Definition } from "../../packages/definitions/definitions.ts";
import { usesInternalCall } from "../../packages/definitions/internal-call.ts";
import { type Override, readOverride } from "../../packages/definitions/override.ts";
import type { Fix } from "../finding.ts";
import type { AttributeSubject, Problem, RuleContext } from "../rule.ts";

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
