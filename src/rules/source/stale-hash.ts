import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { pathAt } from "../../packages/update/compare.ts";
import { staleHashes } from "../../packages/update/stale-hashes.ts";
import { joinPath } from "../../snapshot/snapshot.ts";

export const staleHash: Rule = {
  name: "stale-hash",
  family: "source",
  codes: [],
  summary: "the version changes, and the hash of a source that depends on it does not",
  level: "error",
  comparesOnly: true,
  checks: {
    file({ path, package: owner }, { base, repository, report }) {
      if (base === null || owner === null) return;
      const isDirectory = owner.entry.kind === "directory";
      // The file that defines the package stands for all of its files.
      if (path !== (isDirectory ? joinPath(owner.path, owner.root.file) : path)) return;
      const [before, after] = [base.files.entry(path), repository.files.entry(path)];
      if (before === null || after === null) return;
      const found = staleHashes(base.files, repository.files, path, isDirectory ? owner.path : null);
      for (const { path: at, file, span, version } of found) {
        const name = quoted(pathAt(file, span) ?? "hash");
        report({
          path: at,
          attribute: owner.name,
          at: { source: file.source, span },
          message: `The version goes from ${quoted(version.before)} to ${quoted(version.after)}, and ${name} stays the same.`,
          help: `Where Nix has the old source already, it builds that under the new version; everywhere else the hash does not match. Set ${name} to ${quoted('""')}, build the package, and write the hash that Nix reports as ${quoted("got")}.`,
          about: `${pathAt(file, span) ?? ""}\0${version.after}`,
        });
      }
    },
  },
};
