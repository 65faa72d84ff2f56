import type { Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { type Alias, aliasesAt, aliasOf, isAliasFile } from "../../packages/definitions/aliases.ts";
import { packageFile, type Root } from "../../packages/layout.ts";
import type { Repository } from "../../packages/repository.ts";

/** Aliases are the last to be laid over the package set; those of nixpkgs fail where a package has their name. */
export const aliasShadows: Rule = {
  name: "alias-shadows",
  family: "lifecycle",
  codes: [],
  summary: "an alias has the name of a package that exists",
  level: "warning",
  checks: {
    // Of a change, only aliases that it adds: to look for thousands of packages takes all of the root's listings.
    file({ path }, context) {
      const root = context.roots.find((each) => isAliasFile(each, path));
      if (root === undefined) return;
      const { repository, base, wholeTree } = context;
      if (base === null && !wholeTree) return;
      const before = base === null ? null : aliasesAt(base.files, path);
      for (const [name, alias] of aliasesAt(repository.files, path)) {
        if (before?.has(name) !== true) reportShadowed(name, alias, root, context);
      }
    },
    attribute({ root, attribute, definitions, hasPackage }, context) {
      const { base, repository } = context;
      if (base === null || (!hasPackage && definitions.length === 0)) return;
      if (base.hasPackage(root, attribute) || base.topLevel(root).byAttribute.has(attribute)) return;
      const alias = aliasOf(repository.files, root, attribute);
      if (alias !== null) reportShadowed(attribute, alias, root, context);
    },
  },
};

function reportShadowed(attribute: string, alias: Alias, root: Root, context: RuleContext): void {
  const where = definedIn(attribute, root, context.repository);
  if (where === null) return;
  context.report({
    path: alias.path,
    attribute,
    at: { source: alias.file.source, span: alias.name },
    message: `${quoted(attribute)} is an alias here and a package in ${quoted(where)}, so where aliases are on, nobody gets the package.`,
    help: `Delete the alias, or the package: only one of them can have the name ${quoted(attribute)}.`,
    about: "",
  });
}

/** The file that defines a package of a name; null where none is known to. */
function definedIn(attribute: string, root: Root, repository: Repository): string | null {
  if (repository.hasPackage(root, attribute)) return packageFile(root, attribute);
  return repository.topLevel(root).byAttribute.get(attribute)?.at(0)?.path ?? null;
}
