import { checkOverrides, deletion } from "./overrides.ts";
import { quoted, type Rule } from "./rule.ts";

/** NPV-107. */
export const overrideEmptyArgument: Rule = {
  name: "override-empty-argument",
  codes: ["NPV-107"],
  summary: "an override passes no arguments, so it says what holds without it",
  level: "error",
  policy: "keep",
  checks: {
    attribute: checkOverrides((override, definition, { attribute }) =>
      override.kind !== "empty"
        ? null
        : {
            message: `This definition of ${quoted(attribute)} passes no arguments: it is what the package directory means already.`,
            help: "Delete the definition.",
            span: definition.binding,
            fix: deletion(definition),
            about: "",
          },
    ),
  },
};
