import { describe, expect, it } from "vitest";
import { gitHubRepository, readUrl } from "../../../src/packages/registry/url.ts";

/** `host path` of the repository that a URL names, with what is wrong with it. */
function named(url: string): string[] {
  const { repository, problems } = readUrl(url);
  return [repository === null ? "none" : `${repository.host} ${repository.path}`, ...problems];
}

describe("the repository of a URL", () => {
  it.each<[string, ...string[]]>([
    ["https://github.com/a/b", "github.com a/b"],
    ["HTTPS://GitHub.com/A/B", "github.com a/b", "not-https"],
    ["https://github.com:443/a/b", "github.com a/b"],
    ["https://github.com/a/b///", "github.com a/b", "slash"],
    ["https://github.com/a/b.git/", "github.com a/b", "slash", "git-suffix"],
    ["https://github.com/a/b.github.io", "github.com a/b.github.io"],
    ["https://github.com/a/.git", "github.com a/"],
    ["https://github.com/a", "none", "no-repository"],
    ["https://github.com//b", "none", "no-repository"],
    ["https://git.example.org/nur", "git.example.org nur"],
    ["https://git.example.org/a.github/b.git", "git.example.org a.github/b"],
    ["https://git.example.org/a//b", "none", "no-repository"],
    ["https://:secret@github.com/a/b", "github.com a/b", "credentials"],
    ["https://me@github.com/a/b", "github.com a/b", "credentials"],
    ["git@codeberg.org:a/b", "codeberg.org a/b", "not-https", "credentials"],
    // Hosts that look like another.
    ["https://www.github.com/a/b", "github.com a/b"],
    ["https://www.gitlab.com/a/b", "gitlab.com a/b"],
    ["https://www.codeberg.org/a/b", "www.codeberg.org a/b"],
    ["https://a.www.github.com/a/b", "a.www.github.com a/b"],
    ["https://www.github.com.example.org/a/b", "www.github.com.example.org a/b"],
    ["https://www.gitlab.com.example.org/a/b", "www.gitlab.com.example.org a/b"],
    ["https://github.com./a/b", "github.com. a/b"],
    ["https://github.com:8443/a/b.git", "github.com:8443 a/b"],
    ["https://github.com@example.org/a/b", "example.org a/b", "credentials"],
    // Paths that a program reads as another than is written.
    ["https://github.com/alice/nur/../../mallory/nur", "none", "no-repository"],
    ["https://github.com/alice/%2E./mallory/nur", "none", "no-repository"],
    ["https://github.com/./alice/nur", "none", "no-repository"],
    ["https://github.com/alice/nur/.", "none", "no-repository", "slash"],
    ["https://github.com/alice/nur/x/..?y", "none", "query", "no-repository", "slash"],
    ["https://github.com/alice/nur/x/..#y", "none", "fragment", "no-repository", "slash"],
    ["https://github.com/alice/...", "github.com alice/..."],
    // What is no URL, though a program may take it for one.
    ["https://", "none", "not-a-url"],
    ["https://git@github.com:a/b", "none", "not-a-url"],
    ["https:github.com/a/b", "none", "not-a-url"],
    ["https:/github.com/a/b", "none", "not-a-url"],
    ["https:///github.com/a/b", "none", "not-a-url"],
    ["https:github.com/a://b", "none", "not-a-url"],
    ["github.com:a/b", "none", "not-a-url"],
    ["git@github.com:/a/b", "none", "not-a-url"],
    ["git@github.com:", "none", "not-a-url"],
    ["git+ssh://?/a/b", "none", "not-a-url"],
  ])("%s: %s", (url, ...expected) => {
    expect(named(url)).toEqual(expected);
  });

  it("is read up to 2000 characters", () => {
    const of = (length: number) => "https://git.example.org/".padEnd(length, "a");
    expect(named(of(2000))).toEqual([`git.example.org ${"a".repeat(1976)}`]);
    expect(named(of(2001))).toEqual(["none", "not-a-url"]);
  });
});

it.each<[string, string | null]>([
  ["https://github.com/a/b", null],
  ["https://www.github.com/A/B.git/?x", "https://github.com/A/B"],
  ["https://github.com/a", null],
  ["https://github.com:8443/a/b?x", null],
  ["https://git.example.org/a/b?x", null],
])("%s is better written as %s", (url, normal) => {
  expect(readUrl(url).normal).toBe(normal);
});

describe("the account on GitHub", () => {
  it.each<[string, string, string]>([
    ["https://github.com/Alice/NUR-Packages.git", "alice", "nur-packages"],
    ["https://github.com/7-up/a_b.c", "7-up", "a_b.c"],
    [`https://github.com/${"a".repeat(39)}/${"b".repeat(100)}`, "a".repeat(39), "b".repeat(100)],
  ])("of %s is %s", (url, owner, name) => {
    expect(gitHubRepository(url)).toEqual({ owner, name });
  });

  it.each([
    null,
    "nonsense",
    "https://gitlab.com/alice/nur",
    "https://github.com:8443/alice/nur",
    "https://github.com/-alice/nur",
    "https://github.com/~alice/nur",
    "https://github.com/alice~/nur",
    "https://github.com/al_ice/nur",
    "https://github.com/alice/~nur",
    "https://github.com/alice/nur~",
    "https://github.com/alice/.git",
    `https://github.com/${"a".repeat(40)}/nur`,
    `https://github.com/alice/${"b".repeat(101)}`,
  ])("of %s is nobody's", (url) => {
    expect(gitHubRepository(url)).toBeNull();
  });
});
