import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { attribute } from "../../packages/derivation/attribute.ts";

export const broadWith: Rule = {
  name: "broad-with",
  family: "meta",
  codes: [],
  summary: "`with lib;` stands over the whole of `meta` or of a derivation",
  level: "off",
  checks: {
    derivation: checkDerivations((derivation, { source }) => {
      const meta = attribute(derivation, "meta");
      const value = meta.known && meta.value?.kind === "value" ? unparenthesized(meta.value.value) : null;
      const overMeta =
        value?.kind === "with" && isLib(value.environment) ? [{ at: value.environment, what: "`meta`" }] : [];
      const overAll = derivation.scope.flatMap((frame) =>
        frame.kind === "with" && isLib(frame.environment)
          ? [{ at: frame.environment, what: "the derivation" }]
          : [],
      );
      return [...overMeta, ...overAll].map(({ at, what }) => ({
        at,
        message: `\`with ${source.text.slice(at.start, at.end)};\` stands over the whole of ${what}, so that it cannot be seen where a name in it comes from.`,
        help: "Write `lib.` before what comes from there, or `with` before a single list.",
        about: what,
      }));
    }),
  },
};

function isLib(environment: Parameters<typeof selectionChain>[0]): boolean {
  return selectionChain(environment)?.at(-1) === "lib";
}
