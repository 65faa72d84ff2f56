import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { aliasFiles } from "../../packages/definitions/aliases.ts";
import { hasAttribute } from "../../packages/existed.ts";
import type { Files } from "../../packages/files.ts";
import { packageDirectory, type Root } from "../../packages/layout.ts";
import type { Repository } from "../../packages/repository.ts";

/** The first proposal for nixpkgs-vet was NixOS/nixpkgs-vet#175. */
export const removedWithoutAlias: Rule = {
  name: "removed-without-alias",
  family: "lifecycle",
  codes: [],
  summary: "a package is removed or renamed, and its old name says nothing about that",
  level: { nixpkgs: "warning", nur: "off", flake: "off" },
  comparesOnly: true,
  checks: {
    attribute({ root, attribute }, context) {
      const { base, repository, roots } = context;
      if (base === null || hasAttribute(repository, root, attribute) === "yes") return;
      const path = whereItWas(attribute, root, base);
      if (path === null || roots.some((other) => repository.hasPackage(other, attribute))) return;
      const [aliases, ...others] = aliasFiles(repository.files, root);
      if (aliases === undefined) return;
      // A name may be defined in a way that is not understood. Then it is written there all the same.
      const files = [aliases, ...others, ...root.overrides.files];
      if (files.some((file) => mayName(repository.files, file, attribute))) return;
      context.report({
        path,
        attribute,
        message: `${quoted(attribute)} is gone, and ${quoted(aliases)} does not say what became of it.`,
        help: `Whoever uses it is told no more than that it is missing. Add ${quoted(attribute)} to ${quoted(aliases)}: as an alias of the package that takes its place, or as a ${quoted("throw")} that says why it was removed.`,
        about: "",
      });
    },
  },
};

/** The directory or file that defined a package; null of what was none for certain. */
function whereItWas(attribute: string, root: Root, base: Repository): string | null {
  if (base.hasPackage(root, attribute)) return packageDirectory(root, attribute);
  const definitions = base.topLevel(root).byAttribute.get(attribute) ?? [];
  return definitions.find(({ call }) => call.kind === "call" && call.target.kind === "path")?.path ?? null;
}

/** Whether a file holds a name as a word; so does one that cannot be read, for all that is known. */
function mayName(files: Files, path: string, name: string): boolean {
  if (files.entry(path) === null) return false;
  const text = files.readText(path);
  if (text === null) return true;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isNameCharacter(text[at - 1]) && !isNameCharacter(text[at + name.length])) return true;
  }
  return false;
}

function isNameCharacter(character: string | undefined): boolean {
  return character !== undefined && /[A-Za-z0-9_'-]/.test(character);
}
