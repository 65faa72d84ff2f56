import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { asciiLowerCase, SHARD_NAME } from "../../packages/layout.ts";

/** NPV-110. */
export const shardName: Rule = {
  name: "shard-name",
  family: "structure",
  codes: ["NPV-110"],
  summary: "a shard's name is not valid",
  level: "error",
  checks: {
    rootEntry({ root, path, entry }, context) {
      if (!root.sharded || entry.kind !== "directory" || SHARD_NAME.test(entry.name)) return;
      const lower = asciiLowerCase(entry.name);
      const remedy = SHARD_NAME.test(lower)
        ? `Rename it to ${quoted(lower)}: shards are in lower case.`
        : "Move its packages into the shards that their names begin with.";
      context.report({
        path,
        attribute: null,
        message: `${quoted(entry.name)} is not a valid shard name: a shard is the first two characters of a package's name in lower case.`,
        help: `${remedy} A shard name is a letter or \`_\`, then at most one more letter, digit, \`_\` or \`-\`.`,
        about: "",
      });
    },
  },
};
