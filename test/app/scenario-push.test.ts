import type { Conversation, Files, RepositoryHandle } from "simulated-github";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";
import { conversationOf } from "./rendering.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const OVERRIDES = "pkgs/top-level/all-packages.nix";

/** An overrides file with these lines. */
function overrides(...lines: readonly string[]): Files {
  const text = ["{ }:", "res: pkgs: super: with pkgs; {", ...lines.map((line) => `  ${line}`), "}", ""];
  return { [OVERRIDES]: text.join("\n") };
}

function override(name: string, args: string): string {
  return `${name} = callPackage ../by-name/${name.slice(0, 2)}/${name}/package.nix { ${args} };`;
}

/** A package whose override has arguments. */
function text(name: string): string {
  return packageText(name).replace("{ stdenv }", "{ stdenv, a ? 0, b ? 0 }");
}

/** A change of the package of this name. */
async function touching(repository: RepositoryHandle, name: string, base?: string): Promise<Conversation> {
  return stage.world.as("alice").opensPullRequest(repository, {
    title: `${name}: 2.0`,
    files: { [packagePath(name)]: text(name).replace("1.0", "2.0") },
    ...(base === undefined ? {} : { base }),
  });
}

/** A repository with packages `foo`, `bar` and `baz`, the first two with an override. */
async function withOverrides(owner: string): Promise<RepositoryHandle> {
  return stage.repository(`${owner}/nixpkgs`, {
    ...nixpkgs(),
    ...Object.fromEntries(["foo", "bar", "baz"].map((name) => [packagePath(name), text(name)])),
    ...overrides(override("foo", "a = 1;"), override("bar", "b = 1;")),
  });
}

/** Which pull requests were looked at since the log had so many lines. */
function lookedAt(since: number): number[] {
  const pulls = stage.logged({ msg: "handled" }, since).filter(({ pull }) => pull !== undefined);
  return [...new Set(pulls.map(({ pull }) => Number(String(pull).split("#")[1])))].sort();
}

it("a push that changes an override has those looked at again that touch its package", async () => {
  const repository = await withOverrides("override");
  const foo = await touching(repository, "foo");
  await touching(repository, "bar");
  await touching(repository, "baz");
  const byHand = await stage.world.as("alice").opensPullRequest(repository, {
    title: "hello: Without arguments",
    files: overrides(override("foo", "a = 1;"), override("bar", "b = 2;")),
  });
  await stage.idle();
  const since = stage.log.length;
  await stage.world
    .as("bob")
    .pushes(repository, overrides(override("foo", "a = 2;"), override("bar", "b = 1;")));
  await stage.idle();
  expect(lookedAt(since)).toEqual([foo.number, byHand.number]);
  expect(stage.logged({ msg: "handled", found: "overrides changed: 2 pull requests" }, since)).toHaveLength(
    1,
  );
});

it("a push to another branch concerns the pull requests into that one", async () => {
  const repository = await withOverrides("branches");
  await repository.push("staging", repository.head());
  await touching(repository, "foo");
  const staging = await touching(repository, "foo", "staging");
  await stage.idle();
  const since = stage.log.length;
  await stage.world.as("bob").pushes(repository, overrides(override("foo", "a = 2;")), { branch: "staging" });
  await stage.idle();
  expect(lookedAt(since)).toEqual([staging.number]);
});

it("what a push has made right is taken back", async () => {
  const repository = await withOverrides("right");
  const pr = await stage.world.as("alice").opensPullRequest(repository, {
    title: "foo: no more arguments",
    files: overrides(override("bar", "b = 1;")),
  });
  await stage.idle();
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requests changes: Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/top-level/all-packages.nix:1: ❌ \`override-removed\`
    check by-name: failure, 1 error
      pkgs/top-level/all-packages.nix:1"
  `);
  await stage.world.as("bob").pushes(repository, overrides(override("bar", "b = 1;")));
  await stage.idle();
  expect(conversationOf(pr)).toMatchInlineSnapshot(`
    "alice pushed commit 1
    by-name-bot[bot] requested changes (dismissed): Thank you for this change! 1 error to fix. See the comment on its line.
      pkgs/top-level/all-packages.nix:1 (resolved by by-name-bot[bot]): ✅ Not reported any more: the base branch or a setting has changed. Was: ❌ \`override-removed\`
    by-name-bot[bot] dismissed a review: Nothing blocks this any more: the base branch or a setting has changed.
    check by-name: neutral, No by-name package is touched"
  `);
});

it("a push that changes neither the configuration nor an override has nothing looked at", async () => {
  const repository = await withOverrides("others");
  await touching(repository, "foo");
  await stage.idle();
  const since = stage.log.length;
  const bob = stage.world.as("bob");
  await bob.pushes(repository, { [packagePath("baz")]: text("baz").replace("1.0", "1.1") });
  await bob.pushes(repository, { "README.md": "# Nixpkgs\n" });
  await bob.pushes(repository, { "nixos/modules/a.nix": "{ }\n" });
  await bob.pushes(repository, {
    ...overrides(override("foo", "a = 1;"), override("bar", "b = 1;"), "# no more"),
  });
  await stage.idle();
  expect(lookedAt(since)).toEqual([]);
  expect(stage.logged({ msg: "handled", found: "nothing depends on it" }, since)).toHaveLength(1);
  expect(stage.logged({ msg: "handled", found: "no override changed" }, since)).toHaveLength(1);
});

it("a push to the branch of a pull request, or to one that is new or gone, is no push to a base", async () => {
  const repository = await withOverrides("heads");
  const pr = await stage.world.as("bob").opensPullRequest(repository, {
    title: "hello: Configure",
    files: { ".github/by-name.yml": "preset: nixpkgs\n" },
    fork: false,
  });
  await stage.idle();
  const since = stage.log.length;
  await pr.push({ ".github/by-name.yml": "preset: nur\n" });
  await repository.push("new", repository.head());
  await repository.push("new", null);
  await stage.idle();
  expect(lookedAt(since)).toEqual([pr.number]);
  expect(stage.logged({ msg: "queued", event: "push" }, since)).toHaveLength(1);
  expect(stage.logged({ msg: "swept" }, since)).toMatchObject([{ queued: 0 }]);
});

it("a force-push, which lists no files, is looked into all the same", async () => {
  const repository = await withOverrides("forced");
  const first = repository.head();
  const foo = await touching(repository, "foo");
  await touching(repository, "bar");
  await stage.idle();
  const since = stage.log.length;
  await repository.commit({
    onto: first ?? "",
    files: overrides(override("foo", "a = 3;"), override("bar", "b = 1;")),
    message: "Another history",
  });
  await repository.commit({
    onto: first ?? "",
    files: overrides(override("foo", "a = 4;"), override("bar", "b = 1;")),
    message: "Yet another",
  });
  await stage.idle();
  expect(lookedAt(since)).toEqual([foo.number]);
});
