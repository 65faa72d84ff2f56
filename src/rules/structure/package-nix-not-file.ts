import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { resolvePath } from "../../snapshot/resolve.ts";
import { joinPath } from "../../snapshot/snapshot.ts";

/** NPV-144. */
export const packageNixNotFile: Rule = {
  name: "package-nix-not-file",
  family: "structure",
  codes: ["NPV-144"],
  summary: "`package.nix` is not a file",
  level: "error",
  checks: {
    package({ root, name, path, entry }, context) {
      if (entry.kind !== "directory") return;
      const resolved = resolvePath(context.repository.files.snapshot, joinPath(path, root.file));
      if (resolved.kind !== "found" || resolved.entry.kind === "file") return;
      context.report({
        path,
        attribute: name,
        message: `${quoted(joinPath(path, root.file))} is a ${resolved.entry.kind}, not a file.`,
        help: `Make it a file that defines the package. Other files of the package may be called anything else.`,
        about: resolved.entry.kind,
      });
    },
  },
};
