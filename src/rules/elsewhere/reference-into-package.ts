import { syntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import { descendants, type Expression, type PathLiteral } from "../../nix/ast.ts";
import { applicationParts, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { quoted } from "../../nix/shown.ts";
import { isCallPackage } from "../../packages/definitions/call-package.ts";
import { type PlaceInRoot, placeOfPath } from "../../packages/definitions/override.ts";
import { DEFAULT_FILE, directoryOf } from "../../packages/layout.ts";
import { soundPaths } from "../../packages/references.ts";
import { normalizePath, resolvePath } from "../../snapshot/resolve.ts";
import { isWithin, parentPath } from "../../snapshot/snapshot.ts";

export const referenceIntoPackage: Rule = {
  name: "reference-into-package",
  family: "elsewhere",
  codes: [],
  summary: "a Nix file outside refers to a path inside of a package directory",
  level: "warning",
  checks: {
    file(file, context) {
      if (context.roots.some((root) => isWithin(file.path, root.path))) return;
      const syntax = syntaxOf(file);
      if (syntax === null) return;
      const isOverridesFile = context.roots.some((root) => root.overrides.files.includes(file.path));
      let called: CalledPaths | null = null;
      for (const path of soundPaths(syntax)) {
        if (path.form !== "relative" || path.interpolations.length > 0) continue;
        const found = leadsInto(path, file.path, context);
        if (found === null) continue;
        called ??= calledPaths(syntax);
        const { root, place, exists } = found;
        // Of what an overrides file calls, the rules about its definitions speak.
        const isDefinition = place.rest === root.file || (place.rest === "" && root.file === DEFAULT_FILE);
        const isRight = exists && (isOverridesFile || isDefinition);
        // Elsewhere than in nixpkgs a root without shards is a directory like others, with its owner's other files.
        if (exists && !root.sharded && context.preset !== "nixpkgs") continue;
        if (isRight && called.byCallPackage.has(path.start)) continue;
        if (!exists && isOverridesFile && called.any.has(path.start)) continue;
        // And of what a list calls, the rule about that.
        const isListed = context.lists.includes(file.path) && called.byCallPackage.has(path.start);
        if (!exists && isListed && context.isOn("listed-path-missing", file.path)) continue;
        context.report({
          path: file.path,
          attribute: place.name,
          at: { source: syntax.source, span: path },
          ...(exists ? insideWords(path, place.name) : goneWords(path, place.name)),
        });
      }
    },
  },
};

function insideWords(path: PathLiteral, owner: string) {
  return {
    message: `${quoted(path.text)} is inside of the directory of the package ${quoted(owner)}.`,
    help: `What a package directory holds is the package's own affair and may move or change. Use the attribute ${quoted(owner)}, or what it offers by \`passthru\`.`,
    about: path.text,
  };
}

function goneWords(path: PathLiteral, owner: string) {
  return {
    message: `There is nothing at ${quoted(path.text)}, in the directory of the package ${quoted(owner)}.`,
    help: "Where the package was renamed, refer to it by its new name; where it was removed, delete the reference.",
    about: `gone\0${path.text}`,
  };
}

/** The package that a path leads into, and whether that is there; null where it leads into none. */
function leadsInto(
  path: PathLiteral,
  from: string,
  { repository, roots }: RuleContext,
): (PlaceInRoot & { readonly exists: boolean }) | null {
  const target = normalizePath(parentPath(from), path.text);
  const found = target === null ? null : placeOfPath(target, roots, repository);
  if (target === null || found === null || found.place.name === "") return null;
  const { files } = repository;
  const { kind } = resolvePath(files.snapshot, target);
  if (kind === "nothing" || kind === "loop") return { ...found, exists: false };
  const directory = files.entry(directoryOf(found.root, found.place));
  return directory?.kind === "directory" ? { ...found, exists: true } : null;
}

/** Where the paths stand that a function is called on: any, and a `callPackage`, whosever it is. */
type CalledPaths = { readonly any: ReadonlySet<number>; readonly byCallPackage: ReadonlySet<number> };

function calledPaths(file: NixFile): CalledPaths {
  const any = new Set<number>();
  const byCallPackage = new Set<number>();
  const names = new Set<string>();
  const bound: { readonly name: string; readonly start: number }[] = [];
  for (const node of descendants(file.expression)) {
    if (node.kind === "binding") {
      const [name, ...more] = node.attrpath.names;
      const value = unparenthesized(node.value);
      if (value.kind === "path" && name?.text != null && more.length === 0) {
        bound.push({ name: name.text, start: value.start });
      }
    }
    if (node.kind !== "apply") continue;
    const argument = unparenthesized(node.argument);
    if (argument.kind === "path") any.add(argument.start);
    if (!callsPackages(node.function)) continue;
    if (argument.kind === "path") byCallPackage.add(argument.start);
    if (argument.kind === "variable") names.add(argument.name);
  }
  for (const { name, start } of bound) if (names.has(name)) byCallPackage.add(start);
  return { any, byCallPackage };
}

/** `callPackage` of any set, `callPackageWith set` and `newScope set`. */
function callsPackages(fn: Expression): boolean {
  // The internal function is what `internal-call-package` speaks of.
  if (isCallPackage(fn) || selectionChain(fn)?.at(-1) === "_internalCallByNamePackageFile") return true;
  const inner = unparenthesized(fn);
  if (inner.kind !== "apply") return false;
  const { function: callee, args } = applicationParts(inner);
  const name = selectionChain(callee)?.at(-1);
  return args.length === 1 && (name === "callPackageWith" || name === "newScope");
}
