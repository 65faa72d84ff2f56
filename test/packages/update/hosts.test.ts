import { describe, expect, it } from "vitest";
import {
  type HostKind,
  hostKind,
  KNOWN_HOSTS,
  normalizedHost,
  type Place,
} from "../../../src/packages/update/hosts.ts";

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

const PLACES = {
  github: "releases/download: files, releases/latest/download: files, archive, tarball, zipball, raw, blob",
  "github api": "tarball, zipball",
  codeload: "tar.gz, zip, legacy.tar.gz, legacy.zip",
  gist: "raw, archive",
  gitlab: "-/releases: files, -/archive, -/raw, -/blob, raw, repository",
  "gitlab api": "releases: files, packages",
  gitea: "releases/download: files, archive, raw, media",
  "gitea packages": "generic",
  bitbucket: "downloads: files, get, raw",
  sourcehut: "refs/download: files, archive, blob",
  "hugging face": "resolve, raw",
  all: "",
} as const;

const names = (path: string) => path.split("/").filter((name) => name !== "");
const place = (text: string): Place => {
  const [path = "", of] = text.split(": ");
  return { below: names(path), of: of === "files" ? "file" : "ref" };
};
const forge = (count: number, places: keyof typeof PLACES): HostKind => ({
  kind: "owned",
  names: count,
  places: PLACES[places].split(", ").map(place),
});
const registry = (count: number): HostKind => ({ kind: "owned", names: count, places: null });
const flat = (count: number): HostKind => ({ kind: "flat", names: count });

/** The first that fits a path counts. */
const HOSTS: readonly (readonly [string, string, HostKind])[] = [
  ["api.github.com", "repos", forge(3, "github api")],
  ["api.github.com", "repositories", forge(2, "github api")],
  ["api.github.com", "", { kind: "owned", names: 2, places: [] }],
  ["github.com", "", forge(2, "github")],
  ["codeload.github.com", "", forge(2, "codeload")],
  ["raw.githubusercontent.com", "", forge(2, "all")],
  ["raw.github.com", "", forge(2, "all")],
  ["media.githubusercontent.com", "media", forge(3, "all")],
  ["gist.github.com", "", forge(2, "gist")],
  ["gist.githubusercontent.com", "", forge(2, "gist")],
  ["gitlab.com", "api/v4/projects", forge(4, "gitlab api")],
  ["gitlab.com", "", forge(2, "gitlab")],
  ["codeberg.org", "api/packages", forge(3, "gitea packages")],
  ["codeberg.org", "api/v1/repos", forge(5, "gitea")],
  ["codeberg.org", "", forge(2, "gitea")],
  ["gitea.com", "api/packages", forge(3, "gitea packages")],
  ["gitea.com", "api/v1/repos", forge(5, "gitea")],
  ["gitea.com", "", forge(2, "gitea")],
  ["bitbucket.org", "", forge(2, "bitbucket")],
  ["git.sr.ht", "", forge(2, "sourcehut")],
  ["huggingface.co", "datasets", forge(3, "hugging face")],
  ["huggingface.co", "spaces", forge(3, "hugging face")],
  ["huggingface.co", "", forge(2, "hugging face")],
  ["files.pythonhosted.org", "packages/source", registry(4)],
  ["mirror://pypi", "", registry(2)],
  ["crates.io", "api/v1/crates", registry(4)],
  ["static.crates.io", "crates", registry(2)],
  ["repo1.maven.org", "maven2", registry(3)],
  ["repo.maven.apache.org", "maven2", registry(3)],
  ["maven-central.storage.googleapis.com", "maven2", registry(3)],
  ["maven-central.storage-download.googleapis.com", "maven2", registry(3)],
  ["oss.sonatype.org", "content/repositories/releases", registry(5)],
  ["s01.oss.sonatype.org", "content/repositories/releases", registry(5)],
  ["plugins.gradle.org", "m2", registry(3)],
  ["repo.clojars.org", "", registry(2)],
  ["mirror://maven", "", registry(2)],
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

  it("of an artifact by all but the last two names of its path", () => {
    const count = (host: string, path: string) => {
      const kind = hostKind(host, path.split("/"));
      return kind.kind === "owned" ? kind.names : null;
    };
    expect(count("mirror://maven", "a/b/c/1/c.jar")).toBe(3);
    expect(count("repo1.maven.org", "maven2/a/b/1/b.jar")).toBe(3);
    expect(count("repo1.maven.org", "maven2/a/b/c/1/c.jar")).toBe(4);
    expect(count("repo1.maven.org", "maven2/a")).toBe(3);
    // And of a project in a group by what stands in front of `-`.
    expect(count("gitlab.com", "a/b/-/archive/1")).toBe(2);
    expect(count("gitlab.com", "a/b/c/-/archive/1/-/x")).toBe(3);
    expect(count("gitlab.com", "a/b/archive/1")).toBe(2);
    expect(count("gitlab.com", "-/a/b")).toBe(2);
    expect(count("codeberg.org", "a/b/c/-/archive/1")).toBe(2);
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
