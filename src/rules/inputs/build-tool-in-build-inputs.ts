import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { descendants } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { sameExpression } from "../../nix/same.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { selectedPath } from "../../packages/derivation/builder.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { type ListElement, listElements } from "../../packages/derivation/list.ts";
import { BUILD_TOOLS } from "./shared/build-tools.ts";
import { movingFix } from "./shared/moving-inputs.ts";

export const buildToolInBuildInputs: Rule = {
  name: "build-tool-in-build-inputs",
  family: "inputs",
  codes: [],
  summary: "`buildInputs` has a tool that is run while the package is built",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation, file) => {
      const found = attribute(derivation, "buildInputs");
      if (!runsPhases(derivation.path) || !found.known || found.value?.kind !== "value") return [];
      const { value, scope } = found.value;
      const tools = listElements(value, scope).elements.filter((element) => {
        const path = mayBeTool(element) ? selectedPath(element.expression, element.scope, true) : null;
        return path !== null && BUILD_TOOLS.has(path.at(-1) ?? "") && !isNative(derivation, element);
      });
      const [first] = tools;
      if (first === undefined || isUsed(derivation, "buildInputs")) return [];
      const names = tools.map(
        ({ expression }) => `\`${file.source.text.slice(expression.start, expression.end)}\``,
      );
      const they = tools.length === 1 ? "is a build tool" : "are build tools";
      return [
        {
          at: first.expression,
          message: `${names.join(", ")} ${they}, and what is in \`buildInputs\` cannot run where the package is compiled for another platform.`,
          help: "Move to `nativeBuildInputs` what runs during the build; `buildInputs` are what the package is linked with and runs with.",
          about: names.join(" "),
          fix: movingFix(derivation, tools, { from: "buildInputs", to: "nativeBuildInputs" }, file),
        },
      ];
    }),
  },
};

/** Only what `let` or `rec` binds may be a tool by another name. */
function mayBeTool({ expression, scope }: ListElement): boolean {
  const inner = unparenthesized(expression);
  if (inner.kind === "select") return BUILD_TOOLS.has(inner.attrpath.names.at(-1)?.text ?? "");
  if (inner.kind !== "variable") return false;
  return BUILD_TOOLS.has(inner.name) || scope.some(({ kind }) => kind === "bindings");
}

/** Whether a tool is in the right list as well: then it is meant to be in both. */
function isNative(derivation: Derivation, { expression }: ListElement): boolean {
  const found = attribute(derivation, "nativeBuildInputs");
  if (!found.known || found.value?.kind !== "value") return false;
  const { elements } = listElements(found.value.value, found.value.scope);
  return elements.some((each) => sameExpression(each.expression, expression));
}

/** Whether the derivation reads an attribute of its own, so that what is in it matters elsewhere too. */
function isUsed(derivation: Derivation, name: string): boolean {
  for (const node of descendants(derivation.attributes)) {
    if (node.kind === "variable" && node.name === name) return true;
    if (node.kind === "select" && node.attrpath.names.at(-1)?.text === name) return true;
  }
  return false;
}
