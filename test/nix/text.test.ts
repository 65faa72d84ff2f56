import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeText, lineAt, offsetAt, positionAt, rangeOf, sourceText } from "../../src/nix/text.ts";

/** Line and column of the `‸` in a text. */
function positionOfMark(marked: string) {
  return positionAt(sourceText(marked.replace("‸", "")), marked.indexOf("‸"));
}

describe("a position", () => {
  it.each([
    ["‸", 1, 1],
    ["‸a", 1, 1],
    ["a‸", 1, 2],
    ["a‸\nb", 1, 2],
    ["a\n‸b", 2, 1],
    ["a\n‸", 2, 1],
    ["a\r‸\nb", 1, 3],
    ["a\r\n‸b", 2, 1],
    ["a\rb‸", 1, 4],
    ["\n\n‸\n", 3, 1],
    ["é‸", 1, 2],
    ["😀‸", 1, 3],
    ["😀\n😀a‸", 2, 4],
    ["\u2028‸\u0085", 1, 2],
    ["\uFEFF‸{", 1, 2],
  ])(
    "in %j is counted from 1, in lines that end with a line feed and UTF-16 units",
    (marked, line, column) => {
      expect(positionOfMark(marked)).toEqual({ line, column });
    },
  );

  it("before the text is its start, and past it its end", () => {
    const source = sourceText("a\nbc");
    expect(positionAt(source, -1)).toEqual({ line: 1, column: 1 });
    expect(positionAt(source, 99)).toEqual({ line: 2, column: 3 });
  });

  it("makes a range with another", () => {
    const text = "a\n😀b\n";
    const range = rangeOf(sourceText(text), { start: 2, end: 5 });
    expect(range).toEqual({ start: { line: 2, column: 1 }, end: { line: 2, column: 4 } });
  });
});

describe("an offset", () => {
  it("is at most the end of the line that is asked for", () => {
    const source = sourceText("ab\ncd");
    expect(offsetAt(source, { line: 1, column: 99 })).toBe(2);
    expect(offsetAt(source, { line: 2, column: 99 })).toBe(5);
    expect(offsetAt(source, { line: 3, column: 1 })).toBe(5);
  });
});

describe("a line", () => {
  it.each([
    ["a\nb", 1, "a"],
    ["a\nb", 2, "b"],
    ["a\r\nb", 1, "a"],
    ["a\r", 1, "a"],
    ["a\n", 2, ""],
    ["a", 2, ""],
    ["a", 0, ""],
    ["a\rb", 1, "a\rb"],
  ])("of %j, number %i, is without its end", (text, line, expected) => {
    expect(lineAt(sourceText(text), line)).toBe(expected);
  });
});

describe("bytes", () => {
  it("that are UTF-8 are read exactly, a byte order mark included", () => {
    expect(decodeText(Buffer.from("\uFEFFé😀\0\r\n"))).toMatchObject({
      text: "\uFEFFé😀\0\r\n",
      exact: true,
    });
  });

  it.each([
    ["a lone continuation byte", [0x61, 0x80]],
    ["Latin-1", [0xe9, 0x61]],
    ["half a character", [0xf0, 0x9f, 0x98]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
    ["an overlong form", [0xc0, 0xaf]],
  ])("that are not UTF-8 (%s) are read, and known not to be exact", (_, bytes) => {
    const { text, exact } = decodeText(Uint8Array.from(bytes));
    expect(exact).toBe(false);
    expect(text).toContain("\uFFFD");
  });
});

describe("whatever the text", () => {
  const character = fc.constantFrom("a", "\n", "\r\n", "\r", "é", "😀", "\u2028", "\uFEFF", "\0");
  const anyText = fc.array(character, { maxLength: 30 }).map((characters) => characters.join(""));

  it("a position and its offset lead to one another", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const source = sourceText(text);
        for (let offset = 0; offset <= text.length; offset++) {
          expect(offsetAt(source, positionAt(source, offset))).toBe(offset);
        }
      }),
    );
  });

  it("positions are in the order of their offsets, and their lines are those of the text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const source = sourceText(text);
        const lines = text.split("\n");
        let offset = 0;
        lines.forEach((line, i) => {
          expect(positionAt(source, offset)).toEqual({ line: i + 1, column: 1 });
          expect(positionAt(source, offset + line.length)).toEqual({ line: i + 1, column: line.length + 1 });
          offset += line.length + 1;
        });
      }),
    );
  });
});
