// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { madeOf } from "../../../../src/packages/update/trace/library/tools.ts";
import { evaluated } from "./evaluated.ts";

const MADE = "makes a text from a changed value in a way that is not understood";
const ARGUMENT = "makes a text with an argument that depends on a changed value";
const TEXT = "turns a changed value into text";

/** An expression, what it comes to as `evaluated` shows it, and what is said of it. */
type Row = readonly [string, string, ...string[]];

describe("a part of a version", () => {
  it.each<Row>([
    ['lib.versions.major "1.2.3->2.4.5"', '"(1|2)"'],
    ['lib.versions.minor "1.2.3->2.4.5"', '"(2|4)"'],
    ['lib.versions.patch "1.2.3->2.4.5"', '"(3|5)"'],
    ['lib.versions.patch "1.2->1.3"', '"(|)"'],
    ['lib.versions.major "1.2.3"', '"1"'],
    ["lib.versions.major it", "?"],
    ['lib.versions.major "${it}-${"1->2"}"', "!", MADE],
    ['lib.versions.major "${it}.1"', "?"],
    ["lib.versions.major moved", "!", MADE],
    ['lib.versions.major (throw "no")', "throw"],
    ['lib.versions.major (if it then "1.2->1.3" else throw "no")', '"(1|1)"'],
    ['lib.versions.major (if it then "1.2->1.3" else "3.4")', '"(1|1)" | "3"'],
    ['lib.versions.majorMinor "1.2.3->2.4.5"', '"(1.2|2.4)"'],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("letters in another case", () => {
  it.each<Row>([
    ['lib.toLower "1.2-RC1->1.2-RC2-b"', '"(1.2-rc1|1.2-rc2-b)"'],
    ['lib.toUpper "1.2-rc1->1.2-RC2-b"', '"(1.2-RC1|1.2-RC2-B)"'],
    ['lib.toLower "AbZ[@`{é"', '"abz[@`{é"'],
    ['lib.toUpper "aBz[@`{é"', '"ABZ[@`{é"'],
    ['lib.toLower "a/${"1->2"}"', "!", MADE],
    ['lib.toLower "..A->1"', "!", MADE],
    ['lib.toLower (lib.optionalString it "A")', '"a" | ""'],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("yes or no by two texts", () => {
  it.each<Row>([
    ['lib.versionAtLeast "1.2->1.3" "1.3"', "!"],
    ['lib.versionAtLeast "1.2->1.3" "1.2"', "?"],
    ['lib.versionAtLeast "1.2->1.3" it', "!"],
    ['lib.versionAtLeast it "1.2->1.3"', "!"],
    ['lib.versionAtLeast "1.2" "1.3"', "?"],
    ['lib.versionAtLeast it "1.3"', "?"],
    ['lib.versionAtLeast "1.3" (if it then "1.2->1.3" else "1.4")', "?"],
    ['lib.versionAtLeast "1.3" (if it then "1.4" else "1.2->1.4")', "!"],
    ['lib.versionAtLeast (if it then "1.2->1.3" else "1.4") "1.3"', "!"],
    ['lib.versionAtLeast (if it then "1.4" else "1.2->1.3") "1.3"', "!"],
    ['lib.versionAtLeast odd "1.2"', "!"],
    ['lib.versionAtLeast "1.2" odd', "!"],
    ['lib.versionAtLeast [ "1->2" ] "1.2"', "!", TEXT],
    ['lib.versionOlder "1.2->1.3" "1.3"', "!"],
    ['lib.versionOlder "1.2->1.3" "1.2"', "?"],
    ['builtins.compareVersions "1.2->1.3" "1.3"', "!"],
    ['builtins.compareVersions "1.2->1.3" "1.2"', "!"],
    ['builtins.compareVersions "1.2->1.3" "1.4"', "?"],
    ['lib.hasPrefix "1.2" "1.2->1.3"', "!"],
    ['lib.hasPrefix "1." "1.2->1.3"', "?"],
    ['lib.hasPrefix "1.2->1.3" "1.2"', "!"],
    ['lib.hasPrefix ".2" "1.2->1.3"', "?"],
    ['lib.hasSuffix ".2" "1.2->1.3"', "!"],
    ['lib.hasSuffix "1." "1.2->1.3"', "?"],
    ['lib.hasInfix ".2." "1.2.3->1.3.3"', "!"],
    ['lib.hasInfix "1.2." "1.2.3->1.3.3"', "!"],
    ['lib.hasInfix "4" "1.2.3->1.3.3"', "?"],
    ['lib.versionAtLeast (throw "no") "1.2->1.3"', "!"],
    ['lib.versionAtLeast (throw "no") "1.2"', "?"],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a text without a part", () => {
  it.each<Row>([
    ['lib.removePrefix "1." "1.2->2.1."', '"(2|2.1.)"'],
    ['lib.removePrefix "1." "1.1.1->1.1.2"', '"(1.1|1.2)"'],
    ['lib.removePrefix it "1.2->1.3"', "!", MADE],
    ['lib.removePrefix "1->2" "1.2->1.3"', "!", ARGUMENT, MADE],
    ['lib.removePrefix "1->2" "1.2"', "?", ARGUMENT],
    ['lib.removeSuffix ".1" "1.1.1->1.1.2"', '"(1.1|1.1.2)"'],
    ['lib.removeSuffix ".1" "2.1->3.1.1"', '"(2|3.1)"'],
    ['lib.removeSuffix it "1.2->1.3"', "!", MADE],
    ['lib.removeSuffix "1->2" "1.2"', "?", ARGUMENT],
    ['lib.substring 0 1 "1.2->1.3"', '"$"'],
    ['lib.substring 0 1 "1.2"', "?"],
    ['lib.substring 0 1 "a-1->1.3"', "!", MADE],
    ['lib.substring 0 1 "1.3->a-1"', "!", MADE],
    ['lib.substring 0 1 "~->1"', "!", MADE],
    ['lib.substring 0 1 "1->~"', "!", MADE],
    ['lib.substring 0 1 "1.Az_+9->1"', '"$"'],
    ['lib.substring "1->2" 1 "1.2"', "?", ARGUMENT],
    ['lib.substring 0 "1->2" "1.2"', "?", ARGUMENT],
    ['lib.substring 0 it "1.2->1.3"', '"$"'],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a text with others put into it", () => {
  it.each<Row>([
    ['lib.replaceStrings [ "." ] [ "_" ] "1.2->1.3"', '"(1_2|1_3)"'],
    ['lib.replaceStrings [ "." ] [ "_" ] "1.2"', "?"],
    ['lib.replaceStrings [ "." ] [ "/" ] "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings [ "1.2" ] [ "/" ] "1.2.0->1.3.0"', "!", MADE],
    ['lib.replaceStrings [ "1.3" ] [ "/" ] "1.2.0->1.3.0"', "!", MADE],
    ['lib.replaceStrings [ "." ] [ ":" ] "1.2->1.3"', '"$"'],
    ['lib.replaceStrings [ "1.2" ] [ ":" ] "0.1.2->0.1.3"', '"$"'],
    ['lib.replaceStrings [ "1" ] [ ":" ] "1.2->2.3"', "!", MADE],
    ['lib.replaceStrings [ "1" ] [ ":" ] "2.3->1.2"', "!", MADE],
    ['lib.replaceStrings [ "." ] [ "1->2" ] "1.2"', "?", ARGUMENT],
    ['lib.replaceStrings [ "1->2" ] [ "." ] "1.2"', "?", ARGUMENT],
    ['lib.replaceStrings [ "1->2" ] [ "." ] "1.2->1.3"', "!", ARGUMENT, MADE],
    ['lib.replaceStrings it [ "." ] "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings [ "." ] it "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings [ it ] [ "." ] "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings [ "." it ] [ "_" "-" ] "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings [ "." ] [ it ] "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings [ "." "-" ] [ "" ] "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings (lib.take 1 [ "." ]) [ "_" ] "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings [ "." ] (lib.take 1 [ "_" ]) "1.2->1.3"', "!", MADE],
    ['lib.replaceStrings [ "x" ] [ (throw "no") ] "1.2->1.3"', "!", MADE],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a text cut at a separator", () => {
  it.each<Row>([
    ['lib.splitString "." "1.2->1.3"', '[ "(1|1)" "(2|3)" ]'],
    ['lib.splitString "-" "1-2->1-3-4"', "!", MADE],
    ['lib.splitString "." "1.2"', "?"],
    ['lib.splitString "" "12->13"', "!", MADE],
    ['lib.splitString it "1.2->1.3"', "!", MADE],
    ['lib.splitString "1->2" "1.2"', "?", ARGUMENT],
    ['lib.splitString "." "a/b.1->a/b.2"', "!", MADE],
    ['lib.splitString "." "${it}-${"1->2"}"', "!", MADE],
    ['lib.splitVersion "1.2b-3->1.3b-4"', '[ "(1|1)" "(2|3)" "(b|b)" "(3|4)" ]'],
    ['lib.splitVersion "1.2->1.3.4"', "!", MADE],
    ['lib.splitVersion "1.2"', "?"],
    ['lib.splitString "." "1.2->1.3/4"', "!", MADE],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a value as text", () => {
  it.each<Row>([
    ['toString "1->2"', '"<1|2>"'],
    ["toString it", '"?"'],
    ['toString [ "1->2" "a" it ]', '"<1|2> a ?"'],
    ["toString [ ]", '""'],
    ["toString [ moved ]", '"$"'],
    ['toString (lib.take 1 [ "a" "1->2" ])', '"?<1|2>?"'],
    ['toString [ [ "1->2" ] ]', "!", TEXT],
    ['builtins.toString "1->2"', '"<1|2>"'],
    ['lib.escapeShellArg "1->2"', '"<1|2>"'],
    ['lib.escapeShellArg [ "1->2" "a" ]', '"<1|2> a"'],
    ['lib.escapeShellArgs [ "1->2" "a" ]', '"<1|2> a"'],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a flag", () => {
  it.each<Row>([
    ['lib.cmakeFeature "X" "1->2"', '"?<1|2>"'],
    ['lib.cmakeFeature "1->2" "a"', '"?a"', ARGUMENT],
    ['lib.cmakeFeature "X" odd', "!"],
    ["lib.cmakeFeature it moved", '"?$"'],
    ['lib.mesonOption "x" "1->2"', '"?<1|2>"'],
    ['lib.mesonOption "1->2" "x"', '"?x"', ARGUMENT],
    ['lib.cmakeOptionType "string" "X" "1->2"', '"?<1|2>"'],
    ['lib.cmakeOptionType "1->2" "X" "a"', '"?a"', ARGUMENT],
    ['lib.cmakeOptionType "string" "1->2" "a"', '"?a"', ARGUMENT],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a text of more than 1,000 characters", () => {
  const long = "1".repeat(1001);

  it.each([
    ["before the change", `${long}->1`],
    ["after it", `1->${long}`],
  ])("%s is not looked through", (_, text) => {
    expect(evaluated(`lib.replaceStrings [ "." ] [ "" ] "${text}"`)).toEqual({ value: "!", reports: [MADE] });
  });
});

describe("what was made of a text is a text or a list on both sides:", () => {
  it.each([
    ["1", ["1"]],
    [["1"], "1"],
    [["1"], ["1", "1"]],
    [["1"], [["1"]]],
    [null, "1"],
    ["1", null],
  ])("not %j and %j", (before, after) => {
    expect(madeOf(before, after)).toBe(null);
  });
});
