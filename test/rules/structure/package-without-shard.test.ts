import { describe, expect, it } from "vitest";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { applyFix } from "../../support/apply-fix.ts";
import {
  checkBetween,
  checkFiles,
  configuredAs,
  definition,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
} from "../builders.ts";

const ROOT = "pkgs/by-name";
const text = definition({ name: "mytool" });

async function fixed(files: MemoryFiles): Promise<Record<string, unknown> | null> {
  const [finding, ...more] = (await checkFiles(files)).findings;
  expect(more).toEqual([]);
  return finding?.fix == null ? null : applyFix(files, finding.fix);
}

describe("a package without its shard", () => {
  it.each([
    ["its package.nix", { "mytool/package.nix": text, "mytool/a.patch": "" }, "my/mytool/package.nix"],
    ["only Nix files", { "mytool/default.nix": text }, "my/mytool/package.nix"],
    ["a name in upper case", { "MyTool/package.nix": text }, "my/MyTool/package.nix"],
    ["a name of two letters", { "jq/package.nix": text }, "jq/jq/package.nix"],
    ["a name of one letter", { "R/package.nix": text }, "r/R/package.nix"],
    [
      "a shard's name, and a directory of its own",
      { "jq/package.nix": text, "jq/src/x": "" },
      "jq/jq/package.nix",
    ],
  ] as const)("is one finding, and its fix moves it: %s", async (_what, inside, target) => {
    const files = Object.fromEntries(Object.entries(inside).map(([path, file]) => [`${ROOT}/${path}`, file]));
    const all = { ...packageOf("hello"), ...files };
    expect((await saidOf(all)).map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "error package-without-shard NPV-110",
    ]);
    const after = await fixed(all);
    expect(Object.keys(after ?? {})).toContain(`${ROOT}/${target}`);
    expect(await saidOf(after as MemoryFiles)).toEqual([]);
  });

  it.each([
    [
      "a shard with a package",
      { "he/hello/package.nix": text, "he/package.nix": text },
      "package-not-directory",
    ],
    ["a flat file in a shard", { "he/hello.nix": text }, "package-not-directory"],
    ["a directory with other files", { "mytool/default.nix": text, "mytool/x.patch": "" }, "shard-name"],
    ["a name that no package may have", { "9x/package.nix": text }, "shard-name"],
  ] as const)("is not %s", async (_what, inside, rule) => {
    const files = Object.fromEntries(Object.entries(inside).map(([path, file]) => [`${ROOT}/${path}`, file]));
    const rules = (await checkFiles({ ...packageOf("world"), ...files })).findings.map((each) => each.rule);
    expect(rules).toContain(rule);
    expect(rules).not.toContain("package-without-shard");
  });

  it("lets the overrides file follow", async () => {
    const at = "../by-name/mytool/package.nix";
    const files = {
      ...packageOf("hello"),
      [`${ROOT}/mytool/package.nix`]: text,
      ...topLevel(`mytool = callPackage ${at} { };`, `mytool-gui = callPackage ${at} { gui = true; };`),
    };
    const after = await fixed(files);
    expect(after?.["pkgs/top-level/all-packages.nix"]).toBe(
      topLevel("mytool-gui = callPackage ../by-name/my/mytool/package.nix { gui = true; };")[
        "pkgs/top-level/all-packages.nix"
      ],
    );
  });

  it("has no fix where its place is taken, or a path would lead elsewhere", async () => {
    const one = { ...packageOf("hello"), [`${ROOT}/mytool/package.nix`]: text };
    expect(await fixed({ ...one, ...packageOf("mytool") })).toBeNull();
    const files = {
      ...one,
      [`${ROOT}/mytool/package.nix`]: definition({ lines: ["a = ../../x;"] }),
      "pkgs/x": "",
    };
    const { findings } = await checkFiles(files);
    expect(findings.map(({ rule, fix }) => [rule, fix])).toEqual([
      ["package-without-shard", null],
      ["path-outside-package", null],
    ]);
  });

  it("is looked at as the package that it is by all other rules", async () => {
    const files = { ...packageOf("hello"), [`${ROOT}/mytool/package.nix`]: "{ x }: [ ./nothing <nixpkgs> ]" };
    expect((await saidOf(files)).map((line) => line.split(" ").slice(1, 4).join(" ")).sort()).toEqual([
      "package-not-derivation NPV-101 mytool",
      "package-without-shard NPV-110 mytool",
      "path-search NPV-122 mytool",
      "path-unresolvable NPV-124 mytool",
    ]);
  });

  it("is said once of the root where most are so, and of what a change adds to a root with shards", async () => {
    const files = Object.fromEntries(
      ["one", "two", "three"].map((name) => [`${ROOT}/${name}/package.nix`, text]),
    );
    const configuration = configuredAs("packages:", `  - root: ${ROOT}`);
    expect(await saidOf({ ...configuration, ...files, ...packageOf("hello") })).toEqual([
      `error package-without-shard NPV-110 - ${ROOT}`,
    ]);
    const base = packageOf("hello");
    expect(await saidOfChange(base, { ...base, ...files })).toHaveLength(3);
    expect(await saidOfChange(files, { ...files, [`${ROOT}/four/package.nix`]: text })).toEqual([]);
  });

  it("is fine in a root that has no shards", async () => {
    const configuration = configuredAs("packages:", `  - root: ${ROOT}`, "    sharded: false");
    expect(await saidOf({ ...configuration, [`${ROOT}/mytool/package.nix`]: text })).toEqual([]);
  });
});

describe("a package directory whose file has another name", () => {
  const at = `${ROOT}/he/hello`;

  it.each([
    ["default.nix", { "default.nix": text }, []],
    ["the only Nix file", { "hello.nix": text, "a.patch": "" }, []],
    [
      "what the override calls",
      { "5.nix": text, "default.nix": text },
      ["hello = callPackage ../by-name/he/hello/5.nix { x = 1; };"],
    ],
    [
      "the directory that the override calls",
      { "default.nix": text, "5.nix": text },
      ["hello = callPackage ../by-name/he/hello { x = 1; };"],
    ],
  ] as const)("is renamed, and its override calls it: %s", async (_what, inside, overrides) => {
    const files = {
      ...Object.fromEntries(Object.entries(inside).map(([path, file]) => [`${at}/${path}`, file])),
      ...topLevel(...overrides),
    };
    const { findings } = await checkFiles(files);
    const fix = findings.find(({ rule }) => rule === "package-nix-missing")?.fix;
    const after = fix == null ? {} : applyFix(files, fix);
    expect(Object.keys(after)).toContain(`${at}/package.nix`);
    expect(await saidOf(after)).toEqual([]);
  });

  it.each([
    ["two files", { "a.nix": text, "b.nix": text }],
    ["no package", { "default.nix": "{ a = 1; }" }],
    ["a file that another refers to", { "default.nix": text, "x.nix": "./default.nix" }],
    ["a file that another imports by its directory", { "default.nix": text, "x.nix": "./." }],
    ["a link to it", { "default.nix": text, l: { link: "default.nix" } }],
    ["a file that does not parse", { "default.nix": "{ stdenv }: {" }],
    ["a link of the name", { "default.nix": text, "package.nix": { link: "nowhere" } }],
  ] as const)("has no fix where it is not certain: %s", async (_what, inside) => {
    const files = Object.fromEntries(Object.entries(inside).map(([path, file]) => [`${at}/${path}`, file]));
    const { findings } = await checkFiles(files as MemoryFiles);
    expect(findings.filter(({ rule }) => rule === "package-nix-missing").map(({ fix }) => fix)).toEqual([
      null,
    ]);
  });
});

describe("no definition is deleted that is the only one", () => {
  it.each(["keep", "forbid"])("under %s, where the directory has no package.nix", async (policy) => {
    const files = {
      ...configuredAs("packages:", `  - root: ${ROOT}`, `    overrides: { policy: ${policy} }`),
      [`${ROOT}/he/hello/5.nix`]: text,
      [`${ROOT}/he/hello/6.nix`]: text,
      ...topLevel("hello = callPackage ../by-name/he/hello/5.nix { };"),
    };
    const { findings } = await checkBetween({ ...files, ...topLevel() }, files);
    const deleting = findings.filter(({ fix }) =>
      fix?.steps.some((step) => step.kind === "edit" && step.text === ""),
    );
    expect(deleting).toEqual([]);
  });
});
