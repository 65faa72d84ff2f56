// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { filesOf, parseCache } from "../../../src/packages/files.ts";
import { maintainerCache } from "../../../src/packages/maintainers/maintainer-cache.ts";
import { maintainersOf } from "../../../src/packages/maintainers/maintainers.ts";
import { type MemoryFile, memorySnapshot } from "../../../src/snapshot/memory.ts";
import {
  DIRECTORY,
  derivation,
  LISTS,
  maintainers,
  maintainersOfText,
  namesOf,
  PACKAGE,
} from "./builders.ts";
import { KNOWN, UNKNOWN } from "./nixpkgs-cases.ts";

describe("maintainers are known", () => {
  it.each(KNOWN)("%s", (_, text, people) => {
    expect(namesOf(maintainersOfText(text))).toEqual(people);
  });
});

describe("maintainers are unknown", () => {
  it.each(UNKNOWN)("%s", (_, text, quoted) => {
    const found = maintainersOfText(text);
    expect(found.kind).toBe("unknown");
    expect(namesOf(found)).toContain(quoted);
  });
});

describe("maintainers are unknown where a second parser does not read the same", () => {
  const text = derivation("meta = { maintainers = [ lib.maintainers.alice ]; teams = [ lib.teams.acme ]; };");
  const odd = "is not sure to mean what it seems to: the second parser does not understand it";

  it.each([
    ["the package", PACKAGE, text.replace("meta =", "passthru = { inherit; }; meta =")],
    [
      "the list of maintainers",
      "maintainers/maintainer-list.nix",
      "{ alice = { githubId = 1; x = { inherit; }; }; }",
    ],
    [
      "the list of teams",
      "maintainers/team-list.nix",
      "{ lib }: with lib.maintainers; { acme = { members = [ alice ]; x = { inherit; }; }; }",
    ],
  ])("in %s", (_, path, content) => {
    const found = maintainers({ ...LISTS, [PACKAGE]: text, [path]: content }, { kind: "nixpkgs" });
    expect(namesOf(found)).toContain(`\`${path}\` ${odd}`);
  });

  it("or where there is no second parser", () => {
    const files = filesOf(memorySnapshot({ ...LISTS, [PACKAGE]: text }), parseCache());
    const found = maintainersOf(
      files,
      { directory: DIRECTORY, file: "package.nix" },
      { kind: "nixpkgs" },
      maintainerCache(),
    );
    expect(namesOf(found)).toBe(
      `\`${PACKAGE}\` is not sure to mean what it seems to: there is no second parser at hand`,
    );
  });
});

it("takes the account from the maintainer list", () => {
  const found = maintainersOfText(
    derivation("meta.maintainers = with lib.maintainers; [ alice carol dave ];"),
  );
  expect(found).toEqual({
    kind: "known",
    people: [
      { name: "alice", id: 1, login: "Alice" },
      { name: "carol", id: null, login: "carol" },
      { name: "dave", id: null, login: null },
    ],
    teams: [],
    collaborators: false,
  });
});

it("takes the accounts of a team on GitHub from its list", () => {
  expect(maintainersOfText(derivation("meta.teams = [ lib.teams.hub ];"))).toMatchObject({
    people: [
      { name: "zoe", id: 26, login: "zoe" },
      { name: "Alice", id: 1, login: "Alice" },
    ],
    teams: [],
  });
});

it("counts somebody once who is a maintainer and in a team", () => {
  const text = derivation(
    "meta = { maintainers = [ lib.maintainers.alice ]; teams = with lib.teams; [ acme hub ]; };",
  );
  expect(namesOf(maintainersOfText(text))).toEqual(["alice", "bob", "zoe"]);
});

it("says which expression on which line of which file was not understood", () => {
  const text = `{ lib, stdenv, foo }:
stdenv.mkDerivation {
  meta.maintainers = with lib.maintainers; [ alice ] ++ (foo
      bob);
}`;
  expect(maintainersOfText(text)).toEqual({
    kind: "unknown",
    why: "`foo bob` on line 3 of `pkgs/by-name/he/hello/package.nix` was not understood",
  });
});

it("quotes no more than the beginning of a long expression, and no backtick", () => {
  const found = maintainersOfText(derivation(`meta = foo "\`${"x".repeat(500)}";`));
  expect(namesOf(found)).toBe(
    `\`foo "'${"x".repeat(44)} … ${"x".repeat(29)}"\` on line 1 of \`pkgs/by-name/he/hello/package.nix\` was not understood`,
  );
});

const SUBMODULE: MemoryFile = { submodule: true };

describe("of files that are not there, or not as expected, nothing is said", () => {
  const alice = derivation("meta.maintainers = [ lib.maintainers.alice ];");
  const source = { kind: "nixpkgs" } as const;

  it.each([
    ["no package", LISTS, "there is no `pkgs/by-name/he/hello/package.nix`"],
    ["a package that does not parse", { ...LISTS, [PACKAGE]: "{ lib }: {" }, "could not be read as Nix"],
    [
      "a package that Nix refuses",
      { ...LISTS, [PACKAGE]: derivation("a = 1; a = 2;") },
      "could not be read as Nix",
    ],
    ["a package that is no function", { ...LISTS, [PACKAGE]: "{ }" }, "is not a function"],
    [
      "a package that leads out of its directory",
      {
        ...LISTS,
        [PACKAGE]: { link: "../../wo/world/package.nix" },
        "pkgs/by-name/wo/world/package.nix": alice,
      },
      "leads out of the package's directory",
    ],
    [
      "a package that leads out of the repository",
      { ...LISTS, [PACKAGE]: { link: "/etc/passwd" } },
      "leads out",
    ],
    ["a submodule in its place", { ...LISTS, [DIRECTORY]: SUBMODULE }, "leads out"],
    ["no maintainer list", { [PACKAGE]: alice }, "there is no `maintainers/maintainer-list.nix`"],
    [
      "a maintainer list that is a link",
      { "maintainers/maintainer-list.nix": { link: "other.nix" }, [PACKAGE]: alice },
      "`maintainers/maintainer-list.nix` is not a regular file",
    ],
    [
      "no team list",
      { [PACKAGE]: derivation("meta.teams = [ lib.teams.acme ];") },
      "there is no `maintainers/team-list.nix`",
    ],
    [
      "a team list that does not parse",
      {
        ...LISTS,
        "maintainers/team-list.nix": "{",
        [PACKAGE]: derivation("meta.teams = [ lib.teams.acme ];"),
      },
      "`maintainers/team-list.nix` could not be read as Nix",
    ],
    [
      "teams of GitHub that are no JSON",
      {
        ...LISTS,
        "maintainers/github-teams.json": "[",
        [PACKAGE]: derivation("meta.teams = [ lib.teams.hub ];"),
      },
      "`maintainers/github-teams.json` is not the JSON of a set of teams",
    ],
  ])("%s", (_, files, why) => {
    const found = maintainers(files, source);
    expect(found.kind).toBe("unknown");
    expect(namesOf(found)).toContain(why);
  });

  it("but nobody is nobody, whatever the lists are", () => {
    expect(namesOf(maintainers({ [PACKAGE]: derivation("meta.maintainers = [ ];") }, source))).toEqual([]);
  });

  it("follows a link that stays in the package's directory", () => {
    const files = { ...LISTS, [PACKAGE]: { link: "sub/main.nix" }, [`${DIRECTORY}/sub/main.nix`]: alice };
    expect(namesOf(maintainers(files, source))).toEqual(["alice"]);
  });
});
