import { checkDerivations } from "../../../checker/checks/calls.ts";
import type { Rule } from "../../../checker/rule.ts";
import { unparenthesized } from "../../../nix/expressions.ts";
import { attribute } from "../../../packages/derivation/attribute.ts";
import { runsPhases } from "../../../packages/derivation/builder-kinds.ts";
import { stringText } from "../../../packages/derivation/string-text.ts";
import { isNothing } from "./hooks.ts";

type WholePhase = Pick<Rule, "name" | "summary"> & {
  readonly phase: string;
  /** What the default does that the written one does not, as a clause. */
  readonly lost: string;
  readonly help: string;
  /** What to write where the phase does nothing. */
  readonly insteadOfNothing: string;
};

/** A rule that a derivation writes out a phase of which the default does what every package needs. */
export function wholePhaseRule({ name, summary, phase, lost, help, insteadOfNothing }: WholePhase): Rule {
  return {
    name,
    family: "phases",
    codes: [],
    summary,
    level: "advice",
    checks: {
      derivation: checkDerivations((derivation) => {
        const found = attribute(derivation, phase);
        if (!runsPhases(derivation.path) || !found.known || found.value?.kind !== "value") return [];
        const { binding } = found.value;
        const value = unparenthesized(found.value.value);
        if (binding.kind !== "binding" || value.kind !== "string") return [];
        const nothing = isNothing(stringText(value).text);
        return [
          {
            at: binding.attrpath,
            message: `\`${phase}\` is written out as a whole, so ${lost}.`,
            help: nothing ? insteadOfNothing : help,
            about: phase,
          },
        ];
      }),
    },
  };
}
