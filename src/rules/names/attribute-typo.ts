import { distance } from "fastest-levenshtein";
import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { bindingsNamed } from "../../nix/bound-names.ts";
import { mentionsOf } from "../../nix/mentions.ts";
import { quoted } from "../../nix/shown.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import { isBuildVariable } from "./shared/environment-variables.ts";
import { attributesOf, isKnownAttribute } from "./shared/known-attributes.ts";

export const attributeTypo: Rule = {
  name: "attribute-typo",
  family: "names",
  codes: [],
  summary: "an attribute that nothing reads is spelled almost like one of the builder's",
  level: "warning",
  checks: {
    derivation: checkDerivations((derivation, { source }) => {
      const builder = derivation.path.at(-1) ?? "";
      if (!runsPhases(derivation.path)) return [];
      return bindingsNamed(derivation.attributes, mayBeTypo).flatMap((binding) => {
        const name = binding.attrpath.names[0]?.text ?? "";
        // Some script or other attribute may read it.
        const meant = mentionsOf(source, name).all > 1 ? null : nearest(name, builder);
        if (meant === null) return [];
        return [
          {
            at: binding.attrpath,
            message: `\`${builder}\` knows no attribute ${quoted(name)}, and nothing in this file reads it, so it has no effect.`,
            help: `Did you mean \`${meant}\`?`,
            about: name,
          },
        ];
      });
    }),
  },
};

function mayBeTypo(name: string): boolean {
  return !isKnownAttribute(name) && !isBuildVariable(name) && !/^[A-Z]/.test(name);
}

/** The attribute that was probably meant; null where none is near, or several are as near. */
export function nearest(name: string, builder: string): string | null {
  const lower = name.toLowerCase();
  // Hooks bring more such names than are known.
  const isOfHook = /^(?:pre|post|dontUse)[A-Z]/.test(name);
  const most = name.length <= 5 ? 0 : name.length <= 8 || isOfHook ? 1 : 2;
  let [best, least, isOnly] = [null as string | null, most + 1, true];
  for (const known of attributesOf(builder)) {
    if (Math.abs(known.length - name.length) > most) continue;
    const far = distance(lower, known.toLowerCase());
    if (far > most || far > least) continue;
    isOnly = far < least;
    [best, least] = [known, far];
  }
  return isOnly ? best : null;
}
