import { quoted } from "../nix/shown.ts";
import { checkPaths } from "./paths.ts";
import type { Rule } from "./rule.ts";

/** NPV-127. */
export const pathAbsolute: Rule = {
  name: "path-absolute",
  codes: ["NPV-127"],
  summary: "a path expression is absolute",
  level: "error",
  checks: {
    file: checkPaths((path, written) =>
      path.form !== "absolute"
        ? null
        : {
            message: `The path ${quoted(written)} is absolute: it is there on your machine, and not on others.`,
            help: "Copy the file into the package directory and refer to it as `./file`. If a program is to find the path when it runs, write it as a string.",
          },
    ),
  },
};
