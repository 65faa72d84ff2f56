import { checkPaths } from "../../checker/checks/paths.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

/** NPV-121. */
export const pathInterpolated: Rule = {
  name: "path-interpolated",
  family: "references",
  codes: ["NPV-121"],
  summary: "a path expression contains an interpolation",
  level: "error",
  checks: {
    file: checkPaths((path, written) =>
      path.interpolations.length === 0 || path.form !== "relative"
        ? null
        : {
            message: `The path ${quoted(written)} contains an interpolation, so where it leads cannot be checked.`,
            help: `Write the path out, or join a plain path and a string: ${quoted('./dir + "/…"')}.`,
          },
    ),
  },
};
