import { describe, expect, it } from "vitest";
import { loadChange } from "../../src/change/change.ts";
import { CONFIGURATION_FILE } from "../../src/config/configuration.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { type ChangedFiles, changedFiles } from "../../src/packages/changed-files.ts";
import { parseCache } from "../../src/packages/files.ts";
import { contentFacts } from "../../src/policy/content.ts";
import { decide } from "../../src/policy/decision.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { computeLoading, loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFile, type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";
import { rootWith } from "../packages/builders.ts";
import { COWSAY, HELLO, lineOf, sound } from "./builders.ts";

const cache = parseCache(await loadSecondReader());
const IN_HELLO = HELLO.directory;
const BASE: MemoryFiles = {
  "README.md": "",
  "pkgs/top-level/all-packages.nix": "{ hello = 1; other = 1; }",
  [`${IN_HELLO}/package.nix`]: "1",
  [`${IN_HELLO}/fix.patch`]: "",
  [`${COWSAY.directory}/package.nix`]: "1",
};
/** What every change here does besides. */
const UPDATED: MemoryFiles = { [`${IN_HELLO}/package.nix`]: "2" };

type Edit = Readonly<Record<string, MemoryFile | null>>;

type Situation = {
  /** What the base has besides. */
  readonly base?: MemoryFiles;
  /** What the newest commit of the branch does not have any more. */
  readonly gone?: readonly string[];
  /** What GitHub lists besides. */
  readonly listed?: readonly string[];
  /** Whether a change of a package may change its own override as well. */
  readonly ownOverrides?: boolean;
};

async function filesOf(
  edit: Edit,
  { base, gone = [], listed = [], ownOverrides = false }: Situation = {},
): Promise<ChangedFiles> {
  const before = { ...BASE, ...base };
  const after: Record<string, MemoryFile> = { ...before, ...UPDATED };
  for (const [path, file] of Object.entries(edit)) {
    if (file === null) delete after[path];
    else after[path] = file;
  }
  const tip = Object.fromEntries(Object.entries(before).filter(([path]) => !gone.includes(path)));
  const change = await loadChange(memorySource(before), memorySource(after));
  const newest = loadedSnapshot(memorySource(tip));
  return computeLoading([change.base, change.head, newest], () =>
    changedFiles(change, { listed, bases: [change.base, newest], roots: [rootWith()], ownOverrides, cache }),
  );
}

/** How it stands with the files of a change that merges otherwise. */
async function verdictOf(edit: Edit, situation: Situation = {}) {
  const decision = decide(sound("committer-command", { files: await filesOf(edit, situation) }));
  return { verdict: decision.verdict, text: lineOf(decision, "files").text };
}

const OUTSIDE = "outside existing package directories";

describe("the files of a change", () => {
  const allowed: readonly (readonly [what: string, edit: Edit, situation?: Situation])[] = [
    ["one file of a package", {}],
    ["a file that is new in a package", { [`${IN_HELLO}/new.patch`]: "" }],
    ["a file that is gone from a package", { [`${IN_HELLO}/fix.patch`]: null }],
    ["a file deep in a package", { [`${IN_HELLO}/a/b/c.nix`]: "" }],
    ["a file 32 levels deep", { [`${IN_HELLO}/${"d/".repeat(27)}x`]: "" }],
    [
      "a file that goes, beside one that differs in case",
      { [`${IN_HELLO}/X`]: null },
      { base: { [`${IN_HELLO}/x`]: "", [`${IN_HELLO}/X`]: "" } },
    ],
    ["two packages", { [`${COWSAY.directory}/package.nix`]: "2" }],
    [
      "its own override, where the configuration says so",
      { "pkgs/top-level/all-packages.nix": "{ hello = 2; other = 1; }" },
      { ownOverrides: true },
    ],
    ["a path that GitHub lists too", {}, { listed: [`${IN_HELLO}/package.nix`] }],
    ["99 files", Object.fromEntries(Array.from({ length: 98 }, (_, i) => [`${IN_HELLO}/${i}.patch`, ""]))],
  ];
  for (const [what, edit, situation] of allowed) {
    it(`may be ${what}`, async () => {
      expect(await verdictOf(edit, situation)).toMatchObject({ verdict: "merge" });
    });
  }

  const refused: readonly (readonly [what: string, why: string, edit: Edit, situation?: Situation])[] = [
    [
      "100 files",
      "It changes 100 files",
      Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`${IN_HELLO}/${i}.patch`, ""])),
    ],
    ["a file outside of the root", OUTSIDE, { "README.md": "2" }],
    ["the overrides", OUTSIDE, { "pkgs/top-level/all-packages.nix": "{ hello = 2; other = 1; }" }],
    ["a file of the root itself", OUTSIDE, { "pkgs/by-name/README.md": "2" }],
    ["a file of a shard", OUTSIDE, { "pkgs/by-name/he/README.md": "2" }],
    [
      "the override of another package",
      OUTSIDE,
      { "pkgs/top-level/all-packages.nix": "{ hello = 1; other = 2; }" },
      { ownOverrides: true },
    ],
    [
      "the override of the package and of another",
      OUTSIDE,
      { "pkgs/top-level/all-packages.nix": "{ hello = 2; other = 2; }" },
      { ownOverrides: true },
    ],
    ["overrides that only GitHub lists", OUTSIDE, {}, { listed: ["README.md"], ownOverrides: true }],
    ["a package that goes", "is gone", { [`${COWSAY.directory}/package.nix`]: null }],
    ["the configuration", OUTSIDE, { ".github/by-name.yml": "" }],
    ["a package that is new", OUTSIDE, { "pkgs/by-name/ne/new/package.nix": "" }],
    ["a file in the place of a package", OUTSIDE, { "pkgs/by-name/he/hex": "" }],
    [
      "a directory that has no package.nix on the base",
      OUTSIDE,
      { "pkgs/by-name/ne/new/x": "" },
      {
        base: { "pkgs/by-name/ne/new/default.nix": "" },
      },
    ],
    ["a package that the branch has not any more", OUTSIDE, {}, { gone: [`${IN_HELLO}/package.nix`] }],
    [
      "a package that is a link on the base",
      OUTSIDE,
      { "pkgs/by-name/li/link/x": "" },
      {
        base: { "pkgs/by-name/li/link/package.nix": { link: "../../he/hello/package.nix" } },
      },
    ],
    ["a file moved into a package", OUTSIDE, { "README.md": null, [`${IN_HELLO}/README.md`]: "" }],
    ["a file moved out of a package", OUTSIDE, { "fix.patch": "", [`${IN_HELLO}/fix.patch`]: null }],
    ["a path that only GitHub lists", OUTSIDE, {}, { listed: ["README.md"] }],
    ["the old path of a rename that only GitHub lists", OUTSIDE, {}, { listed: ["pkgs/x.nix"] }],
    ["a package in the wrong shard", OUTSIDE, { "pkgs/by-name/xx/hello/package.nix": "" }],
    ["a shard in upper case", OUTSIDE, { "pkgs/by-name/HE/hello/package.nix": "" }],
    ["a package in another case", OUTSIDE, { "pkgs/by-name/he/Hello/package.nix": "" }],
    ["a root in another case", OUTSIDE, { "pkgs/By-Name/he/hello/package.nix": "" }],
    ["a package with a Cyrillic letter", OUTSIDE, { "pkgs/by-name/h\u0435/h\u0435llo/package.nix": "" }],
    ["a package with a space behind it", OUTSIDE, { "pkgs/by-name/he/hello /package.nix": "" }],
    ["a package with a space that takes no room", OUTSIDE, { "pkgs/by-name/he/hello\u200b/package.nix": "" }],
    ["a root with a space behind it", OUTSIDE, { "pkgs/by-name /he/hello/package.nix": "" }],
    ["a directory that starts like the root", OUTSIDE, { "pkgs/by-name-2/he/hello/package.nix": "" }],
    ["a root within another directory", OUTSIDE, { "x/pkgs/by-name/he/hello/package.nix": "" }],
    ["a path that GitHub lists with dots", OUTSIDE, {}, { listed: ["pkgs/by-name/../x/hello/package.nix"] }],
    ["dots in the place of a shard", OUTSIDE, {}, { listed: ["pkgs/by-name/../hello/package.nix"] }],
    ["a path that GitHub lists with a slash in front", OUTSIDE, {}, { listed: [`/${IN_HELLO}/package.nix`] }],
    ["dots that lead out of a package", "has an unusual name", {}, { listed: [`${IN_HELLO}/../../x`] }],
    ["two slashes", "has an unusual name", {}, { listed: [`${IN_HELLO}//x`] }],
    ["a backslash", "has an unusual name", { [`${IN_HELLO}/..\\x`]: "" }],
    ["a space", "has an unusual name", { [`${IN_HELLO}/a b`]: "" }],
    ["a space at the end", "has an unusual name", { [`${IN_HELLO}/package.nix `]: "" }],
    ["a line break", "has an unusual name", { [`${IN_HELLO}/a\nb`]: "" }],
    ["a letter that turns the text around", "has an unusual name", { [`${IN_HELLO}/\u202excod`]: "" }],
    ["a letter that looks like another", "has an unusual name", { [`${IN_HELLO}/p\u0430ckage.nix`]: "" }],
    ["git's attributes", "has an unusual name", { [`${IN_HELLO}/.gitattributes`]: "" }],
    ["git's modules", "has an unusual name", { [`${IN_HELLO}/.gitmodules`]: "" }],
    ["git's attributes in another case", "has an unusual name", { [`${IN_HELLO}/.GITattributes`]: "" }],
    ["a file with git's name above it", "has an unusual name", { [`${IN_HELLO}/.git/config`]: "" }],
    ["a name that differs from another's case", "only differs in case", { [`${IN_HELLO}/Package.nix`]: "" }],
    [
      "a directory that differs from another's case",
      "only differs in case",
      { [`${IN_HELLO}/Src/x`]: "" },
      { base: { [`${IN_HELLO}/src/y`]: "" } },
    ],
    [
      "a directory two above it that does",
      "only differs in case",
      { [`${IN_HELLO}/Src/a/x`]: "" },
      { base: { [`${IN_HELLO}/src/y`]: "" } },
    ],
    [
      "a file of a package that another differs from in case",
      "only differs in case",
      { [`${IN_HELLO}/x`]: "" },
      { base: { "pkgs/by-name/he/HELLO/package.nix": "" } },
    ],
    [
      "a file in a shard that another differs from in case",
      "only differs in case",
      { [`${IN_HELLO}/x`]: "" },
      { base: { "pkgs/by-name/HE/x": "" } },
    ],
    [
      "a file in a root that another differs from in case",
      "only differs in case",
      { [`${IN_HELLO}/x`]: "" },
      { base: { "Pkgs/x": "" } },
    ],
    [
      "a file deeper than 32 levels",
      "lies deeper than any file",
      { [`${IN_HELLO}/${"d/".repeat(28)}x`]: "" },
    ],
    ["a link", "is a symbolic link", { [`${IN_HELLO}/x`]: { link: "../../../../.github" } }],
    ["a file that becomes a link", "is a symbolic link", { [`${IN_HELLO}/fix.patch`]: { link: "x" } }],
    [
      "a link that becomes a file",
      "is a symbolic link",
      { [`${IN_HELLO}/x`]: "" },
      {
        base: { [`${IN_HELLO}/x`]: { link: "fix.patch" } },
      },
    ],
    [
      "a link that goes",
      "is a symbolic link",
      { [`${IN_HELLO}/x`]: null },
      {
        base: { [`${IN_HELLO}/x`]: { link: "fix.patch" } },
      },
    ],
    [
      "a file that may be run now",
      "changes its mode",
      {
        [`${IN_HELLO}/fix.patch`]: { file: "", executable: true },
      },
    ],
    [
      "a file that may not be run any more",
      "changes its mode",
      { [`${IN_HELLO}/x.sh`]: "" },
      {
        base: { [`${IN_HELLO}/x.sh`]: { file: "", executable: true } },
      },
    ],
    [
      "a package that becomes a link",
      OUTSIDE,
      {
        [`${IN_HELLO}/package.nix`]: null,
        [`${IN_HELLO}/fix.patch`]: null,
        [IN_HELLO]: { link: "../../co/cowsay" },
      },
    ],
    [
      "a shard that becomes a link",
      OUTSIDE,
      {
        [`${IN_HELLO}/package.nix`]: null,
        [`${IN_HELLO}/fix.patch`]: null,
        "pkgs/by-name/he": { link: "co" },
      },
    ],
    [
      "a file that becomes a directory",
      "is a directory",
      {
        [`${IN_HELLO}/fix.patch`]: null,
        [`${IN_HELLO}/fix.patch/x`]: "",
      },
    ],
    ["a submodule", "is a submodule", { [`${IN_HELLO}/x`]: { submodule: true } }],
  ];
  for (const [what, why, edit, situation] of refused) {
    it(`may not be ${what}`, async () => {
      const { verdict, text } = await verdictOf(edit, situation);
      expect(text).toContain(why);
      expect(verdict).toBe("no");
    });
  }

  it("count a rename twice", async () => {
    const files = await filesOf({ [`${IN_HELLO}/fix.patch`]: null, [`${IN_HELLO}/new.patch`]: "" });
    expect(files).toMatchObject({ count: 3, packages: [HELLO] });
  });
});

describe("what GitHub lists and a comparison of commits does not show", () => {
  /** What the files say of a change of `hello` to this text, of which GitHub lists these paths too. */
  async function contentOf(listed: readonly string[], more: MemoryFiles = {}, maxFileSize = 1024) {
    const base = { ...BASE, ...more };
    const change = await loadChange(memorySource(base), memorySource({ ...base, ...UPDATED }));
    const tip = loadedSnapshot(memorySource(base));
    const loaded = await computeLoading([tip], () => loadConfiguration(tip, RULE_NAMING));
    if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
    const { configuration } = loaded;
    return computeLoading([change.base, change.head, tip], () =>
      contentFacts({
        change,
        tip,
        listed,
        atLeast: 0,
        configuration: { ...configuration, merge: { ...configuration.merge, maxFileSize } },
        maintainers: configuration.merge.maintainers,
        parse: cache,
      }),
    );
  }

  it("counts as changed: the configuration", async () => {
    expect((await contentOf([])).touchesConfiguration).toBe(false);
    expect((await contentOf([CONFIGURATION_FILE])).touchesConfiguration).toBe(true);
  });

  it("counts as changed: files elsewhere", async () => {
    expect((await contentOf(["README.md"])).files.outside).toEqual(["README.md"]);
  });

  it("counts as changed: files that are too large", async () => {
    const path = `${IN_HELLO}/big.txt`;
    const more = { [path]: "x".repeat(1025) };
    expect((await contentOf([], more)).largeFiles).toEqual([]);
    expect((await contentOf([path], more)).largeFiles).toEqual([path]);
    expect((await contentOf([path], more, 1025)).largeFiles).toEqual([]);
  });

  it("counts as changed: files that are too large to be read at all, and all of them", async () => {
    const [one, other] = [`${IN_HELLO}/z.txt`, `${IN_HELLO}/a.txt`];
    const more = { [one]: "x".repeat(4 * 1024 * 1024 + 1), [other]: "x".repeat(2000) };
    expect((await contentOf([one, other], more)).largeFiles).toEqual([other, one]);
  });

  it("is not too large where it is a link, or not there", async () => {
    const path = `${IN_HELLO}/link`;
    const { largeFiles, files } = await contentOf([path, `${IN_HELLO}/gone`], {
      [path]: { link: "x".repeat(1025) },
    });
    expect(largeFiles).toEqual([]);
    expect(files.unusual.map(({ why }) => why)).toContain("is a symbolic link");
  });

  it("is looked at no closer where there is more than a maintainer's", async () => {
    const path = `${IN_HELLO}/big.txt`;
    expect((await contentOf([path, "README.md"], { [path]: "x".repeat(1025) })).largeFiles).toEqual([]);
  });

  it("is looked at no closer where there is more of it than merges itself", async () => {
    const paths = Array.from({ length: 99 }, (_, i) => `${IN_HELLO}/${i}.txt`);
    const more = Object.fromEntries(paths.map((path) => [path, "x".repeat(1025)]));
    const [fewer, many] = [await contentOf(paths.slice(1), more), await contentOf(paths, more)];
    expect(many.unparsed).toEqual([]);
    expect([fewer.files.count, fewer.updates.length, fewer.largeFiles.length]).toEqual([99, 1, 98]);
    expect([many.files.count, many.updates.length, many.largeFiles.length]).toEqual([100, 0, 0]);
  });

  /** What the files say of a change from one tree to another, where the newest commit of the branch has a third. */
  async function between(before: MemoryFiles, after: MemoryFiles, newest: MemoryFiles = before) {
    const change = await loadChange(memorySource(before), memorySource(after));
    const tip = loadedSnapshot(memorySource(newest));
    const loaded = await computeLoading([tip], () => loadConfiguration(tip, RULE_NAMING));
    if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
    const { configuration } = loaded;
    const { maintainers } = configuration.merge;
    return computeLoading([change.base, change.head, tip], () =>
      contentFacts({ change, tip, listed: [], atLeast: 0, configuration, maintainers, parse: cache }),
    );
  }

  it("has its packages on the newest commit of the branch, too", async () => {
    const path = `${IN_HELLO}/package.nix`;
    const { [path]: _, ...without } = BASE;
    expect((await between(BASE, { ...BASE, ...UPDATED })).files.outside).toEqual([]);
    expect((await between(BASE, { ...BASE, ...UPDATED }, without)).files.outside).toEqual([path]);
  });

  it.each([
    ["in capitals", { "pkgs/by-name/fr/Fresh/package.nix": "1" }],
    ["of no valid name", { "pkgs/by-name/fr/fr.esh/package.nix": "1" }],
    ["in another shard", { "pkgs/by-name/ab/fresh/package.nix": "1" }],
    ["with a file elsewhere", { "pkgs/by-name/fr/fresh/package.nix": "1", "README.md": "x" }],
    ["with a link", { "pkgs/by-name/fr/fresh/package.nix": "1", "pkgs/by-name/fr/fresh/x": { link: "y" } }],
  ])("does not add a package %s", async (_, files: MemoryFiles) => {
    expect((await between(BASE, { ...BASE, ...files })).added).toEqual([]);
  });

  it("does not add a package that was there, or that goes", async () => {
    expect((await between(BASE, { ...BASE, ...UPDATED })).added).toEqual([]);
    const { [`${IN_HELLO}/package.nix`]: _, [`${IN_HELLO}/fix.patch`]: __, ...without } = BASE;
    expect((await between(BASE, without)).added).toEqual([]);
  });

  it("is what a change adds: packages that the base does not have", async () => {
    const facts = await between(BASE, { ...BASE, "pkgs/by-name/fr/fresh/package.nix": "1" });
    expect(facts.added).toEqual(["fresh"]);
    const line = lineOf(
      decide(sound("committer-command", { files: facts.files, added: facts.added })),
      "files",
    );
    expect(line.text).toBe("It adds `fresh`; somebody with write access has to merge new packages");
    const backport = sound("committer-command", {
      files: facts.files,
      added: facts.added,
      branch: "staging-1",
      origin: { headBranch: "backport-7-to-staging-1" },
    });
    expect(lineOf(decide(backport), "files").text).toBe(
      "It adds `fresh`; somebody with write access has to merge backports that add a package, and it is new on `staging-1`",
    );
  });
});
