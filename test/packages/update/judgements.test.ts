// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { parseNix } from "../../../src/nix/parse.ts";
import { sourceText } from "../../../src/nix/text.ts";
import { compareFiles } from "../../../src/packages/update/compare.ts";
import {
  type ComparedFile,
  judgePins,
  judgeTokens,
  judgeVersion,
  MOST_PINS,
} from "../../../src/packages/update/judgements.ts";
import type { PinChange } from "../../../src/packages/update/package-update.ts";
import type { MemoryFile } from "../../../src/snapshot/memory.ts";
import { DIRECTORY, edited, HASH_A, HASH_B, updateOf } from "./builders.ts";

function compared(path: string, before: string, after: string): ComparedFile {
  const [base, file] = [parseNix(sourceText(before)), parseNix(sourceText(after))];
  expect([...base.problems, ...file.problems]).toEqual([]);
  return { path, base, file, pins: compareFiles(base, file).pins };
}

/** The range of some columns of the first line. */
function columns(from: number, to: number) {
  return { start: { line: 1, column: from }, end: { line: 1, column: to } };
}

describe("the pins of files", () => {
  it("are told with their places, in the order of the files", () => {
    const files = [
      compared("p", `{ a.hash = "${HASH_A}"; }`, `{ a.hash = "${HASH_B}"; }`),
      compared("q", '{ version = "1.0"; }', '{ version = "1.1"; }'),
    ];
    const hash = { path: "p", binding: "a.hash", kind: "hash", before: HASH_A, after: HASH_B };
    const version = { path: "q", binding: "version", kind: "version", before: "1.0", after: "1.1" };
    expect(judgePins(files)).toEqual({
      pins: [
        { ...hash, range: columns(12, 65) },
        { ...version, range: columns(13, 18) },
      ],
      impurities: [],
    });
  });

  it("are told with why they may not differ, each", () => {
    const files = [compared("p", '{ version = "1.1"; a.hash = ""; }', '{ version = "1.0"; a.hash = "x"; }')];
    expect(judgePins(files).impurities).toEqual([
      {
        path: "p",
        binding: "version",
        range: columns(13, 18),
        why: "`version` differs: the version does not go up",
      },
      {
        path: "p",
        binding: "a.hash",
        range: columns(29, 32),
        why: "`a.hash` differs: it is not a SHA-256, SHA-384 or SHA-512 hash",
      },
    ]);
  });

  const url = (version: string) => `"https://a.org/b/${version}"`;
  it.each([
    ["version", "1.0", "1.1", []],
    ["rev", "1.0", "1.1", []],
    ["tag", "1.0", "1.1", []],
    ["pname", "1.0", "1.1", ["`url` differs: it is not the old one with the new version"]],
    ["version", "1.0", "1.2", ["`url` differs: it is not the old one with the new version"]],
  ])("a URL goes with what differs of %s in another file, from %s to %s", (name, before, after, why) => {
    const files = [
      compared("p", `{ url = ${url("1.0")}; }`, `{ url = ${url("1.1")}; }`),
      compared("q", `{ ${name} = "${before}"; }`, `{ ${name} = "${after}"; }`),
    ];
    expect(judgePins(files).impurities.map((each) => each.why)).toEqual(why);
  });

  it("of which a URL does not follow a hash", () => {
    const text = (digit: string) =>
      `{ sha256 = "${digit.repeat(64)}"; url = "https://a.org/b/${digit.repeat(64)}"; }`;
    expect(judgePins([compared("p", text("1"), text("2"))]).impurities.map((each) => each.why)).toEqual([
      "`url` differs: it is not the old one with the new version",
    ]);
  });

  it("are not looked at where there are more than in any update", () => {
    const list = (length: number, version: string) =>
      `[ ${Array.from({ length }, () => `{ version = "${version}"; }`).join(" ")} ]`;
    const of = (path: string, length: number) => compared(path, list(length, "1.0"), list(length, "1.1"));
    const [one, rest] = [of("p", 1), of("q", MOST_PINS - 1)];
    expect(MOST_PINS).toBe(1000);
    expect(judgePins([one, rest])).toMatchObject({ pins: { length: MOST_PINS }, impurities: [] });
    const impurities = [
      { path: "p", binding: null, range: null, why: "more pins differ than in any update" },
    ];
    expect(judgePins([one, rest, of("r", 1)])).toEqual({ pins: [], impurities });
  });
});

it("what differs besides the pins is told of each file", () => {
  const same = compared("p", '{ version = "1"; }', '{ /* x */ version = "2"; }');
  const files = [same, { ...same, pins: [], path: "q" }, compared("r", "a", "b")];
  expect(judgeTokens(files)).toEqual(
    ["q", "r"].map((path) => ({
      path,
      binding: null,
      range: null,
      why: "something besides its pins differs",
    })),
  );
});

describe("where the pins go", () => {
  const text = (result: string) => `{ stdenv, fetchurl, it }: let
    version = "1.2.3"; src = fetchurl { url = "https://a.org/b/\${version}"; hash = "${HASH_A}"; };
    in ${result}`;
  const DERIVATION = "stdenv.mkDerivation { inherit src version; }";

  /** Why it is no pure update, with the file, the binding, and the place of each. */
  async function told(result: string, besides: Record<string, MemoryFile> = {}): Promise<string[]> {
    const before = text(result);
    const after = edited(before, ["1.2.3", "1.2.4"], [HASH_A, HASH_B]);
    const { impurities } = await updateOf(
      { "package.nix": before, ...besides },
      { "package.nix": after, ...besides },
    );
    return impurities.map(({ path, binding, range, why }) => {
      const place =
        range === null ? "nowhere" : `${range.start.line}:${range.start.column}-${range.end.column}`;
      return `${path.slice(DIRECTORY.length + 1)} ${binding} ${place} ${why}`;
    });
  }

  const NAME = "has a name that depends on a changed value";

  it.each<[string, string[], Record<string, MemoryFile>?]>([
    [DERIVATION, []],
    [
      `if it.\${version} then it else ${DERIVATION}`,
      [`package.nix null 3:14-24 the expression in line 3 ${NAME}`],
    ],
    [
      `if it.\${version} then it.\${version} else\n if it.\${version} then 1 else ${DERIVATION}`,
      [
        `package.nix null 3:14-24 the expression in line 3 ${NAME}`,
        `package.nix null 3:33-43 the expression in line 3 ${NAME}`,
        `package.nix null 4:8-18 the expression in line 4 ${NAME}`,
      ],
    ],
    [
      "stdenv.mkDerivation { inherit src version; x = [ it.${version} it.${version} ]; y = it.${version}; }",
      [`package.nix x 3:60-70 \`x\` ${NAME}`, `package.nix y 3:95-105 \`y\` ${NAME}`],
    ],
    [
      "stdenv.mkDerivation { inherit src version; x = it.${version}; y = import ./x.nix { inherit version it; }; }",
      [`package.nix x 3:58-68 \`x\` ${NAME}`, `x.nix x 1:27-37 \`x\` ${NAME}`],
      { "x.nix": "{ version, it }: { x = it.${version}; }" },
    ],
    ['stdenv.mkDerivation { inherit src version; postPatch = "cp ${./x.nix} x"; }', [], { "x.nix": "{ }" }],
    [DERIVATION, ["a/x.nix null nowhere the file does not parse"], { "a/x.nix": "{" }],
    [DERIVATION, [], { "x.NIX": "{", x: "{", "y.sh": "{", "x.nix": { link: "x" } }],
  ])("%s: %j", async (result, expected, besides) => {
    expect(await told(result, besides)).toEqual(expected);
  });
});

describe("an update", () => {
  const pin = (kind: PinChange["kind"], binding = "x"): PinChange => ({
    path: "p/q",
    binding,
    kind,
    before: "1",
    after: "2",
    range: columns(1, 1),
  });
  const MOVED = { before: "1.0", after: "1.1" };
  const SAME = { before: "1.0", after: "1.0" };
  const VERSION = [pin("version"), pin("hash")];

  it.each<[string, readonly PinChange[], typeof MOVED | null]>([
    ["a version and a hash", VERSION, MOVED],
    ["a version and a hash, where that of the package is not known", VERSION, null],
    ["a revision and a hash", [pin("hash"), pin("revision")], null],
    ["lock files besides", [...VERSION, pin("lock", "a.json")], MOVED],
  ])("is one of %s", (_, pins, version) => {
    expect(judgeVersion("p", pins, version, true)).toEqual([]);
  });

  it.each<[string, readonly PinChange[], typeof MOVED | null, boolean]>([
    ["no version and no revision differs", [], null, true],
    ["no version and no revision differs", [pin("hash"), pin("url")], MOVED, true],
    ["no hash differs, so the same source is built", [pin("version")], MOVED, true],
    ["no hash differs, so the same source is built", [pin("revision"), pin("url")], MOVED, true],
    ["no source that uses the version has another hash", VERSION, MOVED, false],
    ["no source that uses the version has another hash", VERSION, null, false],
  ])("is none: %s", (why, pins, version, hasSource) => {
    expect(judgeVersion("p", pins, version, hasSource)).toEqual([
      { path: "p", binding: null, range: null, why },
    ]);
  });

  it("is none of another package", () => {
    const why = "`version` stays the same while a source differs";
    const expected = [{ path: "p", binding: "version", range: null, why }];
    expect(judgeVersion("p", VERSION, SAME, true)).toEqual(expected);
    expect(judgeVersion("p", VERSION, SAME, false)).toEqual(expected);
  });

  it.each([
    ["a.json", "a.json"],
    ["a.toml", "a.toml"],
    ["a.yaml", "a.yaml"],
    ["a.yml", "a.yml"],
    ["b/a.JSON", "b/a.JSON"],
    ["a.json.lock", null],
    ["ajson", null],
    ["Cargo.lock", null],
    ["a.yxml", null],
  ])("names data that is not read: %s", (name, expected) => {
    const told = (...pins: PinChange[]) => judgeVersion("p", pins, MOVED, true).map(({ why }) => why);
    const [first, lock] = [pin("lock", "flake.lock"), pin("lock", name)];
    const data = expected === null ? "" : ` in a Nix file, and \`${expected}\` is not read`;
    expect(told(first, lock)).toEqual([`no version and no revision differs${data}`]);
    const same = expected === null ? ", so the same source is built" : data;
    expect(told(pin("version"), first, lock, pin("lock", "z.json"))).toEqual(
      expected === null
        ? ["no hash differs in a Nix file, and `z.json` is not read"]
        : [`no hash differs${data}`],
    );
    expect(told(pin("version"), lock)).toEqual([`no hash differs${same}`]);
  });

  it("names no pin as data that is not read", () => {
    const [{ why } = { why: "" }] = judgeVersion("p", [pin("url", "a.json")], MOVED, true);
    expect(why).toBe("no version and no revision differs");
  });
});
