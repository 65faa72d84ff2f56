import { checkPaths } from "../../checker/checks/paths.ts";
import { syntaxOf } from "../../checker/checks/syntax.ts";
import type { FileSubject, Rule } from "../../checker/rule.ts";
import { descendants, type PathLiteral } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { quoted } from "../../nix/shown.ts";
import { literalOf } from "../../packages/derivation/literal.ts";

/** NPV-127. */
export const pathAbsolute: Rule = {
  name: "path-absolute",
  family: "references",
  codes: ["NPV-127"],
  summary: "a path expression is absolute",
  level: "error",
  checks: {
    file: checkPaths((path, written, file, context) => {
      if (path.form !== "absolute") return null;
      const added = addedTo(path, file);
      if (added !== null && context.preset !== "nixpkgs") return null;
      if (added !== null) {
        return {
          message: `${quoted(written)}, which is added to ${quoted(added)} here, is an absolute path by itself.`,
          help: `Write it as a string: ${quoted(`${added} + "${written}"`)}.`,
        };
      }
      return {
        message: `The path ${quoted(written)} is absolute: it exists on one machine and not on others.`,
        help: "Copy what it leads to into the package directory and refer to it by a relative path. If a program is to find the path when it runs, write it as a string.",
      };
    }),
  },
};

const cache = new WeakMap<NixFile, ReadonlyMap<number, string>>();

/** What a path is added to, as `x + /docs`, where that is no literal; null of any other path. */
function addedTo(path: PathLiteral, file: FileSubject): string | null {
  const syntax = syntaxOf(file);
  if (syntax === null) return null;
  const sums = cache.get(syntax) ?? sumsIn(syntax);
  cache.set(syntax, sums);
  return sums.get(path.start) ?? null;
}

function sumsIn({ expression, source }: NixFile): ReadonlyMap<number, string> {
  const sums = new Map<number, string>();
  for (const node of descendants(expression)) {
    if (node.kind !== "binary" || node.operator !== "+" || node.right.kind !== "path") continue;
    const { left } = node;
    // `a + /b + /c` is added to what `a + /b` comes to.
    const of = unparenthesized(left).kind === "binary" ? null : literalOf(left);
    if (of === null) sums.set(node.right.start, source.text.slice(left.start, left.end));
  }
  return sums;
}
