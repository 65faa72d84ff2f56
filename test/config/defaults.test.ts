import { describe, expect, it } from "vitest";
import { CONFIGURATION_FILE, guessPreset, resolveConfiguration } from "../../src/config/configuration.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { findRule, RULE_NAMES } from "../../src/rules/index.ts";
import { type MemoryFiles, memorySnapshot } from "../../src/snapshot/memory.ts";
import { valid } from "./builders.ts";

const nameOf = (name: string): string | null => findRule(name)?.name ?? null;
const naming = { names: RULE_NAMES, nameOf };
const load = (files: MemoryFiles) => loadConfiguration(memorySnapshot(files), naming);
const ALL_PACKAGES = "pkgs/top-level/all-packages.nix";

const UNSET = {
  review: { event: "request-changes" },
  labels: { clean: null, blocked: null, mergeable: null, new: null, update: null },
  merge: {
    strategies: [],
    branches: ["master", "main", "staging*", "release-*"],
    trustedAuthors: [],
    backportAuthors: [],
    committers: { team: null, users: [], permission: "write" },
    maintainers: { kind: "nixpkgs" },
    maintainersTeam: null,
    updateFiles: [],
    ownOverrides: false,
    method: "squash",
    checks: [],
    dryRun: false,
    maxFileSize: 1024 * 1024,
  },
};

describe("the preset that is guessed", () => {
  it.each([
    ["nixpkgs", { [ALL_PACKAGES]: "{ }" }],
    ["nixpkgs", { [ALL_PACKAGES]: "{ }", "flake.nix": "{ }" }],
    ["flake", { "flake.nix": "{ }", "default.nix": "{ }" }],
    ["nur", { "default.nix": "{ }" }],
    ["nur", {}],
    ["nur", { "sub/flake.nix": "{ }", "all-packages.nix": "{ }" }],
    ["flake", { "flake.nix": "{ }", [`${ALL_PACKAGES}/x`]: "" }],
    ["nur", { "flake.nix/x": "" }],
  ] as const)("is %s for %j", (preset, files) => {
    expect(guessPreset(memorySnapshot(files))).toBe(preset);
  });

  it("gives way to the one that is configured", () => {
    const loaded = load({ [ALL_PACKAGES]: "{ }", [CONFIGURATION_FILE]: "preset: nur" });
    expect(loaded.kind === "valid" && loaded.configuration.preset).toBe("nur");
  });
});

describe("the configuration of a repository without one", () => {
  it("is that of nixpkgs' layout", () => {
    const configuration = {
      preset: "nur",
      roots: [
        {
          path: "pkgs/by-name",
          sharded: true,
          scope: "pkgs",
          overrides: { files: [ALL_PACKAGES], policy: "keep" },
        },
      ],
      rootsNamed: false,
      ...UNSET,
      levels: new Map(),
    };
    expect(load({})).toEqual({ kind: "valid", configuration });
    expect(load({ [CONFIGURATION_FILE]: "" })).toEqual({ kind: "valid", configuration });
  });

  it("is not read from other places or names", () => {
    for (const path of ["by-name.yml", ".github/by-name.yaml", ".github/workflows/by-name.yml"]) {
      expect(load({ [path]: "preset: flake" })).toMatchObject({ configuration: { preset: "nur" } });
    }
  });
});

describe("what a configuration does not say", () => {
  const resolve = (...lines: string[]) => resolveConfiguration(valid(...lines), "flake", nameOf);

  it("is filled in for each root by itself", () => {
    expect(
      resolve(
        "packages:",
        "  - root: a",
        "  - { root: b, sharded: false, scope: s, overrides: { policy: forbid } }",
      ),
    ).toEqual({
      preset: "flake",
      roots: [
        { path: "a", sharded: true, scope: "pkgs", overrides: { files: [ALL_PACKAGES], policy: "keep" } },
        { path: "b", sharded: false, scope: "s", overrides: { files: [], policy: "forbid" } },
      ],
      rootsNamed: true,
      ...UNSET,
      levels: new Map(),
    });
  });

  it("takes a file, several, or none at all as overrides files", () => {
    const files = (file: string) =>
      resolve(`packages: [{ root: a, overrides: { file: ${file} } }]`).roots[0]?.overrides.files;
    expect(files("x.nix")).toEqual(["x.nix"]);
    expect(files("[x.nix, y/z.nix]")).toEqual(["x.nix", "y/z.nix"]);
    expect(files("[]")).toEqual([]);
  });

  it("has levels under the names of rules, whatever they are called by", () => {
    expect(resolve("rules: { NPV-142: off, strict-deps: warning, NPV-161: error }").levels).toEqual(
      new Map([
        ["package-wrong-shard", "off"],
        ["strict-deps", "warning"],
        ["moved-out-of-by-name", "error"],
      ]),
    );
  });
});

describe("a configuration file that is there", () => {
  it("is told by its path where it is not valid", () => {
    expect(load({ [CONFIGURATION_FILE]: "preset: nixos" })).toMatchObject({
      kind: "invalid",
      path: CONFIGURATION_FILE,
      problems: [{ position: { line: 1, column: 1 } }],
    });
  });

  it("gives way to one that is named, which is told by its own path", () => {
    const snapshot = memorySnapshot({ [CONFIGURATION_FILE]: "preset: nixos" });
    expect(loadConfiguration(snapshot, naming, { path: "x.yml", text: "preset: nur" })).toMatchObject({
      kind: "valid",
      configuration: { preset: "nur" },
    });
    expect(loadConfiguration(snapshot, naming, { path: "x.yml", text: "nope" })).toMatchObject({
      kind: "invalid",
      path: "x.yml",
    });
  });

  it.each([
    ["too large to be read", `# ${"x".repeat(5 * 1024 * 1024)}\nrules: { NPV-142: error }`],
    ["a submodule", { submodule: true as const }],
  ])("is not taken for empty where it is %s", (_what, file) => {
    expect(load({ [CONFIGURATION_FILE]: file }).kind).toBe("invalid");
  });

  it("is not taken for empty where it is a directory", () => {
    expect(load({ [`${CONFIGURATION_FILE}/x`]: "" }).kind).toBe("invalid");
  });

  it("is not read through a link, whose target is no configuration", () => {
    expect(load({ [CONFIGURATION_FILE]: { link: "../other.yml" }, "other.yml": "preset: flake" }).kind).toBe(
      "invalid",
    );
  });

  it("is told to be a link where it is one", () => {
    const loaded = load({ [CONFIGURATION_FILE]: { link: "../other.yml" } });
    expect(loaded.kind === "invalid" && loaded.problems[0]?.message).toContain("link");
  });

  it("is not YAML where its bytes are not text", () => {
    expect(load({ [CONFIGURATION_FILE]: new Uint8Array([0xff, 0xfe, 0x00]) }).kind).toBe("invalid");
  });
});
