import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { printParseErrorCode } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { askPython, recorded, TEXTS } from "../../../scripts/python-json.ts";
import { byCodePoint, canonicalJson } from "../../../src/packages/registry/canonical.ts";
import { JSON_ERRORS, type Json, readJson } from "../../../src/packages/registry/json.ts";
import { registryText } from "./generated.ts";

function parsed(text: string): Json {
  const reading = readJson(text);
  if (reading.kind === "invalid") throw new Error(reading.why);
  return reading.value;
}

function canonical(text: string): string {
  return `${canonicalJson(parsed(text))}\n`;
}

/** The value as JavaScript has it. */
function plain(json: Json): unknown {
  switch (json.kind) {
    case "string":
    case "literal":
      return json.value;
    case "number":
      return Number(json.text);
    case "array":
      return json.items.map(plain);
    case "object":
      return Object.fromEntries(json.members.map(({ key, value }) => [key, plain(value)]));
  }
}

describe("reading JSON", () => {
  it("accepts what JSON.parse accepts, with the same value, and nothing else", () => {
    const pieces = [
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"b"',
      "1",
      "-",
      "0",
      ".5",
      "e3",
      "true",
      "nul",
      " ",
      "\n",
      '"\\u00',
      "//",
      "\u00a0",
    ];
    const text = fc.oneof(
      fc.json({ maxDepth: 5 }),
      fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((some) => some.join("")),
      fc.string({ unit: "binary", maxLength: 20 }),
      fc.string({ unit: "binary", maxLength: 8 }).map((inner) => `"${inner}"`),
    );
    fc.assert(
      fc.property(text, (text) => {
        let expected: { value: unknown } | null = null;
        try {
          expected = { value: JSON.parse(text) };
        } catch {
          expected = null;
        }
        const reading = readJson(text);
        expect(reading.kind).toBe(expected === null ? "invalid" : "json");
        // An object here has one `__proto__` that is no key.
        if (reading.kind === "json" && !text.includes("__proto__"))
          expect(plain(reading.value)).toEqual(expected?.value);
      }),
      { numRuns: 3000 },
    );
  });

  it("keeps the order of keys, keys that stand there twice, and places", () => {
    const text = '{"b": 1,\n "a": [2], "b": 3}';
    const json = parsed(text);
    if (json.kind !== "object") throw new Error("no object");
    const said = json.members.map(({ key, keySpan, value, start, end }) => [
      key,
      text.slice(keySpan.start, keySpan.end),
      text.slice(value.start, value.end),
      text.slice(start, end),
    ]);
    expect(said).toEqual([
      ["b", '"b"', "1", '"b": 1'],
      ["a", '"a"', "[2]", '"a": [2]'],
      ["b", '"b"', "3", '"b": 3'],
    ]);
  });

  it.each([
    ["", "a value is expected here"],
    ['{"a" 1}', "a colon is expected between a key and its value"],
    ['{"a": 1 "b": 2}', "a comma is expected between two of them"],
    ['{"a": 1,}', "a key in double quotes is expected here"],
    ["{a: 1}", "this is not a value: only `true`, `false`, `null`, numbers and strings are"],
    ['{"a": "b\n"}', 'the string has no closing `"` on its line'],
    ['{"a": "\\x"}', "this escape does not exist in JSON"],
    ['{"a": 1} // why', "JSON has no comments"],
    ["{} {}", "nothing may follow the value"],
    ["[1", "a closing `]` is missing"],
    ["\ufeff{}", "this is not a value: only `true`, `false`, `null`, numbers and strings are"],
  ])("says what is wrong with %j", (text, why) => {
    expect(readJson(text)).toMatchObject({ kind: "invalid", why });
  });

  it("has words for each of the library's errors", () => {
    const names = Array.from({ length: 16 }, (_, i) => printParseErrorCode(i + 1));
    expect(names.filter((name) => JSON_ERRORS[name] === undefined)).toEqual([]);
  });

  it("says where a text is nested too deeply, however deep, and where it has too many keys", () => {
    for (const depth of [65, 1_000_000]) {
      expect(readJson("[".repeat(depth))).toEqual({
        kind: "invalid",
        at: { start: 64, end: 65 },
        why: "it is nested deeper than 64 levels",
        beyond: true,
      });
    }
    expect(readJson("[".repeat(64) + "]".repeat(64)).kind).toBe("json");
    const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"${i}":1`).join(",")}}`;
    expect(readJson(keys(100_000)).kind).toBe("json");
    expect(readJson(keys(1_000_000))).toMatchObject({ why: "it has more than 100000 keys" });
  });
});

describe("the canonical form", () => {
  it.each(recorded().map(({ text, written }) => [text.slice(0, 60), text, written]))(
    "of %s is what Python wrote",
    (_, text, written) => {
      expect(canonical(text)).toBe(written);
    },
  );

  it("is recorded of all that there is to get wrong", () => {
    expect(recorded().map(({ text }) => text)).toEqual(TEXTS);
  });

  it("of a registry as large as NUR's is that registry", () => {
    expect(canonical(registryText("as it is written", { indent: 2 }))).toBe(registryText());
    expect(canonical(registryText())).toBe(registryText());
  });

  it("sorts by code point, as a list of code points would be", () => {
    const units = fc.array(fc.constantFrom("a", "\ud83d", "\ude00", "\ud83e", "\uffff", "\ue000"), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(units, units, (one, other) => {
        const [a, b] = [one.join(""), other.join("")];
        const [points, others] = [a, b].map((text) => [...text].map((point) => point.codePointAt(0) ?? 0));
        expect(Math.sign(byCodePoint(a, b))).toBe(Math.sign(compareLists(points ?? [], others ?? [])));
      }),
      { numRuns: 2000 },
    );
  });

  const python = spawnSync("python3", ["--version"]).status === 0;

  it.skipIf(!python)("is what the Python that is here writes", { timeout: 60_000 }, () => {
    const samples = fc.sample(fc.json({ maxDepth: 4, stringUnit: "binary" }), 300);
    const texts = [...TEXTS, ...samples];
    expect(texts.map(canonical)).toEqual(askPython(texts));
  });
});

function compareLists(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((point, i) => point !== b[i]);
  if (at < 0) return a.length - b.length;
  return (a[at] ?? 0) - (b[at] ?? -1);
}
