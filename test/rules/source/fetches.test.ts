// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import { fullIndex } from "../../../src/rules/source/full-index.ts";
import { hashAttribute } from "../../../src/rules/source/hash-attribute.ts";
import { insecureUrl } from "../../../src/rules/source/insecure-url.ts";
import { mutableSource } from "../../../src/rules/source/mutable-source.ts";
import { repoIsPname } from "../../../src/rules/source/repo-is-pname.ts";
import {
  FETCHERS_WITH_HASH,
  FETCHERS_WITH_TAG,
  GIT_FETCHERS,
  HTTPS_HOSTS,
  OFF_BY_DEFAULT,
} from "../../../src/rules/source/shared/fetchers.ts";
import { isShortHash, shortRev } from "../../../src/rules/source/short-rev.ts";
import { tagNotRev } from "../../../src/rules/source/tag-not-rev.ts";
import { undescribedPatch } from "../../../src/rules/source/undescribed-patch.ts";
import { unusedFetchOption } from "../../../src/rules/source/unused-fetch-option.ts";
import { derivation, fixed, reported } from "../advice.ts";

const SRI = "sha256-jZkUKv2SV28wsM18tCqNxoCZmLxdYH2Idh9RLibH2yA=";
const github = (text: string, more = "") =>
  `version = "1.0";\nsrc = fetchFromGitHub { owner = "a"; repo = "b"; ${text} };\n${more}`;
const REC = { open: "rec {" };

describe("tag-not-rev", () => {
  it.each([
    ["rev = version;", "tag = version;"],
    ['rev = "v${version}";', 'tag = "v${version}";'],
    ['rev = "${version}";', 'tag = "${version}";'],
    ['rev = "release-${version}";', 'tag = "release-${version}";'],
    ['rev = "hello_v${version}";', 'tag = "hello_v${version}";'],
    ['rev = "1.0";', 'tag = "1.0";'],
    ['rev = "v1.0";', 'tag = "v1.0";'],
    ['rev = "refs/tags/v${version}";', 'tag = "v${version}";'],
    ['rev = "refs/tags/anything";', 'tag = "anything";'],
    ['rev = "refs/tags/${x}";', 'tag = "${x}";'],
  ])("fixes %s", async (before, after) => {
    expect(await fixed(tagNotRev, derivation(github(before), REC))).toBe(derivation(github(after), REC));
  });

  it.each([
    ["a commit", 'rev = "1f795f9f44607cc5bec70d1300150bfefcef2aae";'],
    ["another name", "rev = revision;"],
    ["a suffix", 'rev = "v${version}-final";'],
    ["a branch by its name", 'rev = "stable-${version}";'],
    ["two interpolations", 'rev = "${x}${version}";'],
    ["a literal that is not the version", 'rev = "v1.1";'],
    ["a path", 'rev = "refs/heads/${version}";'],
    ["nothing behind the prefix", 'rev = "refs/tags/";'],
    ["a tag besides", 'rev = version; tag = "x";'],
    ["a rev from elsewhere", "inherit rev;"],
    ["a tag", 'tag = "v${version}";'],
  ])("is not reported of %s", async (_, text) => {
    expect(await reported(tagNotRev, derivation(github(text), REC))).toEqual([]);
  });

  it.each(["1f795f9", "0-unstable-2025-01-31", "2025-01-31", "unstable-2025-01-31", "7"])(
    "is not reported where the version is %s",
    async (version) => {
      for (const [rev, how] of [
        ["version", REC],
        ["finalAttrs.version", { open: "(finalAttrs: {", close: "})" }],
        [`"${version}"`, {}],
      ] as const) {
        const text = github(`rev = ${rev};`).replace('"1.0"', `"${version}"`);
        expect(await reported(tagNotRev, derivation(text, how))).toEqual([]);
      }
    },
  );

  it("sees the version through finalAttrs, let and arguments", async () => {
    expect(
      await reported(
        tagNotRev,
        derivation(github("rev = finalAttrs.version;"), { open: "(finalAttrs: {", close: "})" }),
      ),
    ).toEqual(["rev"]);
    expect(
      await reported(
        tagNotRev,
        derivation(github("rev = version;"), { builder: 'let version = "1.0"; in stdenv.mkDerivation' }),
      ),
    ).toEqual(["rev"]);
    expect(await reported(tagNotRev, derivation(github("rev = version;")))).toEqual(["rev"]);
  });

  it("is not fixed where something else reads `rev`", async () => {
    const text = derivation(github("rev = version;", "x = src.rev;"), REC);
    expect(await reported(tagNotRev, text)).toEqual(["rev"]);
    expect(await fixed(tagNotRev, text)).toBeNull();
  });

  it.each([...FETCHERS_WITH_TAG])("knows %s", async (name) => {
    const text = github("rev = version;").replace("fetchFromGitHub", `pkgs.${name}`);
    expect(await reported(tagNotRev, derivation(text, REC))).toEqual(["rev"]);
  });

  it("knows that others have no `tag`", async () => {
    const text = github("rev = version;").replace("fetchFromGitHub", "pkgs.fetchFromBitbucket");
    expect(await reported(tagNotRev, derivation(text, REC))).toEqual([]);
  });
});

describe("short-rev", () => {
  it.each([
    ["1f795f9", true],
    ["a1b2c3d4e5f6", true],
    ["1f795f9f44607cc5bec70d1300150bfefcef2aa", true],
    ["1f795f9f44607cc5bec70d1300150bfefcef2aae", false],
    ["1f795f", false],
    ["20250131", false],
    ["20250131a", false],
    ["defaced", false],
    ["v1.0-1f795f9", false],
    ["1F795F9", false],
  ])("takes %s for one: %j", (text, expected) => {
    expect(isShortHash(text)).toBe(expected);
  });

  it.each([...GIT_FETCHERS])("is reported of %s", async (name) => {
    const text = (of: string) => derivation(`src = pkgs.${of} { url = "x"; rev = "1f795f9"; };`);
    expect(await reported(shortRev, text(name))).toEqual(['"1f795f9"']);
    expect(await reported(shortRev, text("fetchhg"))).toEqual([]);
  });
});

describe("mutable-source", () => {
  const url = (text: string) => derivation(`src = fetchurl { url = "${text}"; hash = "${SRI}"; };`);
  it.each(["HEAD", "main", "master", "trunk", "develop", "development", "refs/heads/x"])(
    "knows %s",
    async (branch) => {
      expect(await reported(mutableSource, derivation(github(`rev = "${branch}";`)))).toEqual([
        `"${branch}"`,
      ]);
      expect(
        await reported(mutableSource, url(`https://github.com/a/b/archive/${branch}.tar.gz`)),
      ).toHaveLength(1);
    },
  );

  it.each([
    ["https://raw.githubusercontent.com/a/b/main/x", 1],
    ["https://github.com/a/b/raw/master/x", 1],
    ["https://gitlab.com/a/b/-/archive/main/b-main.tar.gz", 1],
    ["https://gitlab.com/a/b/-/raw/main/x", 1],
    ["https://api.github.com/repos/a/b/tarball/HEAD", 1],
    ["https://github.com/a/b/pull/7.patch", 1],
    ["https://github.com/a/b/pull/7.diff?full_index=1", 1],
    ["https://github.com/a/b/archive/refs/tags/main.tar.gz", 0],
    ["https://github.com/a/b/archive/mainline.tar.gz", 0],
    ["https://github.com/a/main/archive/v1.tar.gz", 0],
    ["https://example.org/main.tar.gz", 0],
    ["https://github.com/a/b/commit/1f795f9.patch", 0],
    ["https://github.com/a/b/pull/7/commits/1f795f9.patch", 0],
  ])("finds in %s: %j", async (text, count) => {
    expect(await reported(mutableSource, url(text))).toHaveLength(count);
  });

  it.each(["v1.0", "maintenance", "1f795f9f44607cc5bec70d1300150bfefcef2aae"])(
    "is not reported of %s",
    async (rev) => {
      expect(await reported(mutableSource, derivation(github(`rev = "${rev}";`)))).toEqual([]);
    },
  );

  it("looks at `urls`, too", async () => {
    const text = derivation(
      'src = fetchurl { urls = [ "https://github.com/a/b/archive/main.zip" "https://x.org" ]; };',
    );
    expect(await reported(mutableSource, text)).toEqual(['"https://github.com/a/b/archive/main.zip"']);
  });
});

describe("hash-attribute", () => {
  it.each([...FETCHERS_WITH_HASH])("is fixed of %s", async (name) => {
    const text = (hash: string) => derivation(`src = pkgs.${name} { ${hash} = "${SRI}"; };`);
    expect(await fixed(hashAttribute, text("sha256"))).toBe(text("hash"));
  });

  it.each([
    ["another form", 'src = fetchurl { sha256 = "0ssi1wpaf7plaswqqjwigppsg5fyh99vdlb9kzl7c9lng89ndq1i"; };'],
    ["a hash besides", `src = fetchurl { sha256 = "${SRI}"; hash = "${SRI}"; };`],
    ["a function that takes nothing else", `src = builtins.fetchTarball { sha256 = "${SRI}"; };`],
    ["a function that is not known", `src = f { sha256 = "${SRI}"; };`],
    ["a value from elsewhere", "src = fetchurl { inherit sha256; };"],
    ["another builder's", `vendorSha256 = "${SRI}";`],
  ])("is not reported of %s", async (_, text) => {
    expect(await reported(hashAttribute, derivation(text))).toEqual([]);
  });

  it("is not fixed where something else reads it, nor for `cargoSha256`, whose hash will differ", async () => {
    const read = derivation(`src = fetchurl { sha256 = "${SRI}"; }; x = src.sha256;`, REC);
    expect(await fixed(hashAttribute, read)).toBeNull();
    expect(
      await fixed(hashAttribute, derivation(`cargoSha256 = "${SRI}";`, { builder: "buildRustPackage" })),
    ).toBeNull();
    const go = (name: string, hash = SRI) => derivation(`${name} = "${hash}";`, { builder: "buildGoModule" });
    expect(await fixed(hashAttribute, go("vendorSha256"))).toBe(go("vendorHash"));
    expect(await fixed(hashAttribute, go("vendorSha256", "0ssi1wpaf7"))).toBeNull();
  });
});

describe("full-index", () => {
  const patch = (url: string, fetcher = "fetchpatch2") =>
    derivation(`patches = [ (${fetcher} { url = "${url}"; }) ];`);
  it.each([
    ["https://github.com/a/b/commit/x.patch", 1],
    ["https://github.com/a/b/commit/${x}.diff", 1],
    ["https://github.com/a/b/compare/x...y.patch", 1],
    ["https://github.com/a/b/pull/7.patch", 1],
    ["https://github.com/a/b/commit/x.patch?full_index=1", 0],
    ["https://github.com/a/b/raw/x/y.patch", 0],
    ["https://gitlab.com/a/b/-/commit/x.patch", 0],
    ["https://github.com/a/b/commit/x", 0],
  ])("finds in %s: %j", async (url, count) => {
    expect(await reported(fullIndex, patch(url))).toHaveLength(count);
    expect(await reported(fullIndex, patch(url, "fetchpatch"))).toEqual([]);
  });
});

describe("insecure-url", () => {
  const url = (text: string) => derivation(`src = fetchurl { url = "${text}"; };`);
  it.each(HTTPS_HOSTS)("is fixed of %s", async (host) => {
    expect(await fixed(insecureUrl, url(`http://www.${host}/x`))).toBe(url(`https://www.${host}/x`));
    expect(await fixed(insecureUrl, url(`http://${host}/\${x}`))).toBe(url(`https://${host}/\${x}`));
  });

  it.each(["github.com", "www.github.com", "gitlab.com", "bitbucket.org"])(
    "is fixed of git://%s",
    async (host) => {
      expect(await fixed(insecureUrl, url(`git://${host}/a/b`))).toBe(url(`https://${host}/a/b`));
    },
  );

  it.each([
    "https://github.com/x",
    "http://example.org/x",
    "http://notgithub.com/x",
    "http://github.com.example.org/x",
    "git://git.example.org/x",
    "http://${host}/x",
    "http://github.com",
    "mirror://gnu/x",
  ])("is not reported of %s", async (text) => {
    expect(await reported(insecureUrl, url(text))).toEqual([]);
  });
});

describe("unused-fetch-option", () => {
  it.each([...OFF_BY_DEFAULT].flatMap(([fetcher, names]) => names.map((name) => [fetcher, name] as const)))(
    "knows that %s has no %s unless it is told",
    async (fetcher, name) => {
      const text = (line: string) => derivation(`src = pkgs.${fetcher} {\n  url = "x";\n${line}};`);
      expect(await fixed(unusedFetchOption, text(`  ${name} = false;\n`))).toBe(text(""));
      expect(await reported(unusedFetchOption, text(`  ${name} = true;\n`))).toEqual([]);
      expect(await reported(unusedFetchOption, text(`  ${name} = x;\n`))).toEqual([]);
    },
  );

  it("leaves what means something, and what a `rec` set may read, alone", async () => {
    expect(
      await reported(unusedFetchOption, derivation("src = fetchgit { fetchSubmodules = false; };")),
    ).toEqual([]);
    expect(
      await reported(
        unusedFetchOption,
        derivation("src = fetchFromGitHub rec { fetchSubmodules = false; };"),
      ),
    ).toEqual([]);
  });
});

describe("repo-is-pname", () => {
  const text = (repo: string) => `pname = "hello"; src = fetchFromGitHub { owner = "a"; repo = ${repo}; };`;
  it.each([
    ["pname", REC],
    ["finalAttrs.pname", { open: "(finalAttrs: {", close: "})" }],
  ])("is fixed of %s", async (repo, how) => {
    expect(await fixed(repoIsPname, derivation(text(repo), how))).toBe(derivation(text('"hello"'), how));
  });

  it("is not reported of a name, and not fixed where that is not known", async () => {
    expect(await reported(repoIsPname, derivation(text('"hello"')))).toEqual([]);
    const from = derivation(text("args.pname").replace('pname = "hello";', "pname = x;"));
    expect(await fixed(repoIsPname, from)).toBeNull();
  });
});

describe("undescribed-patch", () => {
  it.each([
    ["patches = [ ./a.patch ];", ["./a.patch"]],
    ["patches = [\n  # why\n  ./a.patch\n  ./b.patch\n];", []],
    ["patches = [\n  # why\n  ./a.patch\n\n  ./b.patch\n];", ["./b.patch"]],
    ["patches = [\n  ./a.patch\n  # why\n  ./b.patch\n];", ["./a.patch"]],
    ['patches = [ (fetchpatch { url = "x"; }) x "${src}/x.patch" ];', []],
    ["patches = [\n  ./a.patch # why\n];", []],
    ["# why\npatches = [ ./a.patch ];", []],
    ['patches = [ (fetchpatch {\n# why\nurl = "x"; }) ];', []],
    ["patches = x;", []],
  ])("finds in %j: %j", async (text, expected) => {
    expect(await reported(undescribedPatch, derivation(text))).toEqual(expected);
  });
});

describe("rules about sources", () => {
  it("do not speak of files that a program writes, nor of files outside of packages", async () => {
    const text = derivation("src = fetchFromGitHub { fetchSubmodules = false; };");
    expect(await reported(unusedFetchOption, `# This file was generated by nvfetcher\n${text}`)).toEqual([]);
    expect(await reported(unusedFetchOption, `${text}#${" ".repeat(300_000)}\n`)).toEqual([]);
    expect(await reported(unusedFetchOption, `# A file by hand\n${text}`)).toHaveLength(1);
  });
});
