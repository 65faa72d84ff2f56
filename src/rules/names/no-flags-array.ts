import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import { listElements } from "../../packages/derivation/list.ts";
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
      // Older builders of Go packages took one flag of several words that way, as their documentation said.
      if (/^buildGo/.test(derivation.path.at(-1) ?? "")) return [];
      if (!runsPhases(derivation.path) || isStructured(derivation) !== false) return [];
      return FLAGS.flatMap((flags) => {
        const name = `${flags}Array`;
        const found = attribute(derivation, name);
        if (!found.known || found.value?.kind !== "value") return [];
        const { binding, value, scope } = found.value;
        // One that is alone is handed on as it is meant.
        const { elements } = listElements(value, scope);
        if (elements.filter(({ conditional }) => !conditional).length < 2) return [];
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
