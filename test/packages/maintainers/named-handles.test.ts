import { describe, expect, it } from "vitest";
import { filesOf, parseCache } from "../../../src/packages/files.ts";
import { maintainerCache } from "../../../src/packages/maintainers/maintainer-cache.ts";
import {
  isNoMaintainer,
  namedHandles,
  placeOfName,
} from "../../../src/packages/maintainers/named-handles.ts";
import { type MemoryFiles, memorySnapshot } from "../../../src/snapshot/memory.ts";
import { nixFile } from "../builders.ts";
import { derivation, LISTS, PACKAGE } from "./builders.ts";

function handlesIn(text: string): readonly string[] {
  return [...namedHandles({ path: PACKAGE, file: nixFile(text) })];
}

describe("a package names", () => {
  it.each([
    [
      "those of its list, each once, in the list of maintainers or not",
      derivation("meta.maintainers = with lib.maintainers; [ alice mallory alice ];"),
      ["alice", "mallory"],
    ],
    [
      "nobody by a team",
      derivation("meta = { maintainers = [ lib.maintainers.alice ]; teams = [ lib.teams.acme ]; };"),
      ["alice"],
    ],
    [
      "those of all branches up to one that differs",
      "{ lib, stdenv, foo, bar }: if foo then stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; } " +
        "else if bar then stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.bob ]; } " +
        "else stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.carol ]; }",
      ["alice", "bob"],
    ],
    [
      "those before what is not understood",
      derivation("meta.maintainers = with lib.maintainers; [ alice (foo bob) carol ];"),
      ["alice"],
    ],
    ["nobody by an entry that is written out", derivation('meta.maintainers = [ { github = "a"; } ];'), []],
    ["nobody where `with` is of something else", derivation("meta.maintainers = with foo; [ alice ];"), []],
    ["nobody where it is no function", "{ meta.maintainers = [ lib.maintainers.alice ]; }", []],
  ])("%s", (_, text, handles) => {
    expect(handlesIn(text)).toEqual(handles);
  });

  it("nobody by a list that is written to explode", () => {
    const doubled = Array.from({ length: 20 }, (_, i) => `a${i} = a${i + 1} ++ a${i + 1};`).join(" ");
    const list = `let ${doubled} a20 = [ ]; in a0 ++ [ lib.maintainers.alice ]`;
    expect(handlesIn(derivation(`meta.maintainers = ${list};`))).toEqual([]);
  });

  it("nobody by names that are handed on without end", () => {
    const text = `{ lib, stdenv }: ${"let inherit lib; in ".repeat(100)} stdenv.mkDerivation { meta.maintainers = [ lib.maintainers.alice ]; }`;
    expect(handlesIn(text)).toEqual([]);
  });
});

describe("somebody is surely no maintainer", () => {
  function isNone(handle: string, files: MemoryFiles): boolean {
    return isNoMaintainer(filesOf(memorySnapshot(files), parseCache()), handle, maintainerCache());
  }

  it("whom a list that is understood lacks, and nobody else", () => {
    expect(isNone("mallory", LISTS)).toBe(true);
    expect(isNone("alice", LISTS)).toBe(false);
    // An entry that is not understood is there, too.
    expect(isNone("erin", LISTS)).toBe(false);
    expect(isNone("mallory", {})).toBe(false);
    expect(isNone("mallory", { "maintainers/maintainer-list.nix": "{ lib }: { }" })).toBe(false);
  });
});

describe("a file has a name", () => {
  it.each([
    ["as a variable", "{ lib }: with lib.maintainers; [ bob alice alice ]", "alice", 37],
    ["as a name that is selected", "{ lib }: [ lib.maintainers.alice ]", "alice", 27],
    ["in quotes", '{ lib }: [ lib.maintainers."alice" ]', "alice", 27],
    ["nowhere", "{ lib }: with lib.maintainers; [ alicia ] # alice", "alice", null],
    ["not as a text", '{ lib }: [ "alice" ]', "alice", null],
  ])("%s", (_, text, name, start) => {
    expect(placeOfName(nixFile(text), name)?.start ?? null).toBe(start);
  });
});
