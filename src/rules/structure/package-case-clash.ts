import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { asciiLowerCase } from "../../packages/layout.ts";
import type { NamedEntry } from "../../snapshot/entry.ts";
import { joinPath } from "../../snapshot/snapshot.ts";

/** NPV-111. */
export const packageCaseClash: Rule = {
  name: "package-case-clash",
  family: "structure",
  codes: ["NPV-111"],
  summary: "two entries of a shard differ only in case",
  level: "error",
  checks: {
    shard({ path, entries }, context) {
      const groups = new Map<string, NamedEntry[]>();
      for (const entry of entries) {
        const key = asciiLowerCase(entry.name);
        groups.set(key, [...(groups.get(key) ?? []), entry]);
      }
      for (const group of groups.values()) {
        // The one that was there first keeps its name: later ones are in the wrong.
        const onBase = (entry: NamedEntry) => context.base?.files.entry(joinPath(path, entry.name)) != null;
        const [first, ...others] = [...group].sort((a, b) => Number(onBase(b)) - Number(onBase(a)));
        if (first === undefined) continue;
        for (const entry of others) {
          const own = joinPath(path, entry.name);
          context.report({
            path: own,
            attribute: entry.name,
            message: `${quoted(entry.name)} and ${quoted(first.name)} differ only in upper and lower case.`,
            help: "Rename one of them: on a file system that ignores case only one of the two can exist.",
            about: first.name,
          });
        }
      }
    },
  },
};
