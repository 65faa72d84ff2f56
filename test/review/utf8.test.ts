import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesBefore } from "../../src/review/text/utf8.ts";

describe("bytes before an offset", () => {
  test("are those of the text up to there, at the end of any character", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 60 }).map((part) => part.repeat(200));
    fc.assert(
      fc.property(text, fc.nat(), (whole, at) => {
        const offset = Math.min(at, whole.length);
        fc.pre(whole.slice(0, offset).isWellFormed());
        expect(bytesBefore(whole)(offset)).toBe(Buffer.byteLength(whole.slice(0, offset)));
      }),
      { seed: 5 },
    );
  });

  test("are counted once for a long text, also where a pair of surrogates is cut", () => {
    const text = `a${"𝄞".repeat(500_000)}`;
    const bytes = bytesBefore(text);
    const places = Array.from({ length: 10_000 }, (_, i) => 1 + 2 * i * 50);
    expect(places.map(bytes)).toEqual(places.map((offset) => 1 + 2 * (offset - 1)));
  });
});
