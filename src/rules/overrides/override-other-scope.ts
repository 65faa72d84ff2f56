import { checkOverrides } from "../../checker/checks/overrides.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

/** NPV-105. */
export const overrideOtherScope: Rule = {
  name: "override-other-scope",
  family: "overrides",
  codes: ["NPV-105"],
  summary: "an override calls another package set's `callPackage`",
  level: "error",
  policy: "keep",
  checks: {
    attribute: checkOverrides((override, _definition, { root, attribute }) =>
      override.kind !== "other-scope"
        ? null
        : {
            message: `${quoted(attribute)} has a package directory, and is defined here by ${quoted(override.call.callee)}, which belongs to another package set.`,
            help: `Packages in ${quoted(root.path)} are called with ${quoted(`${root.scope}.callPackage`)}: let the package take the other set as an argument and select from it, or define it outside of ${quoted(root.path)}.`,
            about: override.call.callee,
          },
    ),
  },
};
