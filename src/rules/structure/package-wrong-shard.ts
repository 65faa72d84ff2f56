import { movingFix } from "../../checker/fixes/moving-packages.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { PACKAGE_NAME, packageDirectory, SHARD_NAME, shardOf } from "../../packages/layout.ts";

/** NPV-142; RFC 140, "simple package paths". */
export const packageWrongShard: Rule = {
  name: "package-wrong-shard",
  family: "structure",
  codes: ["NPV-142"],
  summary: "a package is in a shard that its name does not begin with",
  level: "error",
  checks: {
    package(subject, context) {
      const { root, shard, name, path, entry } = subject;
      if (!root.sharded || entry.kind !== "directory") return;
      if (!SHARD_NAME.test(shard) || !PACKAGE_NAME.test(name) || shard === shardOf(name)) return;
      const to = packageDirectory(root, name);
      const { repository } = context;
      const taken = repository.files.entry(to) !== null;
      context.report({
        path,
        attribute: name,
        message: `${quoted(name)} is in the shard ${quoted(shard)} and belongs in ${quoted(shardOf(name))}, the first two characters of its name in lower case.`,
        help: taken
          ? `${quoted(to)} exists already: rename this package, or merge the two.`
          : `Move the directory to ${quoted(to)}, and change what refers to it by path.`,
        fix: movingFix(subject, to, context),
        about: shard,
      });
    },
  },
};
