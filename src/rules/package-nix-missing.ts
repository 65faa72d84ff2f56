import { quoted } from "../nix/shown.ts";
import { PACKAGE_FILE } from "../packages/layout.ts";
import { resolvePath } from "../snapshot/resolve.ts";
import { joinPath } from "../snapshot/snapshot.ts";
import type { Rule } from "./rule.ts";

/** NPV-143. */
export const packageNixMissing: Rule = {
  name: "package-nix-missing",
  codes: ["NPV-143"],
  summary: "a package directory has no `package.nix`",
  level: "error",
  checks: {
    package({ name, path, entry }, context) {
      if (entry.kind !== "directory") return;
      const { files } = context.repository;
      const { kind } = resolvePath(files.snapshot, joinPath(path, PACKAGE_FILE));
      if (kind !== "nothing" && kind !== "loop") return;
      const isLink = files.entry(joinPath(path, PACKAGE_FILE)) !== null;
      const only = files.list(path).filter((file) => file.name.endsWith(".nix"));
      const candidate = only.length === 1 && !isLink ? only[0]?.name : undefined;
      context.report({
        path,
        attribute: name,
        message: `The package directory ${quoted(path)} has no ${quoted(PACKAGE_FILE)}.`,
        help: isLink
          ? `Its ${quoted(PACKAGE_FILE)} is a symbolic link that leads nowhere: make it a file.`
          : candidate === undefined
            ? `Define the package in ${quoted(joinPath(path, PACKAGE_FILE))}.`
            : `If ${quoted(candidate)} defines the package, rename it to ${quoted(PACKAGE_FILE)}.`,
        about: "",
      });
    },
  },
};
