import type { Rule } from "../../checker/rule.ts";
import { plainString } from "../../nix/expressions.ts";
import { quoted } from "../../nix/shown.ts";
import { attribute } from "../../packages/derivation/attribute.ts";

/** Of packages by name alone: what a list calls another name than its directory has is seen by another rule. */
export const pnameMismatch: Rule = {
  name: "pname-mismatch",
  family: "names",
  codes: [],
  summary: "a new package has another `pname` than the name that it is found by",
  level: "advice",
  comparesOnly: true,
  checks: {
    derivation({ path, source, package: owner, derivation, isPackage }, context) {
      const found = attribute(derivation, "pname");
      if (!isPackage || !found.known || found.value?.kind !== "value") return;
      // In a set of packages, the set may be a part of the name.
      if (!context.roots.some((root) => root === owner.root && root.nested !== true)) return;
      const { binding, value } = found.value;
      const pname = plainString(value);
      if (pname === null || binding.kind !== "binding" || haveAWord(pname, owner.name)) return;
      if (!context.isNew(owner)) return;
      context.report({
        path,
        attribute: owner.name,
        at: { source, span: binding },
        message: `The package is found as ${quoted(owner.name)}, and calls itself ${quoted(pname)}, so who knows one name does not find it by the other.`,
        help: `Call the directory as upstream calls the package, and ${quoted("pname")} the same.`,
        about: "pname",
      });
    },
  },
};

/** Whether a word of one name is in the other: then it is a variant, or a part of a set of packages. */
function haveAWord(a: string, b: string): boolean {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const [all, other] = [left.join(""), right.join("")];
  return isIn(left, other) || isIn(right, all);
}

function isIn(words: readonly string[], name: string): boolean {
  const all = words.join("");
  if (name.startsWith(all) || name.endsWith(all)) return true;
  return [...words, all].some((word) => word.length > 2 && name.includes(word));
}

function wordsOf(name: string): string[] {
  return name.toLowerCase().split(/[^a-z0-9]+/);
}
