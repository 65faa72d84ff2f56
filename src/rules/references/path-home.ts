import { checkPaths } from "../../checker/checks/paths.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

/** NPV-128. */
export const pathHome: Rule = {
  name: "path-home",
  family: "references",
  codes: ["NPV-128"],
  summary: "a path expression leads into the home directory",
  level: "error",
  checks: {
    file: checkPaths((path, written) =>
      path.form !== "home"
        ? null
        : {
            message: `The path ${quoted(written)} leads into the home directory of the user who evaluates it.`,
            help: "Copy the file into the package directory and refer to it by a relative path.",
          },
    ),
  },
};
