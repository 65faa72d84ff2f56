import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { displayName } from "../../src/nix/shown.ts";
import { decodeName, encodeName, isNormalPath } from "../../src/snapshot/names.ts";

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: "binary" }).map((s) => new Uint8Array(Buffer.from(s))),
  fc
    .tuple(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.uint8Array({ maxLength: 4 }),
      fc.string({ unit: "binary" }),
    )
    .map(([a, b, c]) => new Uint8Array(Buffer.concat([Buffer.from(a), b, Buffer.from(c)]))),
);

describe("names", () => {
  test("survive the way to a string and back, whatever their bytes", () => {
    fc.assert(
      fc.property(bytes, (b) => {
        expect([...encodeName(decodeName(b))]).toEqual([...b]);
      }),
      { numRuns: 2000 },
    );
  });

  test("that are UTF-8 are read as UTF-8, a byte order mark included", () => {
    expect(decodeName(Buffer.from("h\u00e9llo \u{1f600}\ufeff"))).toBe("h\u00e9llo \u{1f600}\ufeff");
  });

  test("that are not UTF-8 keep each wrong byte as a lone surrogate", () => {
    expect(decodeName(Buffer.from([0x61, 0xff, 0xc3, 0x28]))).toBe("a\udcff\udcc3(");
    expect(decodeName(Buffer.from([0xed, 0xb2, 0x80]))).toBe("\udced\udcb2\udc80");
    expect(decodeName(Buffer.from([0xf0, 0x9f, 0x98]))).toBe("\udcf0\udc9f\udc98");
  });

  test("are distinct strings when they are distinct bytes", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(decodeName(a) === decodeName(b)).toBe(Buffer.compare(a, b) === 0);
      }),
    );
  });
});

describe("displayName", () => {
  test.each([
    ["pkgs/by-name/he/hello", "pkgs/by-name/he/hello"],
    ["a b\u00e9\u{1f600}", "a b\u00e9\u{1f600}"],
    ["a\nb\tc\r", "a\\nb\\tc\\r"],
    ["\x1b[31m\x00\x7f", "\\x1b[31m\\x00\\x7f"],
    ["\udcff", "\\xff"],
    ["\u202egnp.exe\u200b\u00a0\u0085", "\\u202egnp.exe\\u200b\\u00a0\\u0085"],
    ["\u{e0041}", "\\u{e0041}"],
    ["\\n", "\\\\n"],
    ["\ud800", "\\ud800"],
  ])("of %j is %j", (name, expected) => {
    expect(displayName(name)).toBe(expected);
  });

  test("tells distinct names apart, on one line", () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [x, y] = [decodeName(a), decodeName(b)];
        expect(displayName(x) === displayName(y)).toBe(x === y);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
        expect(displayName(x)).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/);
      }),
    );
  });
});

describe("isNormalPath", () => {
  test.each(["", "a", "a/b", "-", "...", "a b/\n", "\udcff"])("takes %j", (path) => {
    expect(isNormalPath(path)).toBe(true);
  });
  test.each(["/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/.", "a\0b", "\ud800", "\udcc3\udca9"])(
    "refuses %j",
    (path) => {
      expect(isNormalPath(path)).toBe(false);
    },
  );
});
