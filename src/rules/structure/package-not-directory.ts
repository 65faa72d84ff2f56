import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { DEFAULT_FILE, PACKAGE_FILE, PACKAGE_NAME, packageFile, ROOT_FILES } from "../../packages/layout.ts";

/** NPV-140. */
export const packageNotDirectory: Rule = {
  name: "package-not-directory",
  family: "structure",
  codes: ["NPV-140"],
  summary: "an entry of a shard is not a directory",
  level: "error",
  doubtfulWithoutShards: true,
  checks: {
    package({ root, name, path, entry }, context) {
      if (entry.kind === "directory" || (!root.sharded && ROOT_FILES.has(name))) return;
      const stem = name.endsWith(".nix") ? name.slice(0, -".nix".length) : "";
      const isName = PACKAGE_NAME.test(stem) && name !== PACKAGE_FILE && name !== DEFAULT_FILE;
      context.report({
        path,
        attribute: null,
        message: `${quoted(path)} is not a directory, and a package has a directory of its own.`,
        help: isName
          ? `If it defines the package ${quoted(stem)}, move it to ${quoted(packageFile(root, stem))}.`
          : "Move it elsewhere, or into the directory of the package that it belongs to.",
        about: entry.kind,
      });
    },
  },
};
