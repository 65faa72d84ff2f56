import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Setting } from "../../src/review/configuration/effective-configuration.ts";
import { RULES } from "../../src/rules/index.ts";
import { definition } from "../rules/builders.ts";
import { temporaryDirectory, temporaryRepository, writeFiles } from "../snapshot/temporary-repository.ts";
import { runCli } from "./run.ts";

const CONFIGURATION = ".github/by-name.yml";
const LIST = "{ pkgs }: { one = pkgs.callPackage ./pkgs/one { }; }\n";
const TREE = {
  "default.nix": LIST,
  "pkgs/one/default.nix": definition(),
  "tools/two/package.nix": definition(),
};

function tree(...lines: readonly string[]): string {
  const directory = temporaryDirectory();
  writeFiles(directory, lines.length === 0 ? TREE : { ...TREE, [CONFIGURATION]: `${lines.join("\n")}\n` });
  return directory;
}

/** Some of the settings: the value, and where that comes from, with the line where the configuration says so. */
async function settings(directory: string, ...keys: readonly string[]) {
  const { out, status } = await runCli(["config", directory, "--json"]);
  expect(status).toBe(0);
  const document: { settings: Setting[] } = JSON.parse(out);
  return keys.map((key) => {
    const found = document.settings.find((one) => one.key === key);
    if (found === undefined) return [key, "not there"];
    return [found.value, found.position === null ? found.from : `${found.from}:${found.position.line}`];
  });
}

describe("config", () => {
  test("prints each setting with who says so", async () => {
    const { status, out, err } = await runCli(["config", tree("preset: nur", "rules: { listed: off }")]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const lines = out.split("\n").map((line) => line.replace(/ {2,}/g, " | "));
    expect(lines).toEqual(
      expect.arrayContaining([
        `${CONFIGURATION} is valid`,
        `preset | nur | ${CONFIGURATION}:1`,
        "packages[0] | 1 package listed in default.nix | recognised",
        `rules.listed-twice | off | ${CONFIGURATION}:2`,
        "rules.strict-deps | off | preset",
        "rules.reference-into-package | warning | default",
        "labels.clean | not set | default",
        "merge.method | squash | default",
      ]),
    );
    expect(out).not.toContain("rules.nix-syntax");
    expect(out).toMatch(/And \d+ rules with the level error, as everywhere; --all prints them\n$/);
    expect((await runCli(["config", tree(), "--all"])).out).toContain("rules.nix-syntax");
    expect((await runCli(["config", tree()])).out).toContain(`There is no ${CONFIGURATION}\n\npreset`);
  });

  test("tells apart what is configured, guessed, recognised, of the preset and by default", async () => {
    const keys = ["preset", "packages[0]", "nix.features", "rules.listed-twice", "merge.strategies"] as const;
    const list = { layout: "listed", files: ["default.nix"], packages: 1 };
    expect(await settings(tree(), ...keys)).toEqual([
      ["nur", "guessed"],
      [list, "recognised"],
      [["pipe-operators"], "preset"],
      ["error", "preset"],
      [[], "default"],
    ]);
    const heard = "merge.commands-in-reviews";
    expect(await settings(tree("preset: nixpkgs"), heard)).toEqual([[true, "preset"]]);
    const off = tree("preset: nixpkgs", "merge:", "  commands-in-reviews: false");
    expect(await settings(off, heard)).toEqual([[false, "configuration:3"]]);
    const configured = tree(
      "preset: flake",
      "nix:",
      "  features: []",
      "rules:",
      "  listed-twice: warning",
      "  NPV-142: off",
      "merge:",
      "  strategies: [committer-command]",
    );
    expect(await settings(configured, ...keys, "rules.package-wrong-shard")).toEqual([
      ["flake", "configuration:1"],
      [list, "recognised"],
      [[], "configuration:3"],
      ["warning", "configuration:5"],
      [["committer-command"], "configuration:8"],
      ["off", "configuration:6"],
    ]);
  });

  test("finds the entries of `packages`, in whatever order they stand", async () => {
    const directory = tree("packages:", "  - layout: listed", "  - root: tools", "    sharded: false");
    expect(await settings(directory, "packages[0]", "packages[1]")).toEqual([
      [{ layout: "listed", files: ["default.nix"], packages: 1 }, "configuration:2"],
      [
        expect.objectContaining({ layout: "by-name", root: "tools", sharded: false, scope: "pkgs" }),
        "configuration:3",
      ],
    ]);
  });

  test("has every rule as data", async () => {
    const keys = RULES.map(({ name }) => `rules.${name}`);
    expect((await settings(tree(), ...keys)).filter(([, from]) => from === "not there")).toEqual([]);
  });

  test("lists what is wrong with one that is not valid, and ends with 1", async () => {
    const directory = tree("levls: []", "rules: { nix-syntx: off }");
    const { status, out, err } = await runCli(["config", directory]);
    expect({ status, err }).toEqual({ status: 1, err: "" });
    expect(out).toContain(`${CONFIGURATION}:1:1: \`levls\` is not a key of the configuration`);
    expect(out).toContain(`${CONFIGURATION}:2:10: `);
    expect(out).toContain(`${CONFIGURATION} is not valid: the App reviews and merges nothing until it is\n`);
    const data = await runCli(["config", directory, "--json"]);
    expect(data.status).toBe(1);
    expect(JSON.parse(data.out)).toMatchObject({
      path: CONFIGURATION,
      valid: false,
      problems: [
        { line: 1, column: 1 },
        { line: 2, column: 10 },
      ],
    });
  });

  test("looks at another file and at a commit", async () => {
    const repository = temporaryRepository();
    repository.commit({ ...TREE, [CONFIGURATION]: "preset: flake\n" });
    writeFileSync(join(repository.directory, CONFIGURATION), "preset: nur\n");
    const preset = async (...options: readonly string[]) =>
      /^preset +(\S+) +(\S+)$/m
        .exec((await runCli(["config", ...options], { cwd: repository.directory })).out)
        ?.slice(1);
    expect(await preset()).toEqual(["nur", `${CONFIGURATION}:1`]);
    expect(await preset("--head", "HEAD")).toEqual(["flake", `${CONFIGURATION}:1`]);
    writeFileSync(join(repository.directory, "other.yml"), "\npreset: nixpkgs\n");
    expect(await preset("--config", "other.yml")).toEqual(["nixpkgs", "other.yml:2"]);
    const missing = await runCli(["config", "--config", "none.yml"], { cwd: repository.directory });
    expect(missing).toMatchObject({ status: 2, err: expect.stringContaining("there is no such file") });
  });
});
