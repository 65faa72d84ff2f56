import { checkOverrides } from "../../checker/checks/overrides.ts";
import { deletion } from "../../checker/fixes/deleting-definitions.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

/** nixpkgs from release 26.05 on (pull request 483820), and wherever the configuration says so. */
export const overrideForbidden: Rule = {
  name: "override-forbidden",
  family: "overrides",
  codes: [],
  summary: "a package with a directory is defined by hand as well",
  level: "error",
  policy: "forbid",
  checks: {
    attribute: checkOverrides((override, definition, { root, attribute }, context) => ({
      message: `${quoted(attribute)} has a package directory, so it must not be defined here as well.`,
      help:
        override.kind === "empty"
          ? "Delete the definition: the package is already defined by its directory."
          : `Let the package take what it needs by its own name, or give the argument a default in its definition, and delete this one. A package that needs more than that stands outside of ${quoted(root.path)}.`,
      fix: override.kind === "empty" ? deletion(definition, root, context) : null,
      about: "",
    })),
  },
};
