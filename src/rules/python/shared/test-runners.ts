/**
 * Hooks and packages that run the tests of a Python package in its check phase, by the name that they have in
 * `python3Packages`. Source: the hooks of Python in nixpkgs as of 2025 and "Testing Python Packages" in the Nixpkgs
 * manual. To renew it, look for hooks there whose name ends in `CheckHook`.
 */
export const TEST_RUNNERS: ReadonlySet<string> = new Set([
  "pytestCheckHook",
  "pytest-forked",
  "unittestCheckHook",
  "stestrCheckHook",
  "stestCheckHook",
  "djangoTestHook",
  "nose",
  "pythonImportsCheckHook",
  "sphinxHook",
  "tox",
  "zope-testrunner",
  "versionCheckHook",
]);

/** Names that are written where `pythonImportsCheck` is meant. */
export const IMPORTS_CHECK_TYPOS: readonly string[] = [
  "pythonCheckImports",
  "pythonImportCheck",
  "pythonImportChecks",
  "pythonImportTest",
  "pythonImportTests",
  "pythonImportsChecks",
  "pythonImportsTest",
  "pythonImportsTests",
  "pythonImportcheck",
  "pythonImportscheck",
  "pythonTestImports",
  "importsCheck",
];
