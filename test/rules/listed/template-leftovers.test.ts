import { expect, it } from "vitest";
import { templateLeftovers } from "../../../src/rules/listed/template-leftovers.ts";
import { definition } from "../builders.ts";
import { call, list, packagesOf, SPECIAL, saysOf } from "./lists.ts";

const NUR = { "default.nix": list(SPECIAL, call("hello")), ...packagesOf("hello") };
const BUILD = ".github/workflows/build.yml";

it("is said of the example package, unless another was made of it", async () => {
  const files = {
    ...NUR,
    "default.nix": list(SPECIAL, call("example-package")),
    ...packagesOf("example-package"),
  };
  expect(await saysOf(templateLeftovers, files)).toEqual([
    "warning default.nix: `example-package` is the example of NUR's template, and would be a package of this repository.",
  ]);
  const own =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix.
    '{ stdenv }:\nstdenv.mkDerivation rec {\n  name = "example-package-${version}";\n  version = "1.0";\n}\n';
  expect(await saysOf(templateLeftovers, { ...files, "pkgs/example-package/default.nix": own })).toHaveLength(
    1,
  );
  const made = { ...files, "pkgs/example-package/default.nix": definition({ name: "mine" }) };
  expect(await saysOf(templateLeftovers, made)).toEqual([]);
});

it("is said of placeholders in workflows and the README, with what follows", async () => {
  const files = {
    ...NUR,
    [BUILD]: "nurRepo:\n  - <YOUR_REPO_NAME>\ncachixName:\n  - <YOUR_CACHIX_NAME>\n",
    "README.md": "https://github.com/<YOUR-GITHUB-USER>/nur-packages <YOUR-GITHUB-USER>\n",
  };
  expect(await saysOf(templateLeftovers, files)).toEqual([
    `warning ${BUILD}: \`<YOUR_REPO_NAME>\` of NUR's template was not replaced, so NUR is not told of what is pushed.`,
    `warning ${BUILD}: \`<YOUR_CACHIX_NAME>\` of NUR's template was not replaced, so nothing is cached.`,
    "warning README.md: `<YOUR-GITHUB-USER>` of NUR's template was not replaced.",
  ]);
});

it.each([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is Nix, or a workflow.
  ["what a workflow compares with", { [BUILD]: "if: ${{ matrix.nurRepo != '<YOUR_REPO_NAME>' }}\n" }],
  ["a comment of a workflow", { [BUILD]: "# Don't replace <YOUR_CACHIX_NAME> here!\n" }],
  ["another file", { "docs/x.md": "<YOUR_REPO_NAME>\n", ".github/workflows/x.txt": "<YOUR_REPO_NAME>\n" }],
  ["something else in brackets", { "README.md": "<YOURSELF> <your_name>\n" }],
])("is not said of %s", async (_what, files) => {
  expect(await saysOf(templateLeftovers, { ...NUR, ...files })).toEqual([]);
});

it("is not said where NUR does not evaluate the list", async () => {
  const files = {
    "default.nix": list(call("hello")),
    ...packagesOf("hello"),
    "README.md": "<YOUR_REPO_NAME>\n",
  };
  expect(await saysOf(templateLeftovers, files)).toEqual([]);
});
