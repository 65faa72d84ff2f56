import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import type { NamedEntry } from "../../snapshot/entry.ts";
import { joinPath } from "../../snapshot/snapshot.ts";

export const pathCaseClash: Rule = {
  name: "path-case-clash",
  family: "references",
  codes: [],
  summary: "two paths differ only in case",
  level: "error",
  checks: {
    listing({ path, entries, names, package: owner }, context) {
      const groups = new Map<string, NamedEntry[]>();
      for (const entry of entries) {
        const key = entry.name.toLowerCase();
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [entry]);
        else group.push(entry);
      }
      for (const group of groups.values()) {
        if (group.length < 2 || (names !== "all" && !group.some(({ name }) => names.has(name)))) continue;
        // The one that was there first keeps its name: later ones are in the wrong.
        const onBase = (entry: NamedEntry) => context.base?.files.entry(joinPath(path, entry.name)) != null;
        const [first, ...others] = group.toSorted((a, b) => Number(onBase(b)) - Number(onBase(a)));
        for (const entry of others) {
          context.report({
            path: joinPath(path, entry.name),
            attribute: owner,
            message: `${quoted(entry.name)} and ${quoted(first?.name ?? "")} in ${quoted(path === "" ? "." : path)} differ only in upper and lower case.`,
            help: "Rename one of them: on a file system that ignores case, as on macOS, only one of the two can exist.",
            about: first?.name ?? "",
          });
        }
      }
    },
  },
};
