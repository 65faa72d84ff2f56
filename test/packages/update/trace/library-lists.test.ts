// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { evaluated } from "./evaluated.ts";

const ARGUMENT = "makes a text with an argument that depends on a changed value";
const CONDITION = "has a condition that depends on a changed value";
const PASSED = "passes a changed value to a function in a way that is not understood";
const NAME = "reads an attribute whose name depends on a changed value";
const CODE = "uses a changed value as Nix code";

/** An expression, what it comes to as `evaluated` shows it, and what is said of it. */
type Row = readonly [string, string, ...string[]];

describe("what is said besides a value", () => {
  it.each<Row>([
    ['throw "1->2"', "throw"],
    ["throw (import moved)", "throw", CODE],
    ["abort (import moved)", "throw", CODE],
    ['lib.warn "x" "1->2"', '"<1|2>"'],
    ['lib.warn (import moved) "a"', '"a"', CODE],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("what a condition decides", () => {
  it.each<Row>([
    ['lib.optional it "1->2"', '[ "<1|2>" ] | [  ]'],
    ['lib.optional ("1->2" == "2") "a"', '[ "a" ] | [  ]', CONDITION],
    ['lib.optionals it [ "1->2" ]', '[ "<1|2>" ] | [  ]'],
    ['lib.optionals ("1->2" == "2") [ ]', "[  ] | [  ]", CONDITION],
    ["lib.optionals it many", "!"],
    ['lib.optionalString it "1->2"', '"<1|2>" | ""'],
    ['lib.optionalString ("1->2" == "2") "a"', '"a" | ""', CONDITION],
    ['lib.optionalAttrs it { a = "1->2"; }', '{ a = "<1|2>"; } | {  }'],
    ['lib.optionalAttrs ("1->2" == "2") { }', "{  } | {  }", CONDITION],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a function of each element", () => {
  it.each<Row>([
    ['map (x: "v${x}") [ "1->2" "a" ]', '[ "v<1|2>" "va" ]'],
    ['map (x: x) (lib.take 1 [ "1->2" ])', '[ "<1|2>" … ]'],
    ["map (x: x) it", "[ ? … ]"],
    ['map it [ "1->2" ]', "[ ? ]", "passes a changed value to `it`, an unknown function"],
    ['map (x: x) (if it then [ "1->2" ] else [ "a" ])', '[ "<1|2>" "a" … ]'],
    ['map (x: x) (if it then [ "1->2" ] else it)', '[ "<1|2>" ? … ]'],
    ['map (x: x) (if it then [ "1->2" ] else throw "no")', '[ "<1|2>" ]'],
    ['map (x: x) (if it then [ "1->2" ] else "a")', '[ "<1|2>" … ]'],
    ['map (x: x) (if it then [ "1->2" ] else { })', '[ "<1|2>" ? … ]'],
    ['map (x: x) "1->2"', "[ … ]"],
    ['map (x: x) (throw "no")', "[ … ]"],
    ["map (x: x) odd", "[ ! … ]", PASSED],
    ['map (x: x) { a = "1->2"; }', "[ ! … ]", PASSED],
    ["map (x: x) unmoved", "[ ? … ]"],
    ['map (x: "1->2") it', '[ "<1|2>" … ]'],
    ['lib.concatMap (x: [ x "a" ]) [ "1->2" "b" ]', '[ "<1|2>" "a" "b" "a" ]'],
    ['lib.concatMap (x: it) [ "1->2" ]', "[ ? … ]"],
    ['lib.concatMap (x: [ x ]) (lib.take 1 [ "1->2" ])', '[ "<1|2>" … ]'],
    ['lib.concatMap (x: lib.take 1 [ x ]) [ "1->2" ]', '[ "<1|2>" … ]'],
    ['lib.concatMap (x: odd) [ "a" ]', "[ ! … ]", PASSED],
    ['lib.concatLists [ [ "1->2" ] [ "a" ] ]', '[ "<1|2>" "a" ]'],
    ['lib.concatLists [ [ "a" ] it ]', '[ "a" ? … ]'],
    ['lib.concatLists (lib.take 1 [ [ "1->2" ] ])', '[ "<1|2>" … ]'],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a function of each attribute", () => {
  it.each<Row>([
    ['lib.mapAttrs (n: v: "${n}-${v}") { a = "1->2"; b = "c"; }', '{ a = "a-<1|2>"; b = "b-c"; }'],
    ['lib.mapAttrs (n: v: "${n}-${v}") { ${it} = "1->2"; }', '{ ? = "?-<1|2>"; }'],
    ["lib.mapAttrs (n: v: v) it", "{ ? = ?; }"],
    ["lib.mapAttrs (n: v: v) odd", "{ ? = !; }", PASSED],
    ["lib.mapAttrs (n: v: v) moved", "{ ? = !; }", PASSED],
    ["lib.mapAttrs (n: v: v) unmoved", "{ ? = ?; }"],
    [
      'lib.mapAttrs (n: v: v) (if it then { a = "1->2"; } else { b = "c"; })',
      '{ a = "<1|2>"; } | { b = "c"; }',
    ],
    ['lib.mapAttrsToList (n: v: "${n}-${v}") { a = "1->2"; ${it} = "c"; }', '[ "a-<1|2>" "?-c" … ]'],
    ['lib.mapAttrsToList (n: v: v) (if it then { a = "1->2"; } else { b = "c"; })', '[ "<1|2>" "c" … ]'],
    ["lib.mapAttrsToList (n: v: v) odd", "[ ! … ]", PASSED],
    ['lib.attrValues { a = "1->2"; ${it} = "c"; }', '[ "<1|2>" "c" … ]'],
    ["lib.attrValues odd", "[ ! … ]", PASSED],
    ["lib.attrValues it", "[ ? … ]"],
    ['lib.attrNames { a = "1->2"; }', "?"],
    ["lib.attrNames odd", "?", PASSED],
    ['lib.attrNames "1->2"', "?", PASSED],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("texts of a list", () => {
  it.each<Row>([
    ['lib.concatStrings [ "a" "1->2" ]', '"a<1|2>"'],
    ["lib.concatStrings [ ]", '""'],
    ['lib.concatStrings [ "a" (throw "no") "1->2" ]', "throw"],
    ['lib.concatStrings (lib.take 1 [ "a" (throw "no") "b${"1->2"}c${moved}" ])', '"?<1|2>?$?"'],
    ["lib.concatStrings (lib.take 1 [ odd ])", "!"],
    ['lib.concatStrings (lib.take 1 [ "a" "b" ])', '"?"'],
    ['lib.concatStrings (lib.take 1 [ (if it then "a" else "1->2") ])', '"?<1|2>?"'],
    ["lib.concatStrings it", '"?"'],
    ['lib.concatStringsSep "-" [ "a" "1->2" "c" ]', '"a-<1|2>-c"'],
    ['lib.concatStringsSep "1->2" [ "a" "b" ]', '"a<1|2>b"'],
    ['lib.concatStringsSep "1->2" [ "a" ]', '"a"'],
    ['lib.concatStringsSep "1->2" (lib.take 1 [ "a" ])', '"?<1|2>?"'],
    ['lib.concatStringsSep "1->2" it', '"?<1|2>?"'],
    ['lib.concatStringsSep "-" (lib.take 2 (lib.splitVersion "1.2.3->1.2.4"))', '"?(1|1)?(2|2)?(3|4)?"'],
    ['lib.concatMapStrings (x: "${x}.") [ "1->2" "a" ]', '"<1|2>.a."'],
    ['lib.concatMapStringsSep "-" (x: "v${x}") [ "1->2" "a" ]', '"v<1|2>-va"'],
    ['lib.concatMapStringsSep "1->2" (x: x) [ "a" "b" ]', '"a<1|2>b"'],
    ['lib.concatMapStringsSep "1->2" (x: x) (lib.init [ "a" "b" ])', '"?<1|2>?"'],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("a part of a list", () => {
  it.each<Row>([
    ['lib.head [ "1->2" "a" ]', '"<1|2>" | "a"'],
    ["lib.head [ ]", "throw"],
    ["lib.head it", "?"],
    ["lib.head odd", "!", PASSED],
    ['lib.last [ "1->2" "a" ]', '"<1|2>" | "a"'],
    ['lib.elemAt [ "1->2" "a" ] 1', '"<1|2>" | "a"'],
    ['lib.elemAt [ "a" "b" ] "1->2"', '"a" | "b"', ARGUMENT],
    ['lib.take 1 [ "1->2" "a" ]', '[ "<1|2>" "a" … ]'],
    ['lib.take "1->2" [ "a" ]', '[ "a" … ]', ARGUMENT],
    ['lib.init [ "1->2" "a" ]', '[ "<1|2>" "a" … ]'],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("an attribute by its name", () => {
  it.each<Row>([
    ['lib.getAttr "a" { a = "1->2"; b = "c"; }', '"<1|2>"'],
    ['lib.getAttr "a" it', "it.a"],
    ['lib.getAttr it { a = "1->2"; b = "c"; ${it} = "d"; }', '"<1|2>" | "c" | "d"'],
    ['lib.getAttr it (if it then { a = "1->2"; } else { b = "c"; })', '"<1|2>" | "c"'],
    ["lib.getAttr it it", "?"],
    ["lib.getAttr it odd", "!", PASSED],
    ['lib.getAttr "1->2" { a = 1; }', "?", NAME],
    ['lib.getAttr "1->2" it', "?", NAME],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("functions in a row", () => {
  it.each<Row>([
    ['lib.pipe "1->2" [ (x: "v${x}") (x: "${x}-a") ]', '"v<1|2>-a"'],
    ['lib.pipe "1->2" [ ]', '"<1|2>"'],
    ['lib.pipe "1->2" it', "!", PASSED],
    ['lib.pipe "a" it', "?"],
    ['lib.pipe "a" (lib.take 1 [ (x: x) ])', "?"],
    ['lib.pipe "a" (lib.take 1 [ (x: "1->2") ])', "!", PASSED],
    ['lib.pipe "1->2" (lib.take 1 [ (x: x) ])', "!", PASSED],
    ['lib.pipe "a" (lib.optional it (x: "1->2"))', "!", PASSED],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});
