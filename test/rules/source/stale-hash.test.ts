import { describe, expect, it } from "vitest";
import { staleHash } from "../../../src/rules/source/stale-hash.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkBetween, introduced } from "../../support/check.ts";
import { covered, packageOf } from "../builders.ts";

const [A, B] = ["1", "2"].map((digit) => `sha256-${digit.repeat(43)}=`);

/** A package with these lines, in a `rec` set. */
function pack(version: string, ...lines: readonly string[]): string {
  const all = [`pname = "hello";`, `version = "${version}";`, ...lines];
  return `{ stdenv, fetchurl, fetchzip, fetchFromGitHub, fetchPypi, lib }:\nstdenv.mkDerivation rec {\n${all.map((line) => `  ${line}\n`).join("")}}\n`;
}

/** What is found, of a package whose lines are the same on both sides, or are not. */
async function found(
  lines: readonly string[],
  after = lines,
  versions: readonly [string, string] = ["1.0", "1.1"],
): Promise<(string | null)[]> {
  const [base, head] = [pack(versions[0], ...lines), pack(versions[1], ...after)].map(
    (text): MemoryFiles => packageOf("hello", { "package.nix": text }),
  );
  if (base === undefined || head === undefined) return [];
  return introduced(await checkBetween(base, head, [staleHash])).map((finding) => covered(finding, head));
}

const dollar = "$";
const github = (...more: readonly string[]) =>
  `src = fetchFromGitHub { owner = "a"; repo = "b"; tag = "v${dollar}{version}"; hash = "${A}"; ${more.join(" ")} };`;
const url = (text: string, fetcher = "fetchurl") => `src = ${fetcher} { url = "${text}"; hash = "${A}"; };`;

describe("stale-hash", () => {
  it.each([
    ["of a forge", [github()]],
    ["of a registry", [`src = fetchPypi { inherit pname version; hash = "${A}"; };`]],
    ["of an archive", [url(`https://example.org/hello-${dollar}{version}.tar.gz`)]],
    ["of an archive with a query", [url(`https://example.org/hello-${dollar}{version}.zip?raw=true`)]],
    [
      "of mirrors",
      [
        `src = fetchzip { urls = [ "https://a.org/${dollar}{version}.zip" "https://b.org/${dollar}{version}.zip" ]; hash = "${A}"; };`,
      ],
    ],
    [
      "that has a name of its own",
      [`src = fetchFromGitHub { owner = "a"; repo = "b"; tag = version; inherit hash; };`, `hash = "${A}";`],
    ],
  ])("reports the hash %s", async (_, lines) => {
    expect(await found(lines)).toEqual([`"${A}"`]);
  });

  it.each([
    ["of the same version", [github()], ["1.0", "1.0"]],
    ["of a version that goes back", [github()], ["1.1", "1.0"]],
    ["of a candidate that is released", [github()], ["1.1-rc2", "1.1"]],
    ["of a part of a repository", [github('sparseCheckout = [ "x" ];')], ["1.0", "1.1"]],
    ["of what is made of a source", [github('postFetch = "rm x";')], ["1.0", "1.1"]],
    ["of a single file", [url(`https://example.org/${dollar}{version}/font.ttf`)], ["1.0", "1.1"]],
    [
      "of a patch",
      [
        `patches = [ (fetchpatch { url = "https://a.org/${dollar}{version}.tar.gz"; hash = "${A}"; }) ];`,
        "src = x;",
      ],
      ["1.0", "1.1"],
    ],
    [
      "of a file that is only named by the version",
      [url(`https://a.org/x.zip#/${dollar}{version}.zip`)],
      ["1.0", "1.1"],
    ],
    [
      "of a part of the version that stays",
      [url(`https://a.org/${dollar}{lib.versions.major version}.zip`)],
      ["1.0", "1.1"],
    ],
    ["of another source", [url("https://a.org/x.zip")], ["1.0", "1.1"]],
    ["of dependencies", [`vendorHash = "${A}";`, "src = x;"], ["1.0", "1.1"]],
    [
      "that is none yet",
      [
        github().replace(`"${A}"`, '""'),
        `x = fetchurl { url = "https://a.org/${dollar}{version}.zip"; hash = lib.fakeHash; };`,
      ],
      ["1.0", "1.1"],
    ],
  ] as const)("does not report the hash %s", async (_, lines, versions) => {
    expect(await found(lines, lines, versions)).toEqual([]);
  });

  const named = (name: string) =>
    `src = fetchFromGitHub { owner = "a"; repo = "b"; tag = ${name}; hash = "${A}"; };`;
  it.each([
    ["the hash is another", [github()], [github().replace(A ?? "", B ?? "")]],
    ["the hash is written in another way", [github().replace("hash =", "sha256 =")], [github()]],
    ["the source is of another repository", [github()], [github().replace('"b"', '"c"')]],
    ["what the source is made of differs", [named("tag"), 'tag = "1.1";'], [named("tag"), "tag = version;"]],
    [
      "what that is made of differs",
      [named("tag"), "tag = ref;", 'ref = "1.1";'],
      [named("tag"), "tag = ref;", "ref = version;"],
    ],
    ["a part of it is no more", [github("fetchSubmodules = true;")], [github()]],
    ["a name is inherited", [github()], ["inherit (x) y;", github()]],
  ])("does not report where %s", async (_, before, after) => {
    expect(await found(before, after)).toEqual([]);
  });

  it("reports it whatever else the change does", async () => {
    const after = [github(), "buildInputs = [ lib ];", 'meta.description = "x";'];
    expect(await found([github(), 'meta.description = "y";'], after)).toEqual([`"${A}"`]);
  });

  it("reports only those of several that stay", async () => {
    const other = (hash = A) =>
      `docs = fetchurl { url = "https://a.org/${dollar}{version}.zip"; hash = "${hash}"; };`;
    expect(await found([github(), other()], [github(), other(B)])).toEqual([`"${A}"`]);
  });

  it("says nothing where a file is added that the source may be made of", async () => {
    const base = packageOf("hello", { "package.nix": pack("1.0", github()) });
    const head = packageOf("hello", { "package.nix": pack("1.1", github()), "more.nix": "{ }" });
    expect(introduced(await checkBetween(base, head, [staleHash]))).toEqual([]);
  });
});
