import type { Conversation, FileContent, Files } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { loadChange } from "../../src/change/change.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { changedFiles } from "../../src/packages/changed-files.ts";
import { parseCache } from "../../src/packages/files.ts";
import type { Root } from "../../src/packages/layout.ts";
import { computeLoading } from "../../src/snapshot/loaded.ts";
import { memorySource } from "../../src/snapshot/memory.ts";
import { BY_COMMAND, commands, staysOpen } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import {
  HASHES,
  helloUpdate,
  type MergeScene,
  mergeRepository,
  sourcePackage,
  updates,
} from "./merge-scenes.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
beforeEach(() => stage.github.requests.clear());
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const HELLO = packagePath("hello");
const DIRECTORY = "pkgs/by-name/he/hello";
const UPDATED = sourcePackage("hello", { version: "1.1", hash: HASHES.new, maintainers: "[ ann ]" });

/** The trusted author changes these files, and the maintainer of `hello` says to merge it. */
async function toldToMerge(files: Files, scene: MergeScene = {}): Promise<Conversation> {
  const pr = await updates(stage, { scene: { merge: BY_COMMAND, ...scene }, files });
  await commands(stage, pr, "ann");
  return pr;
}

it("a change of a file in the package is merged at the word of its maintainer", async () => {
  const pr = await toldToMerge({ ...helloUpdate(), [`${DIRECTORY}/fix.patch`]: "--- a\n+++ b\n" });
  expect(pr.record().state).toBe("MERGED");
});

type Attack = readonly [name: string, files: Files, why: string, base?: Files];

const link = (symlink: string): FileContent => ({ symlink });
const OUTSIDE = "It changes files outside existing package directories";

const KINDS: readonly Attack[] = [
  ["a symbolic link to a file outside", { [`${DIRECTORY}/x`]: link("/etc/passwd") }, "is a symbolic link"],
  [
    "a symbolic link to another package",
    { [`${DIRECTORY}/x`]: link("../../sh/shared") },
    "is a symbolic link",
  ],
  ["a symbolic link in the place of package.nix", { [HELLO]: link("other.nix") }, "is a symbolic link"],
  [
    "a symbolic link in the place of the package directory",
    { [HELLO]: null, [DIRECTORY]: link("../../lo/lonely") },
    OUTSIDE,
  ],
  ["a symbolic link in the place of the shard", { [HELLO]: null, "pkgs/by-name/he": link("lo") }, OUTSIDE],
  [
    "a symbolic link that becomes a file",
    { [`${DIRECTORY}/x`]: "text\n" },
    "is a symbolic link",
    { [`${DIRECTORY}/x`]: link("y") },
  ],
  ["a submodule", { [`${DIRECTORY}/x`]: { submodule: "1".repeat(40) } }, "is a submodule"],
  [
    "a submodule in the place of the package directory",
    { [HELLO]: null, [DIRECTORY]: { submodule: "1".repeat(40) } },
    OUTSIDE,
  ],
  ["a change of mode", { [HELLO]: { executable: true, text: UPDATED } }, "changes its mode"],
  [
    "a change of mode and of nothing else",
    { [`${DIRECTORY}/run.sh`]: { executable: true, text: "id\n" } },
    "changes its mode",
    { [`${DIRECTORY}/run.sh`]: "id\n" },
  ],
  ["the deletion of package.nix", { [HELLO]: null, [`${DIRECTORY}/x`]: "x\n" }, "One finding blocks it"],
];

const PLACES: readonly Attack[] = [
  [
    "a rename out of the package directory",
    { [`${DIRECTORY}/x`]: null, "pkgs/x": "a text\nof some\nlines\n" },
    `${OUTSIDE}: \`pkgs/x\``,
    { [`${DIRECTORY}/x`]: "a text\nof some\nlines\n" },
  ],
  [
    "a rename into the package directory",
    { "lib/x": null, [`${DIRECTORY}/x`]: "a text\nof some\nlines\n" },
    `${OUTSIDE}: \`lib/x\``,
    { "lib/x": "a text\nof some\nlines\n" },
  ],
  [
    "a rename of the package",
    { [HELLO]: null, [packagePath("hullo")]: UPDATED },
    `${OUTSIDE}: \`pkgs/by-name/hu/hullo/package.nix\``,
  ],
  [
    "a package that is not there on the base",
    { [packagePath("new")]: packageText("new") },
    "It adds `new`; somebody with write access has to merge new packages",
  ],
  ["a file at the root", { ...helloUpdate(), "flake.nix": "{ }\n" }, `${OUTSIDE}: \`flake.nix\``],
  [
    "a workflow",
    { ...helloUpdate(), ".github/workflows/x.yml": "on: push\n" },
    `${OUTSIDE}: \`.github/workflows/x.yml\``,
  ],
  [
    "the overrides",
    { ...helloUpdate(), "pkgs/top-level/all-packages.nix": "{ }:\nres: pkgs: super: with pkgs; { }\n\n" },
    OUTSIDE,
  ],
  ["a file beside the shards", { ...helloUpdate(), "pkgs/by-name/README.md": "x\n" }, OUTSIDE],
  ["a file beside the packages of a shard", { ...helloUpdate(), "pkgs/by-name/he/x.nix": "{ }\n" }, OUTSIDE],
  [
    "a file in a directory that is no package on the base",
    { ...helloUpdate(), "pkgs/by-name/he/help/x.txt": "y\n" },
    `${OUTSIDE}: \`pkgs/by-name/he/help/x.txt\``,
    { "pkgs/by-name/he/help/x.txt": "x\n" },
  ],
  [
    "a package in the wrong shard on the base",
    { "pkgs/by-name/xx/hello/package.nix": UPDATED },
    OUTSIDE,
    { "pkgs/by-name/xx/hello/package.nix": sourcePackage("hello", { maintainers: "[ ann ]" }) },
  ],
  ["a root that is none by the configuration", { "pkgs/by-name-2/he/hello/package.nix": UPDATED }, OUTSIDE],
];

const NAMES: readonly Attack[] = [
  ["a path with a letter that looks like another", { "pkgs/by-nаme/he/hello/package.nix": UPDATED }, OUTSIDE],
  [
    "a shard with a letter that looks like another",
    { "pkgs/by-name/hе/hello/package.nix": UPDATED },
    OUTSIDE,
  ],
  [
    "a package with a letter that looks like another",
    { "pkgs/by-name/he/hellо/package.nix": UPDATED },
    OUTSIDE,
  ],
  ["a path in capitals", { "pkgs/By-Name/he/hello/package.nix": UPDATED }, OUTSIDE],
  ["a package in capitals", { "pkgs/by-name/he/HELLO/package.nix": UPDATED }, OUTSIDE],
  ["a path with a blank at its end", { "pkgs/by-name/he/hello /package.nix": UPDATED }, OUTSIDE],
  ["a path with a backslash", { "pkgs\\by-name\\he\\hello\\package.nix": UPDATED }, OUTSIDE],
  ["a file name with a blank at its end", { [`${HELLO} `]: UPDATED }, "has an unusual name"],
  ["a file name with a line end", { [`${DIRECTORY}/a\nb`]: "x\n" }, "has an unusual name"],
  ["a file name that turns the text around", { [`${DIRECTORY}/\u202exin`]: "x\n" }, "has an unusual name"],
  ["a file name with a backslash", { [`${DIRECTORY}/..\\x`]: "x\n" }, "has an unusual name"],
  ["a file whose name differs in case alone", { [`${DIRECTORY}/Package.nix`]: UPDATED }, "differs in case"],
  ["a .gitattributes", { [`${DIRECTORY}/.gitattributes`]: "* filter=x\n" }, "has an unusual name"],
  ["a .gitmodules", { [`${DIRECTORY}/.gitmodules`]: "" }, "has an unusual name"],
  ["a .git in capitals", { [`${DIRECTORY}/.GIT/config`]: "x\n" }, "has an unusual name"],
];

const ATTACKS = [...KINDS, ...PLACES, ...NAMES].map(([name, files, why, base = {}]) => ({
  name,
  files,
  why,
  base,
}));

it.each(ATTACKS)("$name", async ({ files, why, base }) => {
  const pr = await toldToMerge({ ...helloUpdate(), ...files }, { base });
  await staysOpen(stage, pr, why);
});

const DOTTED: readonly (readonly [name: string, path: string])[] = [
  ["leads out of the package", "pkgs/by-name/he/hello/../../../x.nix"],
  ["leads into the package", "pkgs/by-name/../by-name/he/hello/package.nix"],
  ["leads to another package", "pkgs/by-name/he/hello/../../lo/lonely/package.nix"],
  ["stays where it is", "pkgs/by-name/he/./hello/x.nix"],
  ["names nothing between two slashes", "pkgs/by-name/he//hello/x.nix"],
  ["begins with a slash", "/pkgs/by-name/he/hello/x.nix"],
];

const cache = parseCache(await loadSecondReader());

// GitHub takes no such tree. What it told us of one would not get by.
it.each(DOTTED)("a path with dots that %s", async (_name, path) => {
  const files = memorySource({ [HELLO]: sourcePackage("hello") });
  const change = await loadChange(files, files);
  const root: Root = {
    path: "pkgs/by-name",
    sharded: true,
    file: "package.nix",
    scope: "pkgs",
    overrides: { files: [], policy: "keep" },
  };
  const options = { listed: [HELLO, path], bases: [change.base], roots: [root], ownOverrides: true, cache };
  const { outside, unusual } = await computeLoading([change.base, change.head], () =>
    changedFiles(change, options),
  );
  expect([...outside, ...unusual.map((one) => one.path)]).toContain(path);
});

it("the deletion of the whole package", async () => {
  const pr = await toldToMerge({ [HELLO]: null });
  await staysOpen(stage, pr, "`pkgs/by-name/he/hello/package.nix` is gone");
});

it("a package directory within a package directory", async () => {
  const pr = await toldToMerge({ "pkgs/by-name/he/hello/pkgs/by-name/he/hello/package.nix": UPDATED });
  expect(pr.record().state).toBe("MERGED");
});

it.each([
  ["ann", ["pkgs/by-name", `${DIRECTORY}/plugins`]],
  ["ben", ["pkgs/by-name", `${DIRECTORY}/plugins`]],
  ["ann", [`${DIRECTORY}/plugins`, "pkgs/by-name"]],
  ["ben", [`${DIRECTORY}/plugins`, "pkgs/by-name"]],
])(
  "a package of somebody's in a package of somebody else's, at the word of %s (roots %s)",
  async (login, roots) => {
    const packages = roots
      .map((root) => `  - root: ${root}\n    sharded: ${root === "pkgs/by-name"}\n`)
      .join("");
    const path = `${DIRECTORY}/plugins/foo/package.nix`;
    const repository = await mergeRepository(stage, {
      merge: BY_COMMAND,
      more: `packages:\n${packages}`,
      base: { [path]: sourcePackage("foo", { maintainers: "[ ben ]" }) },
    });
    const foo = sourcePackage("foo", { version: "1.1", hash: HASHES.new, maintainers: "[ ben ]" });
    const pr = await updates(stage, { repository, files: { [path]: foo } });
    await commands(stage, pr, login);
    await staysOpen(stage, pr, "Nobody maintains all the packages that it changes");
  },
);

it("an override of a package of the same name in another root", async () => {
  const packages = [
    "  - root: pkgs/by-name\n    overrides: { file: pkgs/top-level/all-packages.nix }\n",
    "  - root: pkgs/tcl\n    sharded: true\n    scope: tclPackages\n    overrides: { file: pkgs/tcl.nix }\n",
  ];
  const top = (version: string) =>
    `{ }:\nres: pkgs: super: with pkgs; {\n  hello = callPackage ../by-name/he/hello/package.nix { v = "${version}"; };\n}\n`;
  const path = "pkgs/tcl/he/hello/package.nix";
  const repository = await mergeRepository(stage, {
    merge: `${BY_COMMAND}\n  own-overrides: true`,
    more: `packages:\n${packages.join("")}`,
    base: {
      [path]: sourcePackage("hello", { maintainers: "[ ben ]" }),
      "pkgs/top-level/all-packages.nix": top("1"),
    },
  });
  const hello = sourcePackage("hello", { version: "1.1", hash: HASHES.new, maintainers: "[ ben ]" });
  const files = { [path]: hello, "pkgs/top-level/all-packages.nix": top("2") };
  const pr = await updates(stage, { repository, files });
  await commands(stage, pr, "ben");
  await staysOpen(stage, pr, `${OUTSIDE}: \`pkgs/top-level/all-packages.nix\``);
});

it("a by-name root that is a symbolic link on the base", async () => {
  const repository = await stage.repository("NixOS/linked", {
    ...nixpkgs(`packages:\n  - root: pkgs/linked\nmerge:\n${BY_COMMAND}\n`),
    "pkgs/linked": { symlink: "by-name" },
    [HELLO]: sourcePackage("hello", { maintainers: "[ ann ]" }),
  });
  const pr = await updates(stage, { repository });
  await commands(stage, pr, "ann");
  await staysOpen(stage, pr, "it touches no package that is laid out by name");
});

it("more than a hundred files, with the odd one on the second page", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 110 }, (_, i) => [`${DIRECTORY}/${String(i).padStart(3, "0")}.txt`, "x\n"]),
  );
  const pr = await toldToMerge({ ...helloUpdate(), ...many, "pkgs/zzz.nix": "{ }\n" });
  await staysOpen(stage, pr, "It changes 112 files; automatic merging allows at most 99");
});

it("a hundred files, all of them in the package", async () => {
  const many = Object.fromEntries(Array.from({ length: 99 }, (_, i) => [`${DIRECTORY}/${i}.txt`, "x\n"]));
  const pr = await toldToMerge({ ...helloUpdate(), ...many });
  await staysOpen(stage, pr, "It changes 100 files; automatic merging allows at most 99");
});

it("fifty renames, which are a hundred paths", async () => {
  const paths = Array.from({ length: 50 }, (_, i) => `${DIRECTORY}/${i}.txt`);
  const text = (path: string) => `${path}\n`.repeat(5);
  const base = Object.fromEntries(paths.map((path) => [path, text(path)]));
  const moved = paths.flatMap((path) => [[path, null] as const, [`${path}.old`, text(path)] as const]);
  const pr = await toldToMerge(Object.fromEntries(moved), { base });
  await staysOpen(stage, pr, "It changes 100 files; automatic merging allows at most 99");
});

it("two packages, of which one is not theirs", async () => {
  const repository = await mergeRepository(stage, { merge: BY_COMMAND });
  const files = {
    ...helloUpdate(),
    [packagePath("shared")]: sourcePackage("shared", {
      version: "2",
      hash: HASHES.new,
      maintainers: "[ ann ben ]",
    }),
  };
  const pr = await updates(stage, { repository, files });
  await commands(stage, pr, "ben");
  await staysOpen(stage, pr, "Waiting for a `merge` comment from a maintainer of");
});
