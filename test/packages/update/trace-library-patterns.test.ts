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

describe("a pattern that takes long is not tried:", () => {
  const ones = (count: number) => "1".repeat(count);

  it.each([
    ["of 60 characters", ones(56), `${ones(56)}(.*)`],
    ["one of its repeats on 139 characters", `1.${ones(136)}`, "(1)[.].*"],
    ["one besides a set that holds its sign", `1.${ones(136)}`, "(1)[.+].*"],
    ["one besides a sign that is escaped", `1+${ones(136)}`, "(1)\\\\+.*"],
    ["three of them on 19 characters", ones(18), "1*1*(1).*"],
  ])("but %s", (_, text, pattern) => {
    const match = (begin: string, by: string) =>
      evaluated(`builtins.match "${by}" "${begin}2->${begin}3"`).value;
    expect(match(text, pattern)).toMatch(/^\[ "/);
    expect(match(`${text[0]}${text}`, pattern.replace("1", "11"))).toBe("!");
  });

  it("nor one on 10,000 characters", () => {
    const text = `1${"-1".repeat(4998)}`;
    const cut = (end: string) => evaluated(`builtins.split "-" "${text}-${end}->${text}-${end}"`);
    expect(cut("1").value).toMatch(/^\[ "\(1\|1\)" \[/);
    expect(cut("11").value).toBe("!");
  });

  it("nor the longer one of two texts", () => {
    expect(evaluated(`builtins.match "(1)1*1*1*2*" "1->${ones(30)}"`).value).toBe("!");
    expect(evaluated(`builtins.match "(1)1*1*1*2*" "${ones(30)}->1"`).value).toBe("!");
  });
});
