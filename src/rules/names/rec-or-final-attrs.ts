import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { type AttributeSet, descendants, type Node } from "../../nix/ast.ts";
import { isMkDerivation } from "../../packages/derivation/builder-kinds.ts";

export const recOrFinalAttrs: Rule = {
  name: "rec-or-final-attrs",
  family: "names",
  codes: [],
  summary: "a derivation is a `rec` set",
  level: "off",
  needs: /\brec\b/,
  checks: {
    derivation: checkDerivations((derivation) => {
      const { attributes, path } = derivation;
      if (!isMkDerivation(path) || attributes.form !== "rec" || !seesItself(attributes)) return [];
      return [
        {
          at: { start: attributes.start, end: attributes.start + "rec".length },
          message:
            "In a `rec` set, what is overridden later is not seen by the attributes that are made of it: another `version` does not change `src`.",
          help: "Write `stdenv.mkDerivation (finalAttrs: { … })`, and `finalAttrs.version` instead of `version`.",
          about: "rec",
        },
      ];
    }),
  },
};

/** Whether anything in a set has the name of one of its attributes: else `rec` is needless, as another rule says. */
function seesItself(set: AttributeSet): boolean {
  const own = new Set(
    set.bindings.flatMap((binding) =>
      binding.kind === "binding" ? [binding.attrpath.names[0]?.text] : binding.names.map(({ text }) => text),
    ),
  );
  const top = new Set<Node>(set.bindings);
  for (const node of descendants(set)) {
    if (node.kind === "variable" && own.has(node.name)) return true;
    if (node.kind !== "inherit" || node.source !== null || top.has(node)) continue;
    if (node.names.some(({ text }) => own.has(text))) return true;
  }
  return false;
}
