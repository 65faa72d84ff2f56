import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import type { Expression } from "../../nix/ast.ts";
import { selectionChain } from "../../nix/expressions.ts";
import { sameExpression } from "../../nix/same.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { isPythonBuilder } from "../../packages/derivation/builder-kinds.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { listElements } from "../../packages/derivation/list.ts";

export const duplicateCheckInputs: Rule = {
  name: "duplicate-check-inputs",
  family: "inputs",
  codes: [],
  summary: "an input of the checks is a dependency already",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation) => {
      // Of others, the two lists may be built for two platforms.
      if (!isPythonBuilder(derivation.path)) return [];
      const dependencies = ["dependencies", "propagatedBuildInputs"].flatMap((list) =>
        always(derivation, list).map((expression) => ({ list, expression })),
      );
      return ["nativeCheckInputs", "checkInputs"].flatMap((checks) =>
        always(derivation, checks).flatMap((expression) => {
          const same = dependencies.find((each) => sameExpression(each.expression, expression));
          const name = selectionChain(expression)?.join(".");
          if (same === undefined || name === undefined) return [];
          return [
            {
              at: expression,
              message: `\`${name}\` is in \`${same.list}\` as well, and what is there is at hand when the checks run.`,
              help: `Delete it from \`${checks}\`.`,
              about: `${checks} ${name}`,
            },
          ];
        }),
      );
    }),
  },
};

/** What stands in a list whatever the conditions. */
function always(derivation: Derivation, list: string): Expression[] {
  const found = attribute(derivation, list);
  if (!found.known || found.value?.kind !== "value") return [];
  const { elements } = listElements(found.value.value, found.value.scope);
  return elements.flatMap(({ expression, conditional, elsewhere }) =>
    conditional || elsewhere ? [] : [expression],
  );
}
