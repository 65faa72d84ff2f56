import { expect, it } from "vitest";
import { loadChange } from "../../src/change/change.ts";
import { loadConfiguration } from "../../src/config/load.ts";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { parseCache } from "../../src/packages/files.ts";
import { contentFacts } from "../../src/policy/content.ts";
import { RULE_NAMING } from "../../src/rules/naming.ts";
import { computeLoading, loadedSnapshot } from "../../src/snapshot/loaded.ts";
import { type MemoryFiles, memorySource } from "../../src/snapshot/memory.ts";

const cache = parseCache(await loadSecondReader());

const LISTS: MemoryFiles = {
  "maintainers/maintainer-list.nix":
    '{ alice = { github = "alice"; githubId = 1; name = "A"; }; bob = { github = "bob"; githubId = 2; name = "B"; }; }\n',
  "maintainers/team-list.nix": "{ lib }:\n{ }\n",
  "maintainers/github-teams.json": "{}",
};

function text(version: string, letter: string, maintainer: string): string {
  return `{ lib, stdenv, fetchurl }:
stdenv.mkDerivation rec {
  pname = "hello";
  version = "${version}";
  src = fetchurl { url = "https://a.org/hello/hello-\${version}.tar.gz"; hash = "sha256-${letter.repeat(42)}A="; };
  meta.maintainers = with lib.maintainers; [ ${maintainer} ];
}
`;
}

/** What the files of a change say where packages are defined by `default.nix`. */
async function contentOf(before: MemoryFiles, after: MemoryFiles) {
  const rest = {
    ...LISTS,
    ".github/by-name.yml": "packages: [{ root: pkgs, sharded: false, file: default.nix }]\n",
  };
  const base = { ...rest, ...before };
  const change = await loadChange(memorySource(base), memorySource({ ...rest, ...after }));
  const tip = loadedSnapshot(memorySource(base));
  const loaded = await computeLoading([tip], () => loadConfiguration(tip, RULE_NAMING));
  if (loaded.kind === "invalid") throw new Error("the configuration is not valid");
  const { configuration } = loaded;
  const { maintainers } = configuration.merge;
  const question = { change, tip, listed: [], atLeast: 0, configuration, maintainers, parse: cache };
  return computeLoading([change.base, change.head, tip], () => contentFacts(question));
}

it("is what a package is known by, what says who maintains it, and what an update is about", async () => {
  const { files, maintainers, updates } = await contentOf(
    {
      "pkgs/hello/default.nix": text("1.0", "a", "alice"),
      "pkgs/hello/package.nix": text("1.0", "a", "bob"),
    },
    {
      "pkgs/hello/default.nix": text("1.1", "b", "alice"),
      "pkgs/hello/package.nix": text("1.0", "a", "bob"),
    },
  );
  expect(files.packages).toEqual([{ name: "hello", directory: "pkgs/hello", file: "default.nix" }]);
  expect(files.outside).toEqual([]);
  expect(maintainers.get("pkgs/hello")).toMatchObject({ kind: "known", people: [{ id: 1 }] });
  expect(updates).toMatchObject([{ version: { before: "1.0", after: "1.1" }, impurities: [] }]);
});

it("makes no package of a directory with another file", async () => {
  const { files } = await contentOf(
    { "pkgs/hello/package.nix": text("1.0", "a", "alice") },
    { "pkgs/hello/package.nix": text("1.1", "b", "alice") },
  );
  expect(files).toMatchObject({ packages: [], outside: ["pkgs/hello/package.nix"] });
});

it("is missed where it goes", async () => {
  const { files } = await contentOf(
    { "pkgs/hello/default.nix": text("1.0", "a", "alice"), "pkgs/hello/x.nix": "1" },
    { "pkgs/hello/x.nix": "2" },
  );
  expect(files.unusual).toContainEqual({ path: "pkgs/hello/default.nix", why: "is gone" });
});
