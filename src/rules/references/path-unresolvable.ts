import { checkPaths, relativeDestination } from "../../checker/checks/paths.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

/** NPV-124. */
export const pathUnresolvable: Rule = {
  name: "path-unresolvable",
  family: "references",
  codes: ["NPV-124"],
  summary: "a relative path leads to nothing",
  level: "error",
  checks: {
    file: checkPaths((path, written, file, context) => {
      const destination = relativeDestination(path, file, context);
      if (destination?.kind === "unknown") {
        context.unknown(
          { path: file.path, attribute: file.package?.name ?? null },
          `Where ${quoted(written)} leads is not known: it is in a submodule, which is not looked into.`,
        );
      }
      if (destination?.kind !== "nothing") return null;
      return {
        message: `There is nothing at the path ${quoted(written)}.`,
        help: "Add the file, correct the path, or delete the reference. A file that git ignores is not there for others.",
      };
    }),
  },
};
