import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  markdownCode,
  markdownCodeBlock,
  markdownProse,
  markdownText,
  shorten,
  visible,
} from "../../src/review/text/escape.ts";

const control = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\ufeff]/u;
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      ..."@#`|<>&[]()!*_~$\\-+=:/. \n\r\t1a",
      "\u001b",
      "\u202e",
      "\u200d",
      "\udc80",
      "www.",
      "GH-",
    ),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
});
const escapes = { visible, markdownText, markdownCode, markdownProse };

describe.each(Object.entries(escapes))("%s", (_name, escaped) => {
  test("lets no line end, control character, direction override or lone surrogate through", () => {
    fc.assert(fc.property(hostile, (text) => !control.test(escaped(text))));
  });
});

/** What is left of a Markdown text once its code spans are taken out. */
function outsideCode(markdown: string): string {
  return markdown.replace(/(?<!\\)`[^`]*`/g, " ");
}

describe.each(Object.entries({ markdownText, markdownCode, markdownProse }))("%s", (_name, escaped) => {
  test("mentions nobody and refers to no issue", () => {
    fc.assert(
      fc.property(
        hostile,
        (text) => !/@[a-z0-9]|(?<!&)#\d|gh-\d|:\/\/|www\./i.test(outsideCode(escaped(text))),
      ),
    );
  });

  test("leaves no HTML but its own code element, and no end of a table cell", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = escaped(text);
        const words = outsideCode(markdown).replace(/<\/?code>/g, "");
        return !/[<>]/.test(words) && !markdown.includes("|");
      }),
    );
  });

  test("leaves no backtick without a partner", () => {
    fc.assert(fc.property(hostile, (text) => !/(?<!\\)`/.test(outsideCode(escaped(text)))));
  });
});

describe("visible", () => {
  test("shows what is hidden as an escape, and leaves Nix and other scripts alone", () => {
    expect(visible('a\u001b[31m\u202eb "\\d" 日本 é')).toBe('a\\x1b[31m\\u202eb "\\d" 日本 é');
  });
});

describe("shorten", () => {
  test("cuts at the length and never through a character", () => {
    expect(shorten("abcdef", 6)).toBe("abcdef");
    expect(shorten("abcdef", 5)).toBe("abcd…");
    expect(shorten("ab😀cd", 4)).toBe("ab…");
  });

  test("is never longer than asked for", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (text, n) => shorten(text, n).length <= n),
    );
  });
});

describe("Markdown", () => {
  test("words mean nothing but themselves", () => {
    expect(markdownText("# *hi* [a](http://b) <img> @NixOS/all #12 a|b")).toMatchInlineSnapshot(
      `"\\# \\*hi\\* \\[a\\](http:​//b) &lt;img&gt; @​NixOS/all #​12 a&#124;b"`,
    );
    expect(markdownText("1. one")).toBe("1\\. one");
  });

  test("code is a code span, or an element where a span cannot hold it", () => {
    expect(markdownCode("../../@x")).toBe("`../../@x`");
    expect(markdownCode(" a ")).toBe("`  a  `");
    expect(markdownCode("a|b`c")).toBe("<code>a&#124;b\\`c</code>");
  });

  test("a message keeps its code and escapes the rest", () => {
    expect(markdownProse("`a_b` is not `c` <b> or `")).toBe("`a_b` is not `c` &lt;b&gt; or \\`");
  });

  test("a block of code cannot be ended from within", () => {
    expect(markdownCodeBlock(["```", "\tx"])).toBe("````nix\n```\n  x\n````");
  });
});
