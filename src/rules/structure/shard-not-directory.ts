import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { README, ROOT_FILES } from "../../packages/layout.ts";

/** NPV-109. */
export const shardNotDirectory: Rule = {
  name: "shard-not-directory",
  family: "structure",
  codes: ["NPV-109"],
  summary: "an entry of the by-name root is not a directory",
  level: "error",
  checks: {
    rootEntry({ root, path, entry }, context) {
      if (!root.sharded || entry.kind === "directory" || entry.name === README) return;
      // Only nixpkgs itself finds its packages without a list in the root.
      if (context.preset !== "nixpkgs" && ROOT_FILES.has(entry.name)) return;
      context.report({
        path,
        attribute: null,
        message: `${quoted(path)} is not a directory, and ${quoted(root.path)} only holds shards.`,
        help: `Move it elsewhere. A package goes into ${quoted(`${root.path}/<shard>/<name>/${root.file}`)}.`,
        about: entry.kind,
      });
    },
  },
};
