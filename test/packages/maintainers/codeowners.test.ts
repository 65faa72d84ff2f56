import { describe, expect, it } from "vitest";
import { filesOf, parseCache } from "../../../src/packages/files.ts";
import { maintainerCache } from "../../../src/packages/maintainers/maintainer-cache.ts";
import { maintainersOf } from "../../../src/packages/maintainers/maintainers.ts";
import { readOwnerPattern } from "../../../src/packages/maintainers/owner-pattern.ts";
import { type MemoryFiles, memorySnapshot } from "../../../src/snapshot/memory.ts";
import { DIRECTORY, maintainers, namesOf, PACKAGE } from "./builders.ts";

/** Those of a package that is the file `pkgs/hello.nix` alone. */
function ownersAlone(text: string, files: MemoryFiles = {}) {
  return maintainersOf(
    filesOf(memorySnapshot({ ".github/CODEOWNERS": text, "pkgs/hello.nix": "", ...files }), parseCache()),
    { directory: "pkgs", file: "hello.nix", alone: true },
    { kind: "codeowners" },
    maintainerCache(),
  );
}

/** The code owners of the package, by a file at `.github/CODEOWNERS`. */
function ownersBy(text: string, files: MemoryFiles = {}, organization?: string) {
  return maintainers(
    { ".github/CODEOWNERS": text, [PACKAGE]: "", ...files },
    organization === undefined ? { kind: "codeowners" } : { kind: "codeowners", organization },
  );
}

describe("patterns cover paths as GitHub says they do", () => {
  it.each([
    // The examples of "About code owners".
    ["*", "a", "yes"],
    ["*", "a/b/c", "yes"],
    ["*.js", "a.js", "yes"],
    ["*.js", "a/b.js", "yes"],
    ["*.js", "a/b.jsx", "no"],
    ["/build/logs/", "build/logs/a/b", "yes"],
    ["/build/logs/", "x/build/logs/a", "no"],
    ["docs/*", "docs/a.md", "yes"],
    ["docs/*", "docs/a/b.md", "no"],
    ["docs/*", "x/docs/a.md", "no"],
    ["apps/", "apps/a", "yes"],
    ["apps/", "x/apps/y/z", "yes"],
    ["apps/", "apps", "no"],
    ["/docs/", "docs/a/b", "yes"],
    ["/docs/", "x/docs/a", "no"],
    ["**/logs", "build/logs/a", "yes"],
    ["**/logs", "logs", "yes"],
    ["**/logs", "deeply/nested/logs/a/b", "yes"],
    ["**/logs", "blogs/a", "no"],
    ["/apps/github", "apps/github/a", "yes"],
    ["/apps/github", "apps/github", "yes"],
    ["/apps/github", "apps/github2", "no"],
    // Those of gitignore(5).
    ["hello", "a/hello", "yes"],
    ["hello", "a/hello/b", "yes"],
    ["/hello", "a/hello", "no"],
    ["a/b", "x/a/b", "no"],
    ["a/b", "a/b/c", "yes"],
    ["a/**", "a/b/c", "yes"],
    ["a/**", "a", "no"],
    ["/**", "a/b", "yes"],
    ["**", "a/b", "yes"],
    ["a/**/b", "a/b", "yes"],
    ["a/**/b", "a/x/y/b/c", "yes"],
    ["a/**/b", "a/x/y/c", "no"],
    ["**/*", "a/b/c", "yes"],
    ["/*", "a", "yes"],
    ["/*", "a/b", "no"],
    ["/a/*/c", "a/b/c", "yes"],
    ["/a/*/c", "a/b/b/c", "no"],
    ["a?c", "abc", "yes"],
    ["a?c", "a/c", "no"],
    ["a*b*c", "xaxbxc", "no"],
    ["a*b*c", "axbxbxc", "yes"],
    ["A", "a", "no"],
    ["a*", "ab", "yes"],
    ["a*", "x/ab", "yes"],
    ["a*", "b", "no"],
    ["a/b/**", "a/b/c", "yes"],
    ["a/b/**", "a/b", "no"],
    ["**/b/**/c", "a/b/x/c", "yes"],
    ["a/**/b", "x/a/b", "no"],
    ["**", "a", "yes"],
    ["a\\ b", "a b", "yes"],
    ["a.c", "abc", "no"],
    // In doubt.
    ["*.d", "a.d/b", "maybe"],
    ["a**", "ab", "maybe"],
    ["a/**/", "a/b", "maybe"],
    ["*/", "a/b", "maybe"],
    ["!a", "a", "maybe"],
    ["[ab]", "a", "maybe"],
    ["/a/[bc]/d", "a/b/d", "maybe"],
    ["/a/[bc]/d", "x/b/d", "no"],
    ["\\#a", "x", "maybe"],
    ["a//b", "x", "maybe"],
    ["/", "x", "maybe"],
    ["a/../b", "x", "maybe"],
    ["a/./b", "x", "maybe"],
    ["./a", "x", "maybe"],
    ["***", "a", "maybe"],
    ["a/b/**/", "a/b/c", "maybe"],
    ["a/b/**/", "x", "maybe"],
    ["a/b/[cd]/e", "a/b/c/e", "maybe"],
    ["/[ab]", "x", "maybe"],
    ["/a*/[b]", "ab/b", "maybe"],
  ])("%s and %s: %s", (pattern, path, coverage) => {
    expect(readOwnerPattern(pattern)(path)).toBe(coverage);
  });
});

describe("code owners are known", () => {
  it.each([
    ["of one line", "* @alice @bob-b", ["alice", "bob-b"]],
    ["of the last line that matches", "* @alice\n/pkgs/ @bob\n/docs/ @carol", ["bob"]],
    ["by their package's own line", `* @alice\n/${DIRECTORY}/ @bob`, ["bob"]],
    ["with an e-mail address", "* carol@example.org", ["carol@example.org"]],
    ["of an App", "* @renovate[bot]", ["renovate[bot]"]],
    ["without anybody, by a line without owners", `* @alice\n/${DIRECTORY}/`, []],
    ["without anybody, by no line", "/docs/ @alice", []],
    ["without anybody, by an empty file", "", []],
    ["among comments", "# * @mallory\n\n* @alice # @mallory\n  # * @mallory", ["alice"]],
    ["with line ends of Windows", "* @alice\r\n/docs @bob\r\n", ["alice"]],
    ["with tabs", "*\t@alice\t\t@bob", ["alice", "bob"]],
    [
      "where what is not understood is about something else",
      "* @alice\n/docs/[ab]/ @mallory\n/docs/ who",
      ["alice"],
    ],
    ["where what is not understood comes before", "[ab] who\n* @alice", ["alice"]],
  ])("%s", (_, text, people) => {
    expect(namesOf(ownersBy(text))).toEqual(people);
  });

  it("has no ids, since a CODEOWNERS file has none", () => {
    expect(ownersBy("* @alice a@b.org")).toEqual({
      kind: "known",
      people: [
        { name: "alice", id: null, login: "alice" },
        { name: "a@b.org", id: null, login: null },
      ],
      teams: [],
      collaborators: false,
    });
  });

  it("names teams by their slugs", () => {
    expect(ownersBy("* @org/team-a @alice @Org/b @org/team-a")).toMatchObject({
      people: [{ name: "alice" }],
      teams: ["team-a", "b"],
    });
    expect(ownersBy("* @org/team-a", {}, "ORG")).toMatchObject({ teams: ["team-a"] });
  });

  it("looks where GitHub looks, in its order", () => {
    const source = { kind: "codeowners" } as const;
    const files = { [PACKAGE]: "", CODEOWNERS: "* @root", "docs/CODEOWNERS": "* @docs" };
    expect(namesOf(maintainers(files, source))).toEqual(["root"]);
    expect(namesOf(maintainers({ ...files, ".github/CODEOWNERS": "* @github" }, source))).toEqual(["github"]);
    expect(namesOf(maintainers({ [PACKAGE]: "", "docs/CODEOWNERS": "* @docs" }, source))).toEqual(["docs"]);
  });

  it("are those of all files, where these have the same", () => {
    const files = { [`${DIRECTORY}/a.patch`]: "" };
    expect(namesOf(ownersBy("* @alice\n*.patch @Alice", files))).toEqual(["alice"]);
    expect(namesOf(ownersBy("* @alice @bob\n*.patch @bob @alice @bob", files))).toEqual(["alice", "bob"]);
    expect(namesOf(ownersBy("/pkgs/**/package.nix", files))).toEqual([]);
  });

  it("of a package that is a file are those of the file, whatever lies beside it", () => {
    const files = { "pkgs/other.nix": "", "pkgs/a.patch": "" };
    expect(namesOf(ownersAlone("* @mallory\n/pkgs/hello.nix @alice", files))).toEqual(["alice"]);
  });

  it("are in a file that is just not too large", () => {
    expect(namesOf(ownersBy("* @alice\n".padEnd(2_999_999, "#")))).toEqual(["alice"]);
  });

  it("are not in a directory of the name", () => {
    const files = { ".github/CODEOWNERS/a": "* @mallory", CODEOWNERS: "* @alice", [PACKAGE]: "" };
    expect(namesOf(maintainers(files, { kind: "codeowners" }))).toEqual(["alice"]);
  });
});

describe("code owners are unknown", () => {
  it.each([
    [
      "by a pattern that GitHub does not take",
      `* @alice\n!/${DIRECTORY}/ @mallory`,
      "`!/pkgs/by-name/he/hello/ @mallory` on line 2 of `.github/CODEOWNERS`",
    ],
    ["by a range", "* @alice\n/pkgs/[b]y-name/ @mallory", "/pkgs/[b]y-name/"],
    ["by an owner that is none", "* @alice mallory", "`* @alice mallory` on line 1"],
    ["by an owner with a word behind a hash", "* @alice#bob", "@alice#bob"],
    ["by a login that is none", "* @-alice", "@-alice"],
    ["by unusual white space", "* @alice\n*\u00a0@mallory", "on line 2"],
    ["by a carriage return in a line", "* @alice\r* @mallory", "on line 1"],
    ["by a form feed", "*\f@mallory", "on line 1"],
    ["by a section, which GitHub does not have", "* @alice\n[Section] @mallory", "[Section]"],
    [
      "by teams of two organisations",
      "* @org/a @other/b",
      "line 1 of `.github/CODEOWNERS` names a team of another organisation",
    ],
  ])("%s", (_, text, why) => {
    const found = ownersBy(text);
    expect(found.kind).toBe("unknown");
    expect(namesOf(found)).toContain(why);
  });

  it("by a team of another organisation than the repository's", () => {
    expect(ownersBy("* @other/core", {}, "org").kind).toBe("unknown");
  });

  it("where a file of the package has others than the rest", () => {
    const files = { [`${DIRECTORY}/sub/a.patch`]: "" };
    expect(namesOf(ownersBy("* @alice\n*.patch @bob", files))).toBe(
      "`pkgs/by-name/he/hello/sub/a.patch` has other code owners than `pkgs/by-name/he/hello/package.nix`",
    );
  });

  it("where a file of the package has those of a name that is written alike", () => {
    const files = { [`${DIRECTORY}/a.patch`]: "" };
    expect(namesOf(ownersBy("* strasse@example.org\n*.patch straße@example.org", files))).toBe(
      "`pkgs/by-name/he/hello/a.patch` has other code owners than `pkgs/by-name/he/hello/package.nix`",
    );
  });

  it("where it is not sure of a file of the package", () => {
    expect(namesOf(ownersBy("* @alice\n*.d @bob", { [`${DIRECTORY}/a.d/b`]: "" }))).toBe(
      "`*.d @bob` on line 2 of `.github/CODEOWNERS` was not understood",
    );
  });

  it("where it is not sure of a package that is a file", () => {
    expect(namesOf(ownersAlone("* @alice\n/pkgs/[h]ello.nix @mallory"))).toBe(
      "`/pkgs/[h]ello.nix @mallory` on line 2 of `.github/CODEOWNERS` was not understood",
    );
  });

  it("by a long line, of which the beginning is quoted", () => {
    const quotedOf = (line: string) => {
      const found = namesOf(ownersBy(line));
      return typeof found === "string" ? found : "";
    };
    const line = `* ${"x".repeat(78)}`;
    expect(quotedOf(line)).toContain(`\`${line}\` on line 1`);
    expect(quotedOf(`${line}y`)).toContain(`\`${line}…\` on line 1`);
  });

  it("without a CODEOWNERS file", () => {
    expect(namesOf(maintainers({ [PACKAGE]: "" }, { kind: "codeowners" }))).toBe(
      "there is no `CODEOWNERS` file",
    );
  });

  it("by a file that is a link", () => {
    const files = { ".github/CODEOWNERS": { link: "../OWNERS" }, OWNERS: "* @mallory", [PACKAGE]: "" };
    expect(maintainers(files, { kind: "codeowners" }).kind).toBe("unknown");
  });

  it("by a file that GitHub does not load for its size", () => {
    const found = (size: number) => namesOf(ownersBy("* @alice\n".padEnd(size, "#")));
    expect(found(3_000_000)).toBe("`.github/CODEOWNERS` is larger than GitHub takes");
    expect(found(5_000_000)).toBe("`.github/CODEOWNERS` is too large");
  });
});
