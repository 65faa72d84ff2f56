import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory, temporaryRepository, writeFiles } from "../snapshot/temporary-repository.ts";
import { found, reportOf, runCheck } from "./run.ts";
import { definition, META, packageFile, packages, threeMistakes, uselessEscape } from "./trees.ts";

const CONFIGURATION = ".github/by-name.yml";
const plain = (name: string) =>
  `{ stdenv }:\n\nstdenv.mkDerivation {\n  pname = "${name}";\n  meta = { ${META.join("; ")}; };\n}\n`;

describe("a change is judged by the configuration of its base", () => {
  test("so the head cannot switch off a rule that it breaks", async () => {
    const repository = temporaryRepository();
    repository.commit(packages("hello"));
    repository.write({
      [CONFIGURATION]: "rules:\n  useless-escape: off\n",
      [packageFile("jq")]: definition("jq", uselessEscape),
    });
    expect(found(await reportOf(repository.directory, { base: "HEAD" }))).toHaveLength(1);
    expect(found(await reportOf(repository.directory))).toEqual([]);
  });

  test("and a head that breaks the configuration is still judged", async () => {
    const repository = temporaryRepository();
    repository.commit({ ...packages("hello"), [CONFIGURATION]: "rules:\n  useless-escape: warning\n" });
    repository.write({ [CONFIGURATION]: "rulez", [packageFile("jq")]: definition("jq", uselessEscape) });
    const { status, out } = await runCheck(repository.directory, { base: "HEAD" });
    expect(status).toBe(0);
    expect(out).toContain("warning[useless-escape");
  });

  test("whose configuration has to be valid", async () => {
    const repository = temporaryRepository();
    repository.commit({ [CONFIGURATION]: "rulez" });
    repository.write({ [CONFIGURATION]: "" });
    expect((await runCheck(repository.directory, { base: "HEAD" })).status).toBe(2);
    expect((await runCheck(repository.directory)).status).toBe(0);
  });
});

describe("the preset", () => {
  const change = async (base: Record<string, string>, options = {}) => {
    const [before, after] = [temporaryDirectory(), temporaryDirectory()];
    writeFiles(before, base);
    writeFiles(after, { ...base, [packageFile("jq")]: plain("jq") });
    return found(await reportOf(after, { base: before, ...options })).map((line) => line.split(" ")[0]);
  };

  test("is nixpkgs where there is its overrides file, and NixOS or the list of maintainers", async () => {
    const overrides = { "pkgs/top-level/all-packages.nix": "{ }: pkgs: with pkgs; { }\n" };
    expect(await change({ ...overrides, "nixos/default.nix": "{ }\n" })).toEqual([
      "strict-deps",
      "structured-attrs",
    ]);
    expect(await change(overrides)).toEqual([]);
  });

  test("is flake or nur elsewhere", async () => {
    expect(await change({ "flake.nix": "{ }\n" })).toEqual([]);
    expect(await change({ "default.nix": "{ }\n" })).toEqual([]);
  });

  test("is what the configuration says", async () => {
    expect(await change({ [CONFIGURATION]: "preset: nixpkgs\nrules:\n  structured-attrs: off\n" })).toEqual([
      "strict-deps",
    ]);
  });
});

describe("levels", () => {
  test("from the command line have the last word, and the last for a rule counts", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { ...threeMistakes, [CONFIGURATION]: "rules:\n  NPV-170: off\n" });
    const rule = ["package-wrong-shard=off", "npv-123=off", "useless-escape=error", "NPV-170=warning"];
    const { status, out } = await runCheck(directory, { rule });
    expect(status).toBe(0);
    expect(out).toMatch(/^1 warning, 1 can be fixed with --fix$/m);
  });

  test("from the command line may be those of a family, which give way to those of a rule, in any order", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, threeMistakes);
    for (const rule of [
      ["references=off", "structure=off", "path-outside-package=warning"],
      ["path-outside-package=warning", "references=off", "structure=off"],
    ]) {
      const report = await reportOf(directory, { rule });
      expect(report.findings.map(({ rule, level }) => `${level} ${rule}`)).toEqual([
        "error useless-escape",
        "warning path-outside-package",
      ]);
    }
    expect((await runCheck(directory, { rule: ["referenses=off"] })).err).toContain(
      "--rule referenses: there is no such rule or family; did you mean references?",
    );
  });

  test("from the command line count before those for paths, which others keep", async () => {
    const directory = temporaryDirectory();
    const lines = [
      "levels:",
      "  - { paths: [pkgs], rules: { NPV-170: off, path-outside-package: warning } }",
    ];
    writeFiles(directory, { ...threeMistakes, [CONFIGURATION]: `${lines.join("\n")}\n` });
    const report = await reportOf(directory, { rule: ["useless-escape=error"] });
    expect(report.findings.map(({ rule, level }) => `${level} ${rule}`).sort()).toEqual([
      "error package-wrong-shard",
      "error useless-escape",
      "warning path-outside-package",
    ]);
  });

  test("of --config take the place of the repository's", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, {
      ...threeMistakes,
      [CONFIGURATION]: "broken",
      "other.yml": "rules:\n  NPV-170: off\n",
    });
    const report = await reportOf(directory, { config: join(directory, "other.yml") });
    expect(report.findings.map(({ rule }) => rule)).toEqual(["package-wrong-shard", "path-outside-package"]);
  });
});

describe("by-name roots", () => {
  const twoRoots = `packages:
  - root: pkgs/by-name
  - root: pkgs/tcl/packages
    sharded: false
    scope: tclPackages
    overrides:
      file: pkgs/tcl/default.nix
`;

  test("are several, sharded or not", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, {
      [CONFIGURATION]: twoRoots,
      ...packages("hello"),
      "pkgs/tcl/packages/bwidget/package.nix": definition("bwidget", uselessEscape),
      "pkgs/tcl/packages/tk-tools/default.nix": "{ }: { }\n",
    });
    const report = await reportOf(directory);
    expect(found(report)).toEqual([
      "useless-escape pkgs/tcl/packages/bwidget/package.nix",
      "package-nix-missing pkgs/tcl/packages/tk-tools",
    ]);
    expect(report.summary.packages).toBe(3);
  });

  test("of which one is missing are checked as far as they are there, and the other is named", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { [CONFIGURATION]: twoRoots, ...packages("hello") });
    const { status, out } = await runCheck(directory);
    expect(status).toBe(0);
    expect(out).toContain("There is no directory `pkgs/tcl/packages`, so no package is looked for there.");
  });

  test("of which none is there are a mistake, since they were named", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { [CONFIGURATION]: twoRoots });
    const { status, err } = await runCheck(directory);
    expect(status).toBe(2);
    expect(err).toContain("pkgs/by-name, so nothing is laid out by name");
  });

  test("of the command line take the place of the others, and keep their settings", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, {
      [CONFIGURATION]: twoRoots,
      "pkgs/tcl/packages/bwidget/package.nix": definition("bwidget", uselessEscape),
      "nix/aa/hello/package.nix": definition("hello"),
    });
    expect(found(await reportOf(directory, { root: ["./pkgs/tcl/packages/", "nix"] }))).toEqual([
      "package-wrong-shard nix/aa/hello",
      "useless-escape pkgs/tcl/packages/bwidget/package.nix",
    ]);
  });
});

test("with policy forbid there may be no override at all", async () => {
  const directory = temporaryDirectory();
  writeFiles(directory, {
    [CONFIGURATION]: "packages:\n  - root: pkgs/by-name\n    overrides:\n      policy: forbid\n",
    ...packages("hello"),
    "pkgs/top-level/all-packages.nix":
      "{ }:\npkgs: with pkgs; {\n  hello = callPackage ../by-name/he/hello/package.nix { stdenv = gccStdenv; };\n}\n",
  });
  expect(found(await reportOf(directory))).toEqual(["override-forbidden pkgs/top-level/all-packages.nix"]);
});
