import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { quoted } from "../../nix/shown.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import { listElements } from "../../packages/derivation/list.ts";
import { HOLE, stringText } from "../../packages/derivation/string-text.ts";
import { FLAGS } from "./shared/flags.ts";
import { isStructured } from "./shared/structured.ts";

export const noFlagsSpaces: Rule = {
  name: "no-flags-spaces",
  family: "names",
  codes: [],
  summary: "a flag has a space in it, at which it is split",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation) => {
      if (!runsPhases(derivation.path) || isStructured(derivation) !== false) return [];
      return FLAGS.flatMap((flags) => {
        const found = attribute(derivation, flags);
        if (!found.known || found.value?.kind !== "value") return [];
        const split = listElements(found.value.value, found.value.scope).elements.flatMap(
          ({ expression }) => {
            const literal = unparenthesized(expression);
            if (literal.kind !== "string") return [];
            const { text } = stringText(literal);
            return /\S\s+\S/.test(text) ? [{ literal, text }] : [];
          },
        );
        const [first, ...more] = split;
        if (first === undefined) return [];
        const others = more.length === 0 ? "" : `, and ${more.length} more,`;
        const [have, them] = more.length === 0 ? ["has", "it"] : ["have", "them"];
        return [
          {
            at: first.literal,
            message: `${quoted(first.text.replaceAll(HOLE, "…"))} in \`${flags}\`${others} ${have} white space inside, at which the shell splits ${them} into several arguments.`,
            help: `Write each argument as an element of its own. What is one argument, add in a hook, \`${flags}Array+=(…)\`, or write \`__structuredAttrs = true;\`.`,
            about: flags,
          },
        ];
      });
    }),
  },
};
