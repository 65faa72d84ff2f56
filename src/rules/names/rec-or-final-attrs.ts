import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { isMkDerivation } from "../../packages/derivation/builder-kinds.ts";

export const recOrFinalAttrs: Rule = {
  name: "rec-or-final-attrs",
  family: "names",
  codes: [],
  summary: "a derivation is a `rec` set",
  level: "off",
  checks: {
    derivation: checkDerivations((derivation) => {
      const { attributes, path } = derivation;
      if (!isMkDerivation(path) || attributes.form !== "rec") return [];
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
