import { checkDefinition } from "../../checker/checks/definitions.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import type { Expression, Formal } from "../../nix/ast.ts";
import { booleanLiteral, unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { quoted } from "../../nix/shown.ts";
import { customArguments } from "../../packages/definitions/custom-arguments.ts";
import { packageFunction } from "../../packages/derivation/results.ts";
import { packageFile, type Root } from "../../packages/layout.ts";
import { readPackageFile } from "../../packages/package-file.ts";

/**
 * As in NixOS/nixpkgs#309892. Only what the repository itself defines by name is known; and elsewhere than in nixpkgs,
 * the `callPackage` that calls its packages may be one that does not know them.
 */
export const formalShadowed: Rule = {
  name: "formal-shadowed",
  family: "lifecycle",
  codes: [],
  summary: "an option among the arguments of a package has the name of another package",
  level: { nixpkgs: "advice", nur: "off", flake: "off" },
  checks: {
    package: checkDefinition(({ path, file }, { root, name, path: directory }, context) => {
      const { base, wholeTree, repository } = context;
      if (base === null && !wholeTree) return;
      const former = base === null ? null : readPackageFile(base.files, directory, root.file);
      const known = new Set(former === null ? [] : optionsOf(former.file).map((formal) => formal.name.text));
      for (const formal of optionsOf(file)) {
        const option = formal.name.text;
        if (option === null || known.has(option) || option === name) continue;
        if (!repository.hasPackage(root, option) || isPassed(option, name, root, context)) continue;
        context.report({
          path,
          attribute: name,
          at: { source: file.source, span: formal },
          message: `The option ${quoted(option)} has the name of the package in ${quoted(packageFile(root, option))}, so it never has its default.`,
          help: `${quoted("callPackage")} passes every argument that is the name of a package. Give the option another name, such as ${quoted(`with${option.charAt(0).toUpperCase()}${option.slice(1)}`)}.`,
          about: option,
        });
      }
    }),
  },
};

/** The formals whose defaults are no packages: nobody wants a package there. */
function optionsOf(file: NixFile): readonly Formal[] {
  const fn = packageFunction(file);
  if (fn.kind !== "function") return [];
  return (fn.function.formals?.formals ?? []).filter((formal) => isOption(formal.default));
}

function isOption(value: Expression | null): boolean {
  if (value === null) return false;
  const inner = unparenthesized(value);
  return (
    booleanLiteral(inner) !== null ||
    inner.kind === "integer" ||
    (inner.kind === "string" && inner.parts.every((part) => part.kind !== "interpolation"))
  );
}

/** Whether a definition by hand gives the package that argument, or may. */
function isPassed(option: string, name: string, root: Root, { repository }: RuleContext): boolean {
  const definitions = repository.topLevel(root).byAttribute.get(name) ?? [];
  return definitions.some(({ call }) => {
    const args = call.kind === "call" ? customArguments(call.args) : null;
    return args === null || args.has(option);
  });
}
