import { checkOverrides } from "../../checker/checks/overrides.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFile } from "../../packages/layout.ts";

/** NPV-104. */
export const overrideNotCallPackage: Rule = {
  name: "override-not-call-package",
  family: "overrides",
  codes: ["NPV-104"],
  summary: "an override is anything but a call of `callPackage`",
  level: "error",
  policy: "keep",
  checks: {
    attribute: checkOverrides((override, definition, { root, attribute }, context) => {
      if (override.kind === "unknown") {
        context.unknown(
          { path: definition.path, attribute },
          `${quoted(attribute)} has a package directory and is defined in ${quoted(definition.path)} as well; ${override.why} is left to evaluation.`,
        );
      }
      if (override.kind !== "not-call-package") return null;
      return {
        message: `${quoted(attribute)} has a package directory, and is defined here by something other than \`callPackage\` on it.`,
        help: `Define it by its directory alone, or here as ${quoted(`callPackage ${packageFile(root, attribute)} { … }`)} with custom arguments, or move the package out of ${quoted(root.path)}.`,
        about: "",
      };
    }),
  },
};
