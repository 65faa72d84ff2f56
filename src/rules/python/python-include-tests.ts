import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { booleanLiteral } from "../../nix/expressions.ts";
import { staticString } from "../../nix/names.ts";
import { quoted } from "../../nix/shown.ts";
import { lineAt, positionAt, type SourceText } from "../../nix/text.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { isPythonBuilder } from "../../packages/derivation/builder-kinds.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { listElements, writtenName } from "../../packages/derivation/list.ts";
import { IMPORTS_CHECK_TYPOS, TEST_RUNNERS } from "./shared/test-runners.ts";

export const pythonIncludeTests: Rule = {
  name: "python-include-tests",
  family: "python",
  codes: [],
  summary: "a Python package is not checked at all",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation, { source, package: owner }, isPackage) => {
      if (!isPythonBuilder(derivation.path) || !isPackage || !isUntested(derivation, source)) return [];
      return [
        {
          at: derivation.builder,
          message: `Nothing checks ${quoted(owner.name)}: no test runner, and no \`pythonImportsCheck\`, so it builds even where it cannot be imported.`,
          help: 'Put `pytestCheckHook` into `nativeCheckInputs`. If there are no tests, write `pythonImportsCheck = [ "…" ];` with the name of the module.',
          about: "tests",
        },
      ];
    }),
  },
};

/** Attributes each of which is a check, or says that there is something else than a package to be imported. */
const CHECKS = [
  ...["pythonImportsCheck", "checkPhase", "installCheckPhase", "preCheck", "postCheck", "buildCommand"],
  ...[
    "pytestFlags",
    "pytestFlagsArray",
    "enabledTestPaths",
    "disabledTests",
    "disabledTestPaths",
    "unittestFlags",
  ],
  ...IMPORTS_CHECK_TYPOS,
];

const INPUTS = [
  "nativeCheckInputs",
  "checkInputs",
  "nativeInstallCheckInputs",
  "installCheckInputs",
  "nativeBuildInputs",
];

function isUntested(derivation: Derivation, source: SourceText): boolean {
  if (CHECKS.some((name) => !isAbsent(derivation, name)) || isOtherFormat(derivation)) return false;
  if (!INPUTS.every((name) => hasNoRunner(derivation, name))) return false;
  const doCheck = attribute(derivation, "doCheck");
  if (!doCheck.known) return false;
  if (doCheck.value === null) return true;
  if (doCheck.value.kind !== "value" || booleanLiteral(doCheck.value.value) !== false) return false;
  // A comment there says why.
  const { line } = positionAt(source, doCheck.value.binding.start);
  return ![line - 1, line].some((each) => each > 0 && lineAt(source, each).includes("#"));
}

function isAbsent(derivation: Derivation, name: string): boolean {
  const found = attribute(derivation, name);
  return found.known && found.value === null;
}

/** Whether it installs itself what may be anything. */
function isOtherFormat(derivation: Derivation): boolean {
  const [format, pyproject] = [attribute(derivation, "format"), attribute(derivation, "pyproject")];
  if (!format.known || !pyproject.known) return true;
  if (
    format.value !== null &&
    (format.value.kind !== "value" || staticString(format.value.value) === "other")
  )
    return true;
  return pyproject.value?.kind === "value" && booleanLiteral(pyproject.value.value) === false;
}

function hasNoRunner(derivation: Derivation, name: string): boolean {
  const found = attribute(derivation, name);
  if (!found.known) return false;
  if (found.value === null) return true;
  if (found.value.kind !== "value") return false;
  const { elements, complete } = listElements(found.value.value, found.value.scope);
  return complete && elements.every(({ expression }) => !TEST_RUNNERS.has(writtenName(expression) ?? ""));
}
