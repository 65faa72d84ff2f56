import type { Fix } from "../../checker/finding.ts";
import { followMoves } from "../../checker/fixes/following-moves.ts";
import type { PackageSubject, Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { certainDefinition } from "../../packages/definitions/certain-definition.ts";
import { isNixFile } from "../../packages/files.ts";
import type { Root } from "../../packages/layout.ts";
import { resolvePath } from "../../snapshot/resolve.ts";
import { baseName, joinPath } from "../../snapshot/snapshot.ts";

/** NPV-143. */
export const packageNixMissing: Rule = {
  name: "package-nix-missing",
  family: "structure",
  codes: ["NPV-143"],
  summary: "a package directory has no `package.nix`",
  level: "error",
  doubtfulWithoutShards: true,
  checks: {
    package(subject, context) {
      const { root, name, path, entry, unsharded } = subject;
      if (entry.kind !== "directory") return;
      const { repository } = context;
      const { files } = repository;
      const { kind } = resolvePath(files.snapshot, joinPath(path, root.file));
      if (kind !== "nothing" && kind !== "loop") return;
      const certain = certainDefinition(repository, root, name, path);
      // Moved into its shard, its file gets its name at once.
      if (unsharded && certain !== null) return;
      context.report({
        path,
        attribute: name,
        message: `The package directory ${quoted(path)} has no ${quoted(root.file)}.`,
        help:
          certain === null
            ? remedy(path, root, context)
            : `Rename ${quoted(baseName(certain.path))}, which defines the package, to ${quoted(root.file)}.`,
        fix: certain === null ? null : renaming(certain.path, subject, context),
        about: "",
      });
    },
  },
};

function remedy(path: string, root: Root, { repository: { files } }: RuleContext): string {
  if (files.entry(joinPath(path, root.file)) !== null) {
    return `Its ${quoted(root.file)} is a symbolic link that leads nowhere: make it a file.`;
  }
  const nix = files.list(path).filter(isNixFile);
  const [only] = nix;
  return only === undefined || nix.length > 1
    ? `Define the package in ${quoted(joinPath(path, root.file))}.`
    : `If ${quoted(only.name)} defines the package, rename it to ${quoted(root.file)}.`;
}

/** The fix that gives the file its name, and lets the overrides file follow. */
function renaming(from: string, { root, path }: PackageSubject, context: RuleContext): Fix | null {
  const move = { from, to: joinPath(path, root.file) };
  const edits = followMoves(context.repository, root, [move]);
  if (edits === null) return null;
  return {
    title: `Rename ${quoted(from)} to ${quoted(root.file)}`,
    steps: [{ kind: "move", ...move }, ...edits],
  };
}
