import { describe, expect, it } from "vitest";
import { type HostKind, hostKind, KNOWN_HOSTS, normalizedHost } from "../../../src/packages/update/hosts.ts";

describe("a host is compared without what goes without saying", () => {
  it.each([
    ["https://a.org", "a.org"],
    ["HTTPS://A.Org", "a.org"],
    ["https://a.org:443", "a.org"],
    ["HTTPS://a.org:443", "a.org"],
    ["http://a.org:80", "a.org"],
    ["ftp://a.org:21", "a.org"],
    ["https://a.org:80", "a.org:80"],
    ["http://a.org:443", "a.org:443"],
    ["ftp://a.org:80", "a.org:80"],
    ["sftp://a.org:21", "a.org:21"],
    ["https://a.org:4430", "a.org:4430"],
    ["https://a.org.", "a.org"],
    ["https://a.org..", "a.org."],
    ["https://a.org.:443", "a.org"],
    ["https://www.a.org", "a.org"],
    ["https://www.www.a.org", "www.a.org"],
    ["https://a.www.org", "a.www.org"],
    ["https://wwwa.org", "wwwa.org"],
    ["git+https://a.org", "a.org"],
    ["a.b-c9://a.org", "a.org"],
    ["mirror://gnu", "mirror://gnu"],
    ["MIRROR://GNU", "mirror://gnu"],
    ["mirrors://gnu", "gnu"],
    ["\ufffe.a.org", "\ufffe.a.org"],
    ["\ufffehttps://a.org", "\ufffehttps://a.org"],
  ])("%j as %j", (origin, host) => {
    expect(normalizedHost(origin)).toBe(host);
  });
});

const forge = (names: number): HostKind => ({ kind: "owned", names, refs: true });
const registry = (names: number): HostKind => ({ kind: "owned", names, refs: false });
const flat = (names: number): HostKind => ({ kind: "flat", names });

/** The first that fits a path counts. */
const HOSTS: readonly (readonly [string, string, HostKind])[] = [
  ["api.github.com", "repos", forge(3)],
  ["github.com", "", forge(2)],
  ["codeload.github.com", "", forge(2)],
  ["raw.githubusercontent.com", "", forge(2)],
  ["gist.github.com", "", forge(2)],
  ["gist.githubusercontent.com", "", forge(2)],
  ["gitlab.com", "api/v4/projects", forge(4)],
  ["gitlab.com", "", forge(2)],
  ["codeberg.org", "", forge(2)],
  ["gitea.com", "", forge(2)],
  ["bitbucket.org", "", forge(2)],
  ["git.sr.ht", "", forge(2)],
  ["huggingface.co", "", forge(2)],
  ["files.pythonhosted.org", "packages/source", registry(4)],
  ["mirror://pypi", "", registry(2)],
  ["crates.io", "api/v1/crates", registry(4)],
  ["static.crates.io", "crates", registry(2)],
  ["repo1.maven.org", "maven2", registry(3)],
  ["mirror://maven", "", registry(3)],
  ["sourceforge.net", "projects", registry(2)],
  ["downloads.sourceforge.net", "project", registry(2)],
  ["downloads.sourceforge.net", "sourceforge", registry(2)],
  ["downloads.sourceforge.net", "", registry(1)],
  ["mirror://sourceforge", "project", registry(2)],
  ["mirror://sourceforge", "sourceforge", registry(2)],
  ["mirror://sourceforge", "", registry(1)],
  ["archive.org", "", flat(1)],
  ["rubygems.org", "", flat(1)],
  ["hackage.haskell.org", "", flat(1)],
  ["mirror://hackage", "", flat(0)],
  ["luarocks.org", "", flat(0)],
  ["mirror://luarocks", "", flat(0)],
  ["repo.hex.pm", "", flat(1)],
];

describe("what a host serves is known", () => {
  const names = (path: string) => path.split("/").filter((name) => name !== "");

  it.each(HOSTS)("of %s below %j: %j", (host, path, is) => {
    const below = names(path);
    expect(hostKind(host, [...below, "x"])).toEqual(is);
    for (const other of [`${host}.`, `x${host}`, `${host}x`]) {
      expect(hostKind(other, below)).toEqual({ kind: "unknown" });
    }
    // What is said of a host below some names is not said elsewhere.
    const elsewhere = HOSTS.find(([each, above]) => each === host && above === "")?.[2] ?? {
      kind: "unknown",
    };
    for (const i of below.keys()) {
      expect(hostKind(host, [...below.slice(0, i), "x", ...below.slice(i + 1)])).toEqual(elsewhere);
      expect(hostKind(host, below.slice(0, i))).toEqual(elsewhere);
    }
  });

  it("and these are all", () => {
    expect(KNOWN_HOSTS.map(({ host, below = [] }) => [host, below.join("/")])).toEqual(
      HOSTS.map(([host, below]) => [host, below]),
    );
  });

  it("of one that is not listed, not at all", () => {
    expect(hostKind("a.org", ["b"])).toEqual({ kind: "unknown" });
    expect(hostKind("crates.io", ["api", "v1", "x"])).toEqual({ kind: "unknown" });
    expect(hostKind("files.pythonhosted.org", [])).toEqual({ kind: "unknown" });
  });
});
