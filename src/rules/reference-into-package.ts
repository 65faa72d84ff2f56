import { descendants, type PathLiteral } from "../nix/ast.ts";
import { unparenthesized } from "../nix/expressions.ts";
import type { NixFile } from "../nix/parse.ts";
import { quoted } from "../nix/shown.ts";
import { isCallPackage } from "../packages/call-package.ts";
import { directoryOf, placeIn } from "../packages/layout.ts";
import { soundPaths } from "../packages/references.ts";
import { normalizePath } from "../snapshot/resolve.ts";
import { isWithin, parentPath } from "../snapshot/snapshot.ts";
import type { Rule, RuleContext } from "./rule.ts";
import { syntaxOf } from "./syntax.ts";

export const referenceIntoPackage: Rule = {
  name: "reference-into-package",
  codes: [],
  summary: "a Nix file outside refers to a path inside of a package directory",
  level: "warning",
  checks: {
    file(file, context) {
      if (context.roots.some((root) => isWithin(file.path, root.path))) return;
      const syntax = syntaxOf(file);
      if (syntax === null) return;
      const isOverridesFile = context.roots.some((root) => root.overrides.files.includes(file.path));
      const called = isOverridesFile ? calledPaths(syntax) : new Set();
      for (const path of soundPaths(syntax)) {
        if (path.form !== "relative" || path.interpolations.length > 0 || called.has(path.start)) continue;
        const owner = ownerOf(path, file.path, context);
        if (owner === null) continue;
        context.report({
          path: file.path,
          attribute: owner,
          at: { source: syntax.source, span: path },
          message: `${quoted(path.text)} is inside of the directory of the package ${quoted(owner)}.`,
          help: `What a package directory holds is the package's own affair and may move or change. Use the attribute ${quoted(owner)}, or what it offers by \`passthru\`.`,
          about: path.text,
        });
      }
    },
  },
};

/** The package that a path leads into; null where it leads into none. */
function ownerOf(path: PathLiteral, from: string, context: RuleContext): string | null {
  const target = normalizePath(parentPath(from), path.text);
  if (target === null) return null;
  for (const root of context.roots) {
    const place = placeIn(root, target);
    if (place === null || place.name === "") continue;
    const directory = context.repository.files.entry(directoryOf(root, place));
    return directory?.kind === "directory" ? place.name : null;
  }
  return null;
}

/** Where the paths stand that a `callPackage`, whosever it is, is called on: other rules see to those. */
function calledPaths(file: NixFile): ReadonlySet<number> {
  const starts = new Set<number>();
  for (const node of descendants(file.expression)) {
    if (node.kind !== "apply" || !isCallPackage(node.function)) continue;
    const argument = unparenthesized(node.argument);
    if (argument.kind === "path") starts.add(argument.start);
  }
  return starts;
}
