import { checkOverrides } from "../../checker/checks/overrides.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFile, pathExpression } from "../../packages/layout.ts";

/** NPV-108. */
export const overrideNoPath: Rule = {
  name: "override-no-path",
  family: "overrides",
  codes: ["NPV-108"],
  summary: "an override calls `callPackage` on something that is not a path",
  level: "error",
  policy: "keep",
  checks: {
    attribute: checkOverrides((override, definition, { root, attribute }) =>
      override.kind !== "no-path"
        ? null
        : {
            message: `${quoted(attribute)} has a package directory, and \`callPackage\` is called here on something that is not a path.`,
            help: `Call its own definition, ${quoted(pathExpression(definition.path, packageFile(root, attribute)))}, or move the package out of ${quoted(root.path)}.`,
            span: override.call.definition,
            about: "",
          },
    ),
  },
};
