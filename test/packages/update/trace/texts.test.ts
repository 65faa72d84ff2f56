// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { constantText } from "../../../../src/packages/update/trace/strings.ts";
import {
  concrete,
  isAtLeast,
  madeText,
  marked,
  replaceStrings,
} from "../../../../src/packages/update/trace/texts.ts";
import {
  choiceOf,
  DIFFERING,
  MOST_CHOICES,
  NOTHING,
  OPAQUE,
  type Piece,
  type Single,
  type Value,
} from "../../../../src/packages/update/trace/values.ts";
import { UNKNOWN } from "../../../../src/packages/update/unknown-text.ts";
import { edited, HASH_A, HASH_B, impuritiesOf, type PackageFiles } from "../builders.ts";

const VERSION = ["1.2.3", "1.2.4"] as const;
const HASH = [HASH_A, HASH_B] as const;
const COMMIT = ["1a".repeat(20), "2b".repeat(20)] as const;

/** What is said of an update of a package with an attribute more, and names for its values. */
async function found(attribute: string, around = "", before = {}, after = before): Promise<string[]> {
  const text = `{ lib, stdenv, fetchurl, fetchgit, it }: let ${around} version = "1.2.3";
    other = stdenv.mkDerivation { inherit version; }; in
    stdenv.mkDerivation { pname = "p"; inherit version; ${attribute}
      src = fetchurl { url = "https://a.org/p-\${version}.zip"; hash = "${HASH_A}"; }; }`;
  const files = (main: string, more: PackageFiles) => ({ "package.nix": main, ...Object(more) });
  return impuritiesOf(files(text, before), files(edited(text, VERSION, HASH), after), ["*.lock"]);
}

const MORE = "`x` passes a changed value to `mkDerivation` as `x`, which may be more than text";
const MADE = "`x` makes a text from a changed value in a way that is not understood";
const ARGUMENT = "`x` makes a text with an argument that depends on a changed value";
const TURNED = "`x` turns a changed value into text";

describe("what is put into a text counts as changed where it is", () => {
  it.each([
    ["a version", "${version}", [MORE]],
    ["a derivation that differs", "${other}", [MORE]],
    ["a file that differs", "${./x.lock}", [MORE]],
    ["a list with one that differs", "${[ it version ]}", [TURNED]],
    ["a set with one that differs", "${{ outPath = it; inherit version; }}", [TURNED]],
    ["a function that returns it", "${y: version}", [TURNED]],
    ["a function of the library that has it", "${lib.hasPrefix version}", [TURNED]],
    ["one of two", 'a${if it.c then version else "b"}', [MORE]],
    ["one of two, or another of two", '${if it.c then "a" else "b"}${if it.c then other else "b"}', [MORE]],
    ["whether one is the other", 'a${toString (version == "1.2.4")}', [MORE]],
    ["that, or something else", 'a${if it.c then toString (version == "1.2.4") else "b"}', [MORE]],
    ["nothing that differs", "${it.y}${stdenv.mkDerivation { }}${./y}", []],
    ["a list that does not differ", "${[ it ]}", []],
    ["a set that does not differ", "${{ outPath = it; }}", []],
    ["a function that does not differ", "${y: it}", []],
    ["a function of the library that does not differ", '${lib.hasPrefix "a"}', []],
    ["nothing at all", 'a${throw "no"}b', []],
    ["nothing at all, and a version", '${throw "no"}${version}', []],
  ])("%s", async (_, text, expected) => {
    expect(await found(`x = "${text}";`, "", { "x.lock": "a" }, { "x.lock": "b" })).toEqual(expected);
  });

  it("but may be a store path in the text of a phase", async () => {
    const phase = 'postInstall = "cp ${./x.lock} ${other} $out";';
    expect(await found(phase, "", { "x.lock": "a" }, { "x.lock": "b" })).toEqual([]);
  });
});

describe("what is not known in a URL is the same on both sides:", () => {
  const url = (value: string, around = "") =>
    found(`src2 = fetchurl { url = "${value}"; hash = "${HASH_A}"; };`, around);
  it.each([
    ["an argument", "https://github.com/a/b/releases/download/${it.y}/p-${version}.zip", []],
    ["a file", "https://github.com/a/b/releases/download/${./y}/p-${version}.zip", []],
    ["a list", "https://github.com/a/b/releases/download/${[ it ]}/p-${version}.zip", []],
    [
      "what has too many forms",
      `https://a.org/${'${if it.y then "a" else "b"}'.repeat(9)}/p-\${version}.zip`,
      undefined,
    ],
    [
      "a derivation that differs",
      "https://github.com/a/b/releases/download/${other}/p-${version}.zip",
      ["uses a changed value in a way that is not understood"],
    ],
    ["its host", "https://${it.y}/b/p-${version}.zip", []],
  ])("%s", async (_, value, expected) => {
    const said = (await url(value)).map((why) => why.replace("`src2.url` ", ""));
    expect(said).toEqual(expected ?? ["may be too many texts to understand"]);
  });

  it("and so is what has too many forms by itself", async () => {
    const forms = '${if it.y then "a" else "b"}';
    expect(await found(`x = "${forms.repeat(9)}";`)).toEqual([]);
    expect(await found(`x = "${forms.repeat(8)}\${version}";`)).toEqual([MORE]);
    expect(await found(`x = "${forms.repeat(9)}\${version}";`)).toEqual([
      "`x` may be too many texts to understand",
    ]);
    const many = `many = "${forms.repeat(9)}";`;
    expect(await url("https://github.com/a/b/releases/download/${many}/p-${version}.zip", many)).toEqual([]);
  });
});

it("a commit alone in a text is the commit", async () => {
  const text = `{ stdenv, fetchgit }: let rev = "${COMMIT[0]}"; in stdenv.mkDerivation { version = "1.2.3";
    src = fetchgit { url = "https://a.org/b"; rev = "\${rev}"; hash = "${HASH_A}"; }; }`;
  expect(await impuritiesOf(text, edited(text, VERSION, HASH, COMMIT))).toEqual([]);
});

describe("what grows with each name takes more steps than there are:", () => {
  const grown = (first: string, more: (name: string) => string, use = (name: string) => name) => {
    const names = Array.from({ length: 22 }, (_, i) => `a${i + 1} = ${more(`a${i}`)};`);
    return found(`x = ${use("a22")};`, `a0 = ${first}; ${names.join(" ")}`);
  };
  it.each<[string, string, (name: string) => string, ((name: string) => string)?]>([
    ["a text", '"0123456789abcdef"', (a) => `${a} + ${a}`],
    ["a text of what is not known", '"${it.y}"', (a) => `"\${${a}}\${${a}}"`],
    ["a text of a list", '"0123456789abcdef"', (a) => `lib.concatStrings [ ${a} ${a} ]`],
    ["a list", "[ it ]", (a) => `${a} ++ ${a}`],
    ["a list of lists", "[ it ]", (a) => `lib.concatLists [ ${a} ${a} ]`],
    ["a set of which not all names are known", "{ } // it", (a) => `${a} // ${a}`, (a) => `${a}.y`],
  ])("%s", async (_, first, more, use) => {
    expect(await grown(first, more, use)).toContain("`a20` is too complex to understand");
  });
});

it("a long text takes steps wherever it is put in, and a short one few", async () => {
  const long = (times: number) =>
    found(`x = "${"${a}".repeat(times)}";`, `a = "${"0123456789abcdef".repeat(1250)}";`);
  expect(await long(80)).toEqual([]);
  expect(await long(600)).toContain("`x` is too complex to understand");
});

describe("a text that is known and the same is taken for it:", () => {
  it.each([
    ["a pattern of something that is no text", "x = builtins.split it version;", [MADE]],
    ["a name that is not known in part", 'x = s."${it.y}";', [MORE], "s = { a = version; };"],
    ["a pattern that is not known in part", 'x = builtins.split "${it.y}" version;', [MADE]],
    [
      "what it is replaced by, which differs",
      'x = lib.replaceStrings [ "." ] [ version ] version;',
      [ARGUMENT],
    ],
    ["what is replaced, which is not known", 'x = lib.replaceStrings [ "${it.y}" ] [ "" ] version;', [MADE]],
  ])("not %s", async (_, attribute, expected, around = "") => {
    expect(await found(attribute as string, around as string)).toEqual(expected);
  });
});

describe("values", () => {
  const text = (...pieces: Piece[]): Value & { kind: "text" } => ({ kind: "text", pieces, location: null });
  const fixed = (value: string): Piece => ({ kind: "fixed", text: value });
  const pin: Piece = { kind: "pin", before: "1", after: "2", verbatim: true, of: "version" };
  const named = (name: string): Single => ({ kind: "opaque", path: [name] });
  const texts = (count: number) => Array.from({ length: count }, (_, i) => text(fixed(`${i}`)));

  it("that may be one of several are so once", () => {
    expect(choiceOf([])).toEqual(NOTHING);
    expect(choiceOf([NOTHING, NOTHING])).toEqual(NOTHING);
    expect(choiceOf([NOTHING, DIFFERING])).toEqual(DIFFERING);
    expect(choiceOf([OPAQUE, OPAQUE])).toEqual(OPAQUE);
    expect(choiceOf([OPAQUE, DIFFERING, OPAQUE])).toEqual({ kind: "choice", values: [OPAQUE, DIFFERING] });
    expect(choiceOf([named("a"), OPAQUE, named("b")])?.kind).toBe("choice");
    expect(choiceOf([named("a"), named("b")])).toEqual({ kind: "choice", values: [named("a"), named("b")] });
    const two: Value = { kind: "choice", values: [named("a"), OPAQUE] };
    expect(choiceOf([two, OPAQUE, DIFFERING])).toEqual({
      kind: "choice",
      values: [named("a"), OPAQUE, DIFFERING],
    });
    expect(choiceOf(texts(MOST_CHOICES))).toEqual({ kind: "choice", values: texts(256) });
    expect(choiceOf(texts(MOST_CHOICES + 1))).toBe(null);
  });

  it("that are texts are known, known in part, or not", () => {
    expect(concrete(text(fixed("a"), pin, fixed("b")))).toEqual({ before: "a1b", after: "a2b" });
    expect(concrete(text(fixed("a"), { kind: "unknown" }))).toBe(null);
    expect(concrete(text({ kind: "store" }, pin))).toBe(null);
    expect(marked(text({ kind: "unknown" }, pin))).toEqual({ before: `${UNKNOWN}1`, after: `${UNKNOWN}2` });
    expect(marked(text({ kind: "store" }))).toBe(null);
    expect(constantText(text(fixed("a"), fixed("b")))).toBe("ab");
    expect([text(fixed("a"), pin), text({ kind: "unknown" }), OPAQUE].map(constantText)).toEqual([
      null,
      null,
      null,
    ]);
  });

  it.each([
    ["1.2", "1.3", true],
    ["", "1.3", true],
    ["1.2", "", true],
    ["1/2", "1.3", false],
    ["1.2", "1/3", false],
    ["1.2", "1..3", false],
    ["1..2", "1.3", true],
  ])("that are made of %j and %j are as plain as a version: %s", (before, after, plain) => {
    const piece = { kind: "pin", before, after, verbatim: false, of: "version" };
    expect(madeText({ before, after })).toEqual(plain ? text(piece as Piece) : null);
  });

  it.each<[string[], string[], string, string | null]>([
    [["."], ["_"], "1.2.3", "1_2_3"],
    [[".", "-"], ["", "+"], "1.2-3", "12+3"],
    [["ab", "a"], ["x", "y"], "abaab", "xyx"],
    [["a", "ab"], ["x", "y"], "ab", "xb"],
    [["bc"], [""], "abcabc", "aa"],
    [[], [], "1.2", "1.2"],
    [["a"], [], "a", null],
    [[""], ["x"], "a", null],
    [["a", ""], ["x", "y"], "a", null],
    [Array(16).fill("a"), Array(16).fill("b"), "a", "b"],
    [Array(17).fill("a"), Array(17).fill("b"), "a", null],
    [["a"], ["b"], "a".repeat(1000), "b".repeat(1000)],
    [["a"], ["b"], "a".repeat(1001), null],
  ])("with %j replaced by %j in %j", (from, to, value, expected) => {
    expect(replaceStrings(from, to, value)).toBe(expected);
  });

  it("that are versions are at least another", () => {
    expect(["1.1", "1.2", "1.3"].map((version) => isAtLeast(version, "1.2"))).toEqual([false, true, true]);
  });
});
