import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import { FLAGS } from "./shared/flags.ts";
import { isStructured } from "./shared/structured.ts";

export const noFlagsArray: Rule = {
  name: "no-flags-array",
  family: "names",
  codes: [],
  summary: "an array of the shell is set as an attribute",
  level: { nixpkgs: "error", nur: "advice", flake: "advice" },
  checks: {
    derivation: checkDerivations((derivation) => {
      if (!runsPhases(derivation.path) || isStructured(derivation) !== false) return [];
      return FLAGS.flatMap((flags) => {
        const name = `${flags}Array`;
        const found = attribute(derivation, name);
        if (!found.known || found.value === null) return [];
        const { binding } = found.value;
        return [
          {
            at: binding.kind === "binding" ? binding.attrpath : binding,
            message: `\`${name}\` is an array of the shell: as an attribute it becomes one string, so all flags are handed on as one.`,
            help: `Write \`${flags}\`; for flags with spaces in them, \`${name}+=(…)\` in a hook such as \`preBuild\`, or \`__structuredAttrs = true;\`.`,
            about: name,
          },
        ];
      });
    }),
  },
};
