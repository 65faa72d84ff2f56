import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import { descendants, type PathLiteral } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { quoted } from "../../nix/shown.ts";
import { type Definition, definitionsIn } from "../../packages/definitions/definitions.ts";
import { placeOfPath } from "../../packages/definitions/override.ts";
import type { Root } from "../../packages/layout.ts";
import { normalizePath, resolvePath } from "../../snapshot/resolve.ts";
import { parentPath } from "../../snapshot/snapshot.ts";

/** A package was removed or renamed, and what called it was left behind. */
export const overrideDangling: Rule = {
  name: "override-dangling",
  family: "overrides",
  codes: [],
  summary: "an overrides file calls a path in a by-name root that does not exist",
  level: "error",
  checks: {
    overridesFile(file, context) {
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const root = context.roots.find((each) => each.overrides.files.includes(file.path));
      if (root === undefined) return;
      const gone = danglingPaths(syntax, file.path, context);
      if (gone.length === 0) return;
      const { definitions } = definitionsIn(syntax, file.path, root);
      const ordered = definitions.toSorted((a, b) => a.binding.start - b.binding.start);
      const called = calledPaths(syntax, definitions);
      for (const path of gone) {
        if (!called.has(path.start)) continue;
        const definition = definitionAround(ordered, path.start);
        // Of an override, the rules about overrides speak, and those about its directory.
        if (definition !== null && isOverrideBy(path, definition, root, context)) continue;
        const attribute = definition?.attribute ?? null;
        const who = attribute === null ? "A definition" : quoted(attribute);
        context.report({
          path: file.path,
          attribute,
          at: { source: syntax.source, span: path },
          message: `${who} is defined by ${quoted(path.text)}, and there is no such file.`,
          help: "Let it call the file that there is now, or delete the definition: it fails for everybody who evaluates it.",
          about: path.text,
        });
      }
    },
  },
};

/** The paths of a file that lead into a by-name root, to nothing. */
function danglingPaths(file: NixFile, from: string, context: RuleContext): PathLiteral[] {
  const { files } = context.repository;
  return file.paths.filter((path) => {
    if (path.form !== "relative" || path.interpolations.length > 0) return false;
    const target = normalizePath(parentPath(from), path.text);
    if (target === null || placeOfPath(target, context.roots, context.repository) === null) return false;
    const { kind } = resolvePath(files.snapshot, target);
    return kind === "nothing" || kind === "loop";
  });
}

/** Where the paths stand that a function is called on, be it named in between. */
function calledPaths(file: NixFile, definitions: readonly Definition[]): ReadonlySet<number> {
  const called = new Set<number>();
  for (const { call } of definitions) {
    if (call.kind === "call" && call.target.kind === "path") called.add(call.target.literal.start);
  }
  for (const node of descendants(file.expression)) {
    if (node.kind !== "apply") continue;
    const argument = unparenthesized(node.argument);
    if (argument.kind === "path") called.add(argument.start);
  }
  return called;
}

/** Whether a definition is an override of a package that calls just this path. */
function isOverrideBy(
  path: PathLiteral,
  { attribute, call }: Definition,
  root: Root,
  { repository }: RuleContext,
) {
  const called = call.kind === "call" && call.target.kind === "path" ? call.target.literal : null;
  return called?.start === path.start && repository.hasPackage(root, attribute);
}

/** The definition that a place lies in; `definitions` are in the order of the text. */
function definitionAround(definitions: readonly Definition[], offset: number): Definition | null {
  let [from, to] = [0, definitions.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((definitions[middle]?.binding.end ?? 0) > offset) to = middle;
    else from = middle + 1;
  }
  const definition = definitions[from];
  return definition !== undefined && definition.binding.start <= offset ? definition : null;
}
