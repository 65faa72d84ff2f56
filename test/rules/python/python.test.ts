// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import { pythonExplicitCheckPhase } from "../../../src/rules/python/python-explicit-check-phase.ts";
import { pythonImportsCheckTypo } from "../../../src/rules/python/python-imports-check-typo.ts";
import { pythonIncludeTests } from "../../../src/rules/python/python-include-tests.ts";
import { IMPORTS_CHECK_TYPOS, TEST_RUNNERS } from "../../../src/rules/python/shared/test-runners.ts";
import { derivation, fixed, reported } from "../advice.ts";

const python = (text: string) => derivation(text, { builder: "python3Packages.buildPythonPackage" });

describe("python-explicit-check-phase", () => {
  it.each([
    ["pytest", 1],
    ["cd tests\n  pytest -v", 1],
    ["export HOME=$TMPDIR; pytest", 1],
    ["HOME=$TMPDIR pytest", 1],
    ["${pytest}/bin/pytest", 1],
    ["python -m pytest tests", 1],
    ["${python.interpreter} -m pytest", 0],
    ["py.test", 1],
    ["python -m unittest", 0],
    ["echo pytest", 0],
    ["./run-tests", 0],
    ["# pytest", 0],
    ["pytest-3", 0],
  ])("of %j finds %j", async (script, count) => {
    expect(
      await reported(pythonExplicitCheckPhase, python(`checkPhase = ''\n  ${script}\n'';`)),
    ).toHaveLength(count);
    expect(await reported(pythonExplicitCheckPhase, derivation(`checkPhase = ''\n  ${script}\n'';`))).toEqual(
      [],
    );
  });
});

describe("python-imports-check-typo", () => {
  it.each(IMPORTS_CHECK_TYPOS)("fixes %s", async (name) => {
    expect(await fixed(pythonImportsCheckTypo, python(`${name} = [ "x" ];`))).toBe(
      python('pythonImportsCheck = [ "x" ];'),
    );
    expect(await reported(pythonImportsCheckTypo, derivation(`${name} = [ "x" ];`))).toEqual([]);
  });

  it("is not fixed where the right one is there", async () => {
    expect(
      await fixed(pythonImportsCheckTypo, python("pythonImportTests = [ ]; pythonImportsCheck = [ ];")),
    ).toBeNull();
    expect(await reported(pythonImportsCheckTypo, python("pythonImportsCheck = [ ];"))).toEqual([]);
  });
});

describe("python-include-tests", () => {
  it.each([...TEST_RUNNERS])("knows %s", async (name) => {
    expect(
      await reported(pythonIncludeTests, python(`nativeCheckInputs = [ python3Packages.${name} ];`)),
    ).toEqual([]);
  });

  it.each([
    ["", 1],
    ["pyproject = true;", 1],
    ["nativeCheckInputs = [ requests ];", 1],
    ["doCheck = false;", 1],
    ["doCheck = false; # no tests", 0],
    ["# no tests\n  doCheck = false;", 0],
    ["doCheck = x;", 0],
    ["nativeCheckInputs = x;", 0],
    ["checkInputs = lib.optional withTls pytestCheckHook;", 0],
    ["inherit nativeCheckInputs;", 0],
    ['format = "other";', 0],
    ["pyproject = false;", 0],
    ["format = x;", 1],
    ...[
      "pythonImportsCheck = [ ]",
      'checkPhase = ""',
      'installCheckPhase = ""',
      "disabledTests = [ ]",
      "pythonImportTests = [ ]",
    ].map((more): [string, number] => [`${more};`, 0]),
  ])("of %j finds %j", async (text, count) => {
    expect(await reported(pythonIncludeTests, python(text))).toHaveLength(count);
  });

  it("is not reported of other builders, nor of what a package only uses", async () => {
    expect(await reported(pythonIncludeTests, derivation(""))).toEqual([]);
    expect(
      await reported(pythonIncludeTests, derivation("x = python3Packages.buildPythonPackage { };")),
    ).toEqual([]);
  });
});
