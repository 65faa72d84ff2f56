// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { urlProblem } from "../../../src/packages/update/urls.ts";
import { edited, HASH_A, HASH_B, impuritiesOf } from "./builders.ts";

const OWNER = "may have another host, owner or repository";
const NOWHERE = "is not known to name a release, or an archive or a file of the repository";
const ANYBODYS = "may name a pull request or a commit, which can be anybody's";
const GITHUB = "https://github.com/a/b";

/** What is said of a URL where `V` is the version. */
const said = (url: string) => urlProblem(url.replaceAll("V", "1.2.3"), url.replaceAll("V", "1.2.4"), false);

describe("a URL of a forge goes with the version", () => {
  it.each([
    `${GITHUB}/releases/download/vV/x-V.tar.gz`,
    `${GITHUB}/releases/download/x%2FvV/x.tar.gz`,
    `${GITHUB}/archive/vV.tar.gz`,
    `${GITHUB}/archive/refs/tags/vV.tar.gz`,
    `${GITHUB}/archive/refs/heads/V.tar.gz`,
    `${GITHUB}/archive/tags/V.tar.gz`,
    `${GITHUB}/archive/x%2FV.tar.gz`,
    `${GITHUB}/tarball/V`,
    `${GITHUB}/zipball/V`,
    `${GITHUB}/raw/V/x`,
    `${GITHUB}/raw/master/pull/V/x`,
    `${GITHUB}/blob/V/x?raw=true`,
    "https://codeload.github.com/a/b/tar.gz/refs/tags/V",
    "https://raw.githubusercontent.com/a/b/V/x",
    "https://raw.githubusercontent.com/a/b/refs/tags/V/x",
    "https://media.githubusercontent.com/media/a/b/V/x",
    "https://api.github.com/repos/a/b/tarball/V",
    "https://api.github.com/repositories/1/tarball/V",
    "https://gitlab.com/a/b/-/archive/V/b-V.tar.gz",
    "https://gitlab.com/a/b/c/-/archive/V/c-V.tar.gz",
    "https://gitlab.com/a/b/-/raw/V/x",
    "https://gitlab.com/a/b/-/releases/V/downloads/x",
    "https://gitlab.com/api/v4/projects/a%2Fb/packages/generic/x/V/x",
    "https://codeberg.org/a/b/archive/V.tar.gz",
    "https://codeberg.org/a/b/raw/tag/V/x",
    "https://codeberg.org/a/b/releases/download/V/x",
    "https://codeberg.org/api/v1/repos/a/b/archive/V.tar.gz",
    "https://codeberg.org/api/packages/a/generic/x/V/x",
    "https://bitbucket.org/a/b/get/V.tar.gz",
    "https://bitbucket.org/a/b/downloads/x-V.zip",
    "https://git.sr.ht/~a/b/archive/V.tar.gz",
    "https://git.sr.ht/~a/b/refs/download/V/x",
    "https://huggingface.co/a/b/resolve/V/x",
    "https://huggingface.co/datasets/a/b/resolve/V/x",
  ])("%s", (url) => {
    expect(said(url)).toBe(null);
  });

  it.each([
    `${GITHUB}/pull/V.patch`,
    `${GITHUB}/pull/V/files`,
    `${GITHUB}/commit/V.patch`,
    `${GITHUB}/commits/V`,
    `${GITHUB}/compare/V`,
    `${GITHUB}/suites/1/artifacts/V`,
    `${GITHUB}/actions/runs/V`,
    `${GITHUB}/files/V/x.zip`,
    `${GITHUB}/issues/V`,
    `${GITHUB}/wiki/V`,
    `${GITHUB}/releases/V`,
    `${GITHUB}/V`,
    "https://github.com/downloads/a/x-V.tar.gz",
    "https://github.com/user-attachments/files/V/x.zip",
    "https://codeload.github.com/a/b/x/V",
    "https://api.github.com/repos/a/b/pulls/V",
    "https://api.github.com/repos/a/b/releases/assets/V",
    "https://api.github.com/gists/a/V",
    "https://gist.github.com/a/b/V",
    "https://gitlab.com/a/b/-/merge_requests/V.patch",
    "https://gitlab.com/a/b/-/jobs/V/artifacts/raw/x",
    "https://gitlab.com/a/b/-/commit/V.patch",
    "https://gitlab.com/a/b/merge_requests/V.patch",
    "https://gitlab.com/a/b/uploads/V/x",
    "https://gitlab.com/api/v4/projects/1/merge_requests/V",
    "https://codeberg.org/a/b/pulls/V.patch",
    "https://codeberg.org/a/b/attachments/V",
    "https://codeberg.org/api/v1/repos/a/b/pulls/V.patch",
    "https://codeberg.org/api/packages/a/x/V",
    "https://bitbucket.org/a/b/pull-requests/V",
    "https://git.sr.ht/~a/b/commit/V.patch",
    "https://huggingface.co/a/b/discussions/V",
    "https://huggingface.co/spaces/a/b/discussions/V",
  ])("but not what anybody may have written: %s", (url) => {
    expect(said(url)).toBe(NOWHERE);
  });

  it("nor what becomes such a place, or was one", () => {
    expect(urlProblem(`${GITHUB}/x/1`, `${GITHUB}/archive/1`, false)).toBe(NOWHERE);
    expect(urlProblem(`${GITHUB}/archive/1`, `${GITHUB}/x/1`, false)).toBe(NOWHERE);
  });

  it.each([
    "https://api.github.com/repos/a/V/tarball/1",
    "https://api.github.com/repositories/V/tarball/1",
    "https://api.github.com/gists/V/x",
    "https://media.githubusercontent.com/media/a/V/1/x",
    "https://gitlab.com/a/b/V/-/archive/1/x",
    "https://codeberg.org/api/packages/V/generic/x/1/x",
    "https://codeberg.org/api/v1/repos/a/V/archive/1",
    "https://huggingface.co/datasets/a/V/resolve/1/x",
    "https://huggingface.co/spaces/a/V/resolve/1/x",
  ])("nor another repository: %s", (url) => {
    expect(said(url)).toBe(OWNER);
  });

  it.each([
    ...["pull", "pulls", "pull-requests", "pr", "merge-requests", "keep-around", "pipelines"],
    ...["environments", "for", "changes", "refs/pull", "refs/merge-requests", "refs/x", "refs/tagsx"],
    ...["Pull", "refs%2Fpull", "%70ull", "refs/%70ull", "pull%2F1"],
  ])("nor a ref of anybody's: %s", (ref) => {
    expect(said(`${GITHUB}/archive/${ref}/V/head.tar.gz`)).toBe(ANYBODYS);
    expect(said(`https://gitlab.com/a/b/-/raw/${ref}/V/head/x`)).toBe(ANYBODYS);
    expect(said(`https://raw.githubusercontent.com/a/b/${ref}/V/head/x`)).toBe(ANYBODYS);
  });

  it.each(["xpull", "pullx", "x/pull", "tags", "refs/tags/pull", "refs/heads"])("but one of %s", (ref) => {
    expect(said(`${GITHUB}/archive/${ref}/V.tar.gz`)).toBe(null);
  });
});

describe("a URL of a host that may be a forge goes with the version", () => {
  it.each([
    ...["pull", "pulls", "pull-requests", "merge_requests", "merge-requests", "commit", "refs/pull"],
    ...["-/jobs", "-/package_files", "-/snippets", "-/uploads", "refs/x", "refs/tagsx", "Pull", "%70ull"],
  ])("but not below %s", (names) => {
    expect(said(`https://a.org/b/${names}/V`)).toBe(ANYBODYS);
    expect(said(`https://a.org/b/${names}/1/V/x`)).toBe(ANYBODYS);
    expect(said(`https://a.org/b/V/${names}/V`)).toBe(ANYBODYS);
    expect(said(`https://a.org/b/${names}/1?x=V`)).toBe(ANYBODYS);
    expect(said(`https://a.org/b/${names}?x=V`)).toBe(ANYBODYS);
    expect(said(`https://a.org/b?x=1&at=${names}/V/x`)).toBe(ANYBODYS);
    // The version does not reach that far.
    expect(said(`https://a.org/b?x=V&at=${names}/1/x`)).toBe(null);
    expect(said(`https://a.org/b/V?at=${names}/1/x`)).toBe(null);
    expect(said(`https://a.org/b/V/${names}/1`)).toBe(null);
    expect(said(`https://a.org/b/x${names}x/V`)).toBe(null);
  });

  it.each([
    ...["-/archive", "-/raw", "-/releases", "archive/refs/tags", "archive/refs/heads", "refs/download"],
    ...["jobs", "uploads", "x/-/b", "releases/download", "100%25"],
  ])("and below %s", (names) => {
    expect(said(`https://a.org/b/${names}/V/x-V.tar.gz`)).toBe(null);
  });
});

describe("a URL of a Maven repository names the same artifact", () => {
  it.each([
    "https://repo1.maven.org/maven2/",
    "https://repo.maven.apache.org/maven2/",
    "https://maven-central.storage.googleapis.com/maven2/",
    "https://maven-central.storage-download.googleapis.com/maven2/",
    "https://oss.sonatype.org/content/repositories/releases/",
    "https://s01.oss.sonatype.org/content/repositories/releases/",
    "https://plugins.gradle.org/m2/",
    "https://repo.clojars.org/",
    "mirror://maven/",
  ])("%s", (root) => {
    expect(said(`${root}org/x/y/V/y-V.jar`)).toBe(null);
    expect(said(`${root}io/github/a/y/V/y-V.jar`)).toBe(null);
    expect(said(`${root}io/github/V/y/1/y-1.jar`)).toBe(OWNER);
    expect(said(`${root}com/github/a/V/1/y-1.jar`)).toBe(OWNER);
    expect(said(`${root}x/V/V`)).toBe(OWNER);
  });
});

describe("a package whose source is at a URL", () => {
  const text = (url: string) => `{ stdenv, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3";
    src = fetchurl { url = "${url}"; hash = "${HASH_A}"; }; }`;
  const found = (url: string) =>
    impuritiesOf(text(url), edited(text(url), ["1.2.3", "1.2.4"], [HASH_A, HASH_B]));

  it("of a release or an archive is updated", async () => {
    expect(await found("https://github.com/a/b/releases/download/v${version}/b.tgz")).toEqual([]);
    expect(await found("https://github.com/a/b/archive/refs/tags/v${version}.tar.gz")).toEqual([]);
    expect(await found("https://git.a.org/a/b/-/archive/v${version}/b.tar.gz")).toEqual([]);
  });

  it.each([
    ["https://github.com/a/b/pull/${version}.patch", NOWHERE],
    ["https://github.com/a/b/archive/refs/pull/${version}/head.tar.gz", ANYBODYS],
    ["https://git.a.org/a/b/-/merge_requests/${version}.patch", ANYBODYS],
    ["https://api.github.com/repositories/${version}/tarball", OWNER],
    ["https://repo1.maven.org/maven2/io/github/${version}/b/1/b-1.jar", OWNER],
  ])("of what may be anybody's is not: %s", async (url, why) => {
    expect(await found(url)).toEqual([expect.stringContaining(`has a changed URL, which ${why}`)]);
  });
});

it.each(["%70ull/V%", "%ff/%70ull/V", "100%/V"])(
  "a path of which is not known how it is read may be anybody's: %s",
  (path) => {
    expect(said(`${GITHUB}/archive/${path}/x.tar.gz`)).toBe(ANYBODYS);
    expect(said(`https://a.org/b/${path}/x-V.tar.gz`)).toBe(ANYBODYS);
  },
);
