import { describe, expect, it } from "vitest";
import { layoutsOf } from "../../src/checker/layouts.ts";
import { missingRoots } from "../../src/checker/missing-roots.ts";
import { CONFIGURATION_FILE, guessPreset, resolveConfiguration } from "../../src/config/configuration.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { computeLoading, loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySnapshot, memorySource } from "../../src/snapshot/memory.ts";
import { valid } from "./builders.ts";

const load = (files: MemoryFiles) => loadConfiguration(memorySnapshot(files), RULE_NAMING);
const ALL_PACKAGES = "pkgs/top-level/all-packages.nix";

/** As NUR's template has it. */
const LISTING = "{ pkgs ? import <nixpkgs> { } }: { example = pkgs.callPackage ./pkgs/example { }; }";

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
    ignoredChecks: [],
    commandsInReviews: false,
    dryRun: false,
    maxFileSize: 1024 * 1024,
  },
};

describe("the preset that is guessed", () => {
  it.each([
    ["nixpkgs", { [ALL_PACKAGES]: "{ }", "maintainers/maintainer-list.nix": "{ }" }],
    ["nixpkgs", { [ALL_PACKAGES]: "{ }", "nixos/default.nix": "{ }" }],
    ["nixpkgs", { [ALL_PACKAGES]: "{ }", "nixos/default.nix": "{ }", "flake.nix": "{ }" }],
    ["nixpkgs", { [ALL_PACKAGES]: "{ }", "nixos/x": "", "default.nix": LISTING }],
    ["nur", { [ALL_PACKAGES]: "{ }" }],
    ["nur", { [ALL_PACKAGES]: "{ }", nixos: "" }],
    ["nur", { "maintainers/maintainer-list.nix": "{ }", "nixos/default.nix": "{ }" }],
    ["flake", { [ALL_PACKAGES]: "{ }", "flake.nix": "{ }" }],
    ["nur", { "flake.nix": "{ }", "default.nix": LISTING }],
    ["flake", { "flake.nix": "{ }", "default.nix": "import ./callPackage" }],
    ["flake", { "flake.nix": "{ }", "default.nix": "{ } # pkgs.callPackage ./x { }" }],
    ["flake", { "flake.nix": "{ }", "default.nix": "{ }" }],
    ["nur", { "default.nix": "{ }" }],
    ["nur", {}],
    ["nur", { "sub/flake.nix": "{ }", "all-packages.nix": "{ }" }],
    ["flake", { "flake.nix": "{ }", [`${ALL_PACKAGES}/x`]: "" }],
    ["nur-registry", { "repos.json": '{"repos": {}}', "lib/evalRepo.nix": "{ }", "flake.nix": "{ }" }],
    ["nur-registry", { "repos.json": '\n { "repos" : {', "lib/evalRepo.nix": "{ }" }],
    ["nur", { "repos.json": '{"repos": {}}' }],
    ["nur", { "lib/evalRepo.nix": "{ }" }],
    ["nur", { "repos.json": '{"x": {"repos": {}}}', "lib/evalRepo.nix": "{ }" }],
    ["nur", { "repos.json": { link: "x" }, "lib/evalRepo.nix": "{ }" }],
    ["nixpkgs", { "repos.json": '{"repos": {}}', "lib/evalRepo.nix": "", [ALL_PACKAGES]: "", "nixos/x": "" }],
    ["nur", { "flake.nix/x": "" }],
  ] as const)("is %s for %j", (preset, files) => {
    expect(guessPreset(memorySnapshot(files))).toBe(preset);
  });

  it("gives way to the one that is configured", () => {
    const loaded = load({ [ALL_PACKAGES]: "{ }", [CONFIGURATION_FILE]: "preset: nur" });
    expect(loaded.kind === "valid" && loaded.configuration.preset).toBe("nur");
  });
});

describe("the configuration of NUR's registry", () => {
  const files = {
    "repos.json": '{"repos": {}}',
    "lib/evalRepo.nix": "{ }",
    "pkgs/a/package.nix": "{ }: { }",
  };

  it("has no roots, and does not look for packages", () => {
    const loaded = load(files);
    if (loaded.kind === "invalid") throw new Error("invalid");
    expect(loaded.configuration).toMatchObject({
      preset: "nur-registry",
      roots: [],
      listed: [],
      layout: "registry",
    });
    expect(layoutsOf(loaded.configuration)).toEqual([
      { layout: "registry", from: "recognised", file: "repos.json" },
    ]);
    expect(missingRoots([memorySnapshot(files)], loaded.configuration)).toEqual([]);
  });

  it("may name roots all the same", () => {
    const loaded = load({
      ...files,
      [CONFIGURATION_FILE]: "preset: nur-registry\npackages:\n  - root: pkgs",
    });
    expect(loaded.kind === "valid" && loaded.configuration.roots.map(({ path }) => path)).toEqual(["pkgs"]);
  });

  it("is not guessed before all is loaded that it is told by", async () => {
    const snapshot = loadedSnapshot(memorySource(files));
    const loaded = await computeLoading([snapshot], () => loadConfiguration(snapshot, RULE_NAMING));
    expect(loaded.kind === "valid" && loaded.configuration.layout).toBe("registry");
  });
});

describe("the configuration of a repository without one", () => {
  it("is that of nixpkgs' layout", () => {
    const configuration = {
      preset: "nur",
      presetNamed: false,
      roots: [
        {
          path: "pkgs/by-name",
          sharded: true,
          file: "package.nix",
          scope: "pkgs",
          overrides: { files: [ALL_PACKAGES], policy: "keep" },
          previousCounts: true,
        },
      ],
      nix: { features: ["pipe-operators"] },
      rootsNamed: false,
      listsNamed: false,
      lists: ["default.nix", "pkgs/default.nix", "overlay.nix"],
      layout: "nothing",
      listed: [],
      ...UNSET,
      levels: new Map(),
      pathLevels: [],
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

describe("the policy for overrides", () => {
  const nixpkgs = { [ALL_PACKAGES]: "{ }", "nixos/default.nix": "{ }" };
  const policies = (files: MemoryFiles) => {
    const loaded = load(files);
    return loaded.kind === "valid" ? loaded.configuration.roots.map(({ overrides }) => overrides.policy) : [];
  };

  it.each([
    ["25.11", "keep"],
    ["26.04", "keep"],
    ["26.05", "forbid"],
    ["26.05\n", "forbid"],
    ["26.11", "forbid"],
    ["27.05", "forbid"],
    ["", "keep"],
    ["soon", "keep"],
    ["26.05pre", "keep"],
    [`26.05${" ".repeat(200)}`, "keep"],
  ])("follows the release of nixpkgs: %j", (release, policy) => {
    expect(policies({ ...nixpkgs, "lib/.version": release })).toEqual([policy]);
  });

  it("follows none where there is none, or in another kind of repository", () => {
    expect(policies(nixpkgs)).toEqual(["keep"]);
    expect(policies({ "lib/.version": "26.05" })).toEqual(["keep"]);
    expect(policies({ ...nixpkgs, "lib/.version": { link: "26.05" } })).toEqual(["keep"]);
  });

  it("gives way to the one that is configured, root by root", () => {
    const text = "packages: [{ root: a, overrides: { policy: keep } }, { root: b }]";
    expect(policies({ ...nixpkgs, "lib/.version": "26.05", [CONFIGURATION_FILE]: text })).toEqual([
      "keep",
      "forbid",
    ]);
  });
});

describe("a number that several rules carry", () => {
  const levels = (rules: string) =>
    Object.fromEntries(resolveConfiguration(valid(`rules: { ${rules} }`), "flake", RULE_NAMING).levels);

  it("sets the level of all of them", () => {
    expect(levels("NPV-110: warning")).toEqual({
      "shard-name": "warning",
      "package-without-shard": "warning",
    });
  });

  it("gives way to what is said of one by its name, in any order", () => {
    const both = { "shard-name": "off", "package-without-shard": "warning" };
    expect(levels("NPV-110: off, package-without-shard: warning")).toEqual(both);
    expect(levels("package-without-shard: warning, NPV-110: off")).toEqual(both);
  });

  it("may be one that is no longer printed", () => {
    expect(levels("NPV-161: off, NPV-163: warning")).toEqual({
      "moved-out-of-by-name": "off",
      "new-package-outside-by-name": "warning",
    });
  });
});

describe("what a configuration does not say", () => {
  const resolve = (...lines: string[]) => resolveConfiguration(valid(...lines), "flake", RULE_NAMING);

  it("is filled in for each root by itself", () => {
    expect(
      resolve(
        "packages:",
        "  - root: a",
        "  - { root: b, sharded: false, scope: s, overrides: { policy: forbid } }",
      ),
    ).toEqual({
      preset: "flake",
      presetNamed: false,
      roots: [
        {
          path: "a",
          sharded: true,
          file: "package.nix",
          scope: "pkgs",
          overrides: { files: [ALL_PACKAGES], policy: "keep" },
          previousCounts: true,
        },
        {
          path: "b",
          sharded: false,
          file: "package.nix",
          scope: "s",
          overrides: { files: [], policy: "forbid" },
          previousCounts: true,
        },
      ],
      rootsNamed: true,
      listsNamed: false,
      lists: ["default.nix", "pkgs/default.nix", "overlay.nix"],
      layout: "named",
      listed: [],
      nix: { features: ["pipe-operators"] },
      ...UNSET,
      levels: new Map(),
      pathLevels: [],
    });
  });

  it("is that reviews hold commands in nixpkgs, and nowhere else", () => {
    const heard = (...lines: string[]) => resolve(...lines).merge.commandsInReviews;
    expect(heard("preset: nixpkgs")).toBe(true);
    expect(resolveConfiguration(valid(), "nixpkgs", RULE_NAMING).merge.commandsInReviews).toBe(true);
    for (const preset of ["nur", "flake", "nur-registry"]) expect(heard(`preset: ${preset}`)).toBe(false);
    expect(heard("preset: nixpkgs", "merge: { commands-in-reviews: false }")).toBe(false);
    expect(heard("preset: nur", "merge: { commands-in-reviews: true }")).toBe(true);
  });

  it("is experimental syntax with the presets of smaller repositories, and none in nixpkgs", () => {
    const features = (...lines: string[]) => resolve(...lines).nix.features;
    expect(features("preset: nixpkgs")).toEqual([]);
    expect(features("preset: flake")).toEqual(["pipe-operators"]);
    expect(features("preset: nur")).toEqual(["pipe-operators"]);
    expect(features("preset: nur", "nix: { features: [] }")).toEqual([]);
    expect(features("preset: nixpkgs", "nix: { features: [pipe-operators] }")).toEqual(["pipe-operators"]);
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
    expect(loadConfiguration(snapshot, RULE_NAMING, { path: "x.yml", text: "preset: nur" })).toMatchObject({
      kind: "valid",
      configuration: { preset: "nur" },
    });
    expect(loadConfiguration(snapshot, RULE_NAMING, { path: "x.yml", text: "nope" })).toMatchObject({
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
