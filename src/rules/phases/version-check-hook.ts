import { checkDerivations, type Remark } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { booleanLiteral } from "../../nix/expressions.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { type ListElement, listElements, writtenName } from "../../packages/derivation/list.ts";

/** Builders that run install checks only where they are told to. */
const WITHOUT_INSTALL_CHECKS = /^(?:mkDerivation|buildGo\w*Module|buildRustPackage|buildNpmPackage)$/;

export const versionCheckHook: Rule = {
  name: "version-check-hook",
  family: "phases",
  codes: [],
  summary: "`versionCheckHook` does not run",
  level: "advice",
  needs: ["versionCheckHook"],
  checks: {
    derivation: checkDerivations((derivation) => {
      if (!WITHOUT_INSTALL_CHECKS.test(derivation.path.at(-1) ?? "")) return [];
      const wrong = ["nativeCheckInputs", "checkInputs"].flatMap((list) => hookIn(derivation, list));
      const right = ["nativeInstallCheckInputs", "installCheckInputs"].flatMap((list) =>
        hookIn(derivation, list),
      );
      const misplaced = wrong.map(
        (at): Remark => ({
          at,
          message:
            "`versionCheckHook` runs with the install checks, when the program is installed; in the inputs of `checkPhase` it may not be there.",
          help: "Put it into `nativeInstallCheckInputs`, and write `doInstallCheck = true;`.",
          about: "inputs",
        }),
      );
      const [hook] = right;
      if (hook === undefined || !isOff(derivation)) return misplaced;
      return [
        ...misplaced,
        {
          at: hook,
          message:
            "`versionCheckHook` does not run: the install checks are off here unless they are switched on.",
          help: "Write `doInstallCheck = true;`.",
          about: "doInstallCheck",
        },
      ];
    }),
  },
};

function hookIn(derivation: Derivation, list: string): ListElement["expression"][] {
  const found = attribute(derivation, list);
  if (!found.known || found.value?.kind !== "value") return [];
  return listElements(found.value.value, found.value.scope)
    .elements.map(({ expression }) => expression)
    .filter((expression) => writtenName(expression) === "versionCheckHook");
}

/** Whether install checks are surely off, in all cases. */
function isOff(derivation: Derivation): boolean {
  const found = attribute(derivation, "doInstallCheck");
  if (!found.known) return false;
  return (
    found.value === null || (found.value.kind === "value" && booleanLiteral(found.value.value) === false)
  );
}
