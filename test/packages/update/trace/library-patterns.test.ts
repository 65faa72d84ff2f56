// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { evaluated } from "./evaluated.ts";

const MADE = "makes a text from a changed value in a way that is not understood";
const ARGUMENT = "makes a text with an argument that depends on a changed value";

/** An expression, what it comes to as `evaluated` shows it, and what is said of it. */
type Row = readonly [string, string, ...string[]];

describe("a text of one that differs is cut by", () => {
  it.each<Row>([
    ['builtins.split "-" "1-2->1-3"', '[ "(1|1)" [  ] "(2|3)" ]'],
    ['builtins.split "[.]" "1.2->1.3"', '[ "(1|1)" [  ] "(2|3)" ]'],
    ['builtins.split "([a-z])" "1a2->1a3"', '[ "(1|1)" [ "(a|a)" ] "(2|3)" ]'],
    ['builtins.split "[^0-9]" "1a2->1b3"', '[ "(1|1)" [  ] "(2|3)" ]'],
    ['builtins.match "([0-9]+)[.]([0-9]+)" "1.2->1.34"', '[ "(1|1)" "(2|34)" ]'],
    ['builtins.match "([0-9]+)[.].*" "1.2->1.34"', '[ "(1|1)" ]'],
    ['builtins.match "[0-9.]+" "1.2->1.34"', "[  ]"],
    ['builtins.match "(([0-9])\\\\.)(.*)" "1.2->1.34"', '[ "(1.|1.)" "(1|1)" "(2|34)" ]'],
    ['builtins.match "([A-Za-z_]+)-([0-9\\\\.]+)" "aZ_-1->b-2"', '[ "(aZ_|b)" "(1|2)" ]'],
    ['builtins.match "(1)\\\\+(.*)" "1+2->1+3"', '[ "(1|1)" "(2|3)" ]'],
    ['builtins.match "(1)\\\\-(.*)" "1-2->1-3"', '[ "(1|1)" "(2|3)" ]'],
    ['builtins.match "(1)[+-](.*)" "1-2->1+3"', '[ "(1|1)" "(2|3)" ]'],
    ['builtins.match "^1.([0-9]a?b*)" "1.2ab->1.3abb"', '[ "(2ab|3abb)" ]'],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("but not by", () => {
  it.each<Row>([
    ['builtins.split "-" "1-2->1-3-4"', "!", MADE],
    ['builtins.split "-" "a/b-1->a/b-2"', "!", MADE],
    ['builtins.split "([.])" "1.2->1.3"', "!", MADE],
    ['builtins.split "-" "${it}-${"1->2"}"', "!", MADE],
    ['builtins.split it "1->2"', "!", MADE],
    ['builtins.split "1->2" "1->2"', "!", ARGUMENT, MADE],
    ['builtins.match "([0-9]+)" "1.2->1.34"', "!", MADE],
    ['builtins.match "([0-9]+)[.]2" "1.2->1.34"', "!", MADE],
    ['builtins.match "([0-9]+)[.]34" "1.2->1.34"', "!", MADE],
    ['builtins.match "(1).*" "12->2"', "!", MADE],
    ['builtins.match ".*(2)" "12->21"', "!", MADE],
    ['builtins.match "(.+?)[0-9.]*" "1.2->1.3"', "!", MADE],
    ['builtins.match "(.*?)" "1.2->1.3"', "!", MADE],
    ['builtins.match "(.)?.*" "1.2->1.3"', "!", MADE],
    ['builtins.match "(.)*" "1.2->1.3"', "!", MADE],
    ['builtins.match "(1|2).*" "1.2->1.3"', "!", MADE],
    ['builtins.match "(.*){1}" "1.2->1.3"', "!", MADE],
    ['builtins.match "(.)[.]\\\\d" "1.2->1.3"', "!", MADE],
    ['builtins.match "(.).*\\\\1" "1.1->1.21"', "!", MADE],
    ['builtins.match "([^\\\\]]+)" "1.2->1.3"', "!", MADE],
    ['builtins.match "([0-9+-\\\\.]+)" "1.2->1.3"', "!", MADE],
    ['builtins.match "(.*)$" "1.2->1.3"', "!", MADE],
    ['builtins.match "(?:.)(.*)" "12->13"', "!", MADE],
    ['builtins.match "(.*" "1.2->1.3"', "!", MADE],
    ['builtins.match "([b-a]?.*)" "1.2->1.3"', "!", MADE],
    ['builtins.match "" "1.2->1.3"', "!", MADE],
    ['builtins.match "é*(.*)" "1.2->1.3"', "!", MADE],
    ['builtins.match "(.*)/*" "1.2->1.3"', "!", MADE],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

describe("and one that stays is not cut by", () => {
  it.each<Row>([
    ['builtins.split "-" "1-2"', "?"],
    ['builtins.split "1->2" "1.2"', "?", ARGUMENT],
    ['builtins.match it "1.2"', "?"],
  ])("%s is %s", (text, value, ...reports) => {
    expect(evaluated(text)).toEqual({ value, reports });
  });
});

it("a pattern has at most 60 characters", () => {
  const match = (ones: string) => evaluated(`builtins.match "${ones}(.*)" "${ones}2->${ones}3"`).value;
  expect(match("1".repeat(56))).toBe('[ "(2|3)" ]');
  expect(match("1".repeat(57))).toBe("!");
});
