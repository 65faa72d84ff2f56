import { checkDerivations } from "../../../checker/checks/calls.ts";
import type { Rule } from "../../../checker/rule.ts";
import { unparenthesized } from "../../../nix/expressions.ts";
import { attribute } from "../../../packages/derivation/attribute.ts";
import { runsPhases } from "../../../packages/derivation/builder-kinds.ts";
import type { Derivation } from "../../../packages/derivation/derivation.ts";
import { stringText } from "../../../packages/derivation/string-text.ts";
import { isNothing, runsAnyScript } from "./hooks.ts";

type WholePhase = Pick<Rule, "name" | "summary"> & {
  readonly phase: string;
  /** What the default does and a script does not, as a clause; null where the script does all of it. */
  readonly lost: (script: string, derivation: Derivation) => string | null;
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
    needs: new RegExp(phase),
    checks: {
      derivation: checkDerivations((derivation) => {
        const found = attribute(derivation, phase);
        if (!runsPhases(derivation.path) || !found.known || found.value?.kind !== "value") return [];
        const { binding } = found.value;
        const value = unparenthesized(found.value.value);
        if (binding.kind !== "binding" || value.kind !== "string") return [];
        const { text } = stringText(value);
        const missed = runsAnyScript(text) ? null : lost(text, derivation);
        if (missed === null) return [];
        return [
          {
            at: binding.attrpath,
            message: `\`${phase}\` is written out as a whole, so ${missed}.`,
            help: isNothing(text) ? insteadOfNothing : help,
            about: phase,
          },
        ];
      }),
    },
  };
}

/** "a", "a and b", "a, b and c". */
export function enumerated(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}
