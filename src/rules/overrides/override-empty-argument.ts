import { checkOverrides } from "../../checker/checks/overrides.ts";
import { deletion, hasOwnFile } from "../../checker/fixes/deleting-definitions.ts";
import type { AttributeSubject, Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { readOverride } from "../../packages/definitions/override.ts";

/** NPV-107. */
export const overrideEmptyArgument: Rule = {
  name: "override-empty-argument",
  family: "overrides",
  codes: ["NPV-107"],
  summary: "an override passes no arguments, so it says what holds without it",
  level: "error",
  policy: "keep",
  checks: {
    attribute: checkOverrides((override, definition, subject, context) => {
      if (override.kind !== "empty" || !hasOwnFile(context.repository, subject.root, subject.attribute)) {
        return null;
      }
      return {
        message: `${quoted(subject.attribute)} is already defined by its package directory, and this definition passes no arguments.`,
        help: "Delete the definition.",
        span: definition.binding,
        // Where the arguments were taken away just now, `override-removed` offers to bring them back.
        fix: hadArguments(subject, definition.path, context)
          ? null
          : deletion(definition, subject.root, context),
        about: "",
      };
    }),
  },
};

function hadArguments(
  { root, attribute }: AttributeSubject,
  path: string,
  { base, isOn }: RuleContext,
): boolean {
  if (base === null || !isOn("override-removed", path)) return false;
  const before = base.topLevel(root).byAttribute.get(attribute) ?? [];
  return before.some((definition) => readOverride(definition, root, base).kind === "custom");
}
