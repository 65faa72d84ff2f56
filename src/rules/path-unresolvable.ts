import { checkPaths, relativeDestination } from "./paths.ts";
import { quoted, type Rule } from "./rule.ts";

/** NPV-124. */
export const pathUnresolvable: Rule = {
  name: "path-unresolvable",
  codes: ["NPV-124"],
  summary: "a relative path leads to nothing",
  level: "error",
  checks: {
    file: checkPaths((path, written, file, context) =>
      relativeDestination(path, file, context)?.kind !== "nothing"
        ? null
        : {
            message: `There is nothing at the path ${quoted(written)}.`,
            help: "Add the file, mend its name, or delete the reference. A new file must be known to git: `git add` it.",
          },
    ),
  },
};
