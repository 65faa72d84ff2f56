import { checkDerivations } from "../../checker/checks/calls.ts";
import { wholeLines } from "../../checker/fixes/binding-lines.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { booleanLiteral } from "../../nix/expressions.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { isMkDerivation } from "../../packages/derivation/builder-kinds.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { buildInputs, writtenName } from "../../packages/derivation/list.ts";
import { PARALLEL_BUILDERS } from "./shared/parallel-builders.ts";

export const unnecessaryParallelBuilding: Rule = {
  name: "unnecessary-parallel-building",
  family: "inputs",
  codes: [],
  summary: "`enableParallelBuilding` is set where the build system does that",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation, file) => {
      const found = attribute(derivation, "enableParallelBuilding");
      if (!isMkDerivation(derivation.path) || !found.known || found.value?.kind !== "value") return [];
      const { binding, value } = found.value;
      const builder = booleanLiteral(value) === true ? parallelBuilder(derivation) : null;
      if (builder === null || binding.kind !== "binding") return [];
      return [
        {
          at: binding,
          message: `\`enableParallelBuilding = true\` is not needed: the hook of \`${builder}\` switches it on.`,
          help: "Delete the line.",
          about: "enableParallelBuilding",
          fix: editingFix(file, "Delete `enableParallelBuilding = true`", [
            { span: wholeLines(file.source.text, binding), text: "" },
          ]),
        },
      ];
    }),
  },
};

/** The build system among the inputs that surely configures the package. */
function parallelBuilder(derivation: Derivation): string | null {
  for (const { expression, conditional } of buildInputs(derivation)) {
    const name = writtenName(expression) ?? "";
    const without = PARALLEL_BUILDERS.get(name);
    if (conditional || without === undefined) continue;
    if ([...without, "configurePhase", "dontConfigure", "phases"].every((each) => isAbsent(derivation, each)))
      return name;
  }
  return null;
}

function isAbsent(derivation: Derivation, name: string): boolean {
  const found = attribute(derivation, name);
  return found.known && found.value === null;
}
