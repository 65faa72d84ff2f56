// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { edited, HASH_A, HASH_B, impuritiesOf } from "../builders.ts";

/** Why a package is no pure update where its source and another attribute are written so. */
async function found(source: string, more = ""): Promise<string[]> {
  const text = `{ lib, stdenv, fetchurl, fetchFromGitHub, nix-update-script, it, ... }:
    stdenv.mkDerivation rec { pname = "p"; version = "1.2.3"; ${more} src = ${source} hash = "${HASH_A}"; }; }`;
  return impuritiesOf(text, edited(text, ["1.2.3", "1.2.4"], [HASH_A, HASH_B]));
}

const SOURCE = 'fetchurl { url = "https://a.org/p/${version}.tgz";';

describe("what the library makes of a version is let through", () => {
  it.each([
    ["in a file name", 'fetchurl { url = "https://a.org/p/${lib.versions.majorMinor version}/p.tgz";'],
    ["of some of its parts", 'fetchurl { url = "https://a.org/p/${shortVersion}/p.tgz";'],
    [
      "beside an owner by the library",
      'fetchFromGitHub { owner = lib.toLower "O"; repo = "r"; tag = version;',
    ],
    [
      "behind a name by the library",
      'fetchFromGitHub { owner = "o"; repo = "r"; tag = "${lib.toLower "R"}-${version}";',
    ],
    [
      "in a pattern",
      'fetchurl { url = "https://a.org/p/${lib.head (lib.match "([0-9]+)[.](.*)" version)}/p.tgz";',
    ],
  ])("%s", async (_, source) => {
    const more = 'shortVersion = lib.concatStringsSep "." (lib.take 2 (lib.splitVersion version));';
    expect(await found(source, more)).toEqual([]);
  });
});

const HOST = ["`src.url` has a changed URL, which may have another host, owner or repository"];
const PATH = ["`PATH` passes a changed value to `mkDerivation` as `PATH`, which may be more than text"];
const PASSED = ["`PATH` passes a changed value to a function in a way that is not understood"];

describe("what the library makes of a version is no beginning of a URL", () => {
  it.each([
    ["values of a set", 'lib.concatStringsSep "/" (lib.attrValues { z = "github.com/o/r"; a = version; })'],
    ["values of a set as text", 'toString (lib.attrValues { z = "github.com/o/r/"; a = version; })'],
    ["one of some texts", 'lib.concatStrings (lib.take 1 [ "github.com/o/r/" version ])'],
  ])("by %s", async (_, text) => {
    expect(await found(`fetchurl { url = "https://" + ${text};`)).toEqual(HOST);
  });
});

describe("what the library makes of a version is not lost", () => {
  it.each([
    ["in a separator", 'lib.concatStringsSep version (lib.take 2 [ "a" "b" ])', PATH],
    ["beside what stops", 'lib.concatStrings (lib.take 1 [ version (throw "x") ])', PATH],
    ["in a function that there may be", 'lib.pipe "a" (lib.optional it.x (x: x + version))', PASSED],
    ["in a script beside the package", "lib.head (nix-update-script { attrPath = version; })", PASSED],
    [
      "behind a pattern that POSIX reads in another way",
      'it.${lib.head (lib.match "(.+?)[0-9.]*" version)}',
      ["`PATH` makes a text from a changed value in a way that is not understood"],
    ],
  ])("%s", async (_, text, why) => {
    expect(await found(SOURCE, `PATH = ${text};`)).toEqual(why);
  });
});
