import { quoted } from "../nix/shown.ts";
import { PACKAGE_FILE, README } from "../packages/layout.ts";
import type { Rule } from "./rule.ts";

/** NPV-140. */
export const packageNotDirectory: Rule = {
  name: "package-not-directory",
  codes: ["NPV-140"],
  summary: "an entry of a shard is not a directory",
  level: "error",
  checks: {
    package({ root, name, path, entry }, context) {
      if (entry.kind === "directory" || (!root.sharded && name === README)) return;
      const stem = name.endsWith(".nix") ? name.slice(0, -".nix".length) : null;
      context.report({
        path,
        attribute: null,
        message: `${quoted(path)} is not a directory, and a package has a directory of its own.`,
        help:
          stem === null
            ? "Move it elsewhere, or into the directory of the package that it belongs to."
            : `If it defines the package ${quoted(stem)}, it goes into ${quoted(`${stem}/${PACKAGE_FILE}`)}.`,
        about: entry.kind,
      });
    },
  },
};
