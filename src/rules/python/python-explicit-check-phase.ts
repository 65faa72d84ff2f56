import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { isPythonBuilder } from "../../packages/derivation/builder-kinds.ts";
import { commandsOf, ownWords } from "../../packages/derivation/shell.ts";
import { HOLE, stringText } from "../../packages/derivation/string-text.ts";

export const pythonExplicitCheckPhase: Rule = {
  name: "python-explicit-check-phase",
  family: "python",
  codes: [],
  summary: "`checkPhase` calls pytest, which `pytestCheckHook` does",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation) => {
      if (!isPythonBuilder(derivation.path)) return [];
      const found = attribute(derivation, "checkPhase");
      if (!found.known || found.value?.kind !== "value") return [];
      const { binding, value } = found.value;
      const script = unparenthesized(value);
      if (script.kind !== "string" || binding.kind !== "binding" || !callsPytest(stringText(script).text))
        return [];
      return [
        {
          at: binding.attrpath,
          message:
            "`checkPhase` calls pytest itself, so `disabledTests` and the hooks of the phase do nothing here.",
          help: "Put `pytestCheckHook` into `nativeCheckInputs` instead; `pytestFlags`, `disabledTests`, `disabledTestPaths` and `preCheck` say the rest.",
          about: "checkPhase",
        },
      ];
    }),
  },
};

/** `pytest` or `python -m pytest`, whatever its path. */
function callsPytest(script: string): boolean {
  return commandsOf(script).some((command) => {
    const [name, flag, module] = ownWords(command).map(({ text }) => text);
    if (name === undefined) return false;
    if (isProgram(name, /^(?:py\.test|pytest)$/)) return true;
    return isProgram(name, /^python[\d.]*$/) && flag === "-m" && module === "pytest";
  });
}

function isProgram(word: string, name: RegExp): boolean {
  if (name.test(word)) return true;
  return word.startsWith(HOLE) && name.test(word.slice(word.lastIndexOf("/") + 1));
}
