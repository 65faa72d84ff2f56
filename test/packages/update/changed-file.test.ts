import { describe, expect, it } from "vitest";
import { type Files, filesOf, parseCache } from "../../../src/packages/files.ts";
import { changedFile, soundFile } from "../../../src/packages/update/changed-file.ts";
import { type MemoryFile, type MemoryFiles, memorySnapshot } from "../../../src/snapshot/memory.ts";
import type { Snapshot } from "../../../src/snapshot/snapshot.ts";
import { cache } from "./builders.ts";

const NOT_LOADED: Snapshot = {
  entry: () => "not-loaded",
  list: () => "not-loaded",
  read: () => "not-loaded",
};

type Side = MemoryFile | typeof NOT_LOADED | null;

function side(rest: string, file: Side): Snapshot {
  if (file === null) return memorySnapshot({});
  return typeof file === "object" && "entry" in file ? file : memorySnapshot({ [`d/${rest}`]: file });
}

function changed(rest: string, before: Side, after: Side) {
  return changedFile(side(rest, before), side(rest, after), `d/${rest}`, rest, ["*.lock"]);
}

const EXECUTABLE = { file: "", executable: true };
const LINK = { link: "y" };
const SUBMODULE = { submodule: true } as const;
const MODE = "the mode of the file differs";
const NOT_READ = "the file was not read";

describe("a change at a path of a package", () => {
  it("of Nix is one of Nix", () => {
    expect(changed("x.nix", "1", "2")).toEqual({ kind: "nix" });
    expect(changed("a/x.nix", "1", "2")).toEqual({ kind: "nix" });
  });

  it.each<[string, Side, Side, boolean, boolean]>([
    ["changed", "1", "2", true, true],
    ["added", null, "2", false, true],
    ["removed", "1", null, true, false],
  ])("of a companion says on which sides it is there: %s", (_, old, now, before, after) => {
    expect(changed("x.lock", old, now)).toEqual({ kind: "companion", before, after });
  });

  it.each<[string, Side, Side, string]>([
    ["x.nix", NOT_LOADED, "2", NOT_READ],
    ["x.nix", "1", NOT_LOADED, NOT_READ],
    ["x.lock", NOT_LOADED, NOT_LOADED, NOT_READ],
    ["x.nix", null, "2", "the file was added"],
    ["x.nix", "1", null, "the file was removed"],
    ["x.NIX", "1", "2", "the file differs"],
    ["x.sh", "1", "2", "the file differs"],
    ["nix", "1", "2", "the file differs"],
    ["x.nix", EXECUTABLE, EXECUTABLE, "the file is executable"],
    ["x.nix", "1", EXECUTABLE, MODE],
    ["x.nix", EXECUTABLE, "1", MODE],
    ["x.lock", "1", EXECUTABLE, MODE],
    ["x.lock", EXECUTABLE, "1", MODE],
    ["x.lock", EXECUTABLE, EXECUTABLE, "the file differs"],
    ["x.lock", null, EXECUTABLE, "the file was added"],
    ["x.lock", EXECUTABLE, null, "the file was removed"],
    ["x.lock", "1", LINK, "it is a symbolic link"],
    ["x.lock", LINK, "1", "it is a symbolic link"],
    ["x.lock", LINK, null, "it is a symbolic link"],
    ["x.lock", "1", SUBMODULE, "it is a submodule"],
    ["x.lock", SUBMODULE, null, "it is a submodule"],
  ])("%s from %j to %j is refused: %s", (rest, before, after, why) => {
    expect(changed(rest, before, after)).toEqual({ kind: "refused", why });
  });

  it("from a file to a directory is refused", () => {
    const [file, directory] = [memorySnapshot({ "x.lock": "" }), memorySnapshot({ "x.lock/y": "" })];
    const refused = { kind: "refused", why: "it is a directory on one side" };
    expect(changedFile(file, directory, "x.lock", "x.lock", ["*"])).toEqual(refused);
    expect(changedFile(directory, file, "x.lock", "x.lock", ["*"])).toEqual(refused);
  });
});

describe("a file that is not sure to be what it seems is told why:", () => {
  const files = (all: MemoryFiles, over: Partial<Snapshot> = {}): Files =>
    filesOf({ ...memorySnapshot(all), ...over }, cache);
  const invalid = new Uint8Array([49, 32, 35, 255]);

  it.each<[string, Files, string]>([
    ["of none", files({}), NOT_READ],
    ["of a link", files({ x: { link: "y" }, y: "1" }), NOT_READ],
    ["of one that is not loaded", files({ x: "1" }, NOT_LOADED), NOT_READ],
    [
      "of a large one",
      files({ x: "1" }, { read: () => ({ kind: "too-large", size: 4096 }) }),
      "the file could not be read: it is too large (4 KiB)",
    ],
    ["of bytes that are no text", files({ x: invalid }), "the file is not UTF-8"],
    ["of an error", files({ x: "{" }), "the file does not parse"],
    [
      "of one by a single parser",
      filesOf(memorySnapshot({ x: "1" }), parseCache()),
      "`x` is not sure to mean what it seems to: there is no second parser at hand",
    ],
  ])("%s", (_, all, why) => {
    expect(soundFile(all, "x")).toEqual({ sound: false, why });
  });

  it("any other is sound", () => {
    expect(soundFile(files({ x: "{ a = 1; }" }), "x")).toMatchObject({ sound: true, file: { problems: [] } });
  });
});
