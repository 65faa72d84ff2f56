import fc from "fast-check";
import { parseMarkdown } from "simulated-github/pages";
import { expect, it } from "vitest";
import { markdownCode, markdownProse, markdownText, visible } from "../../src/review/text/escape.ts";

it("What the bot escapes is shown as it was, and means nothing", () => {
  const text = fc.string({
    unit: fc.constantFrom(..."ab*_`[]()\\~<>&|-#1.!@:/\"'é \t", "http://", "www.", "\u202e"),
  });
  const shown = (markdown: string) => {
    const [block, ...others] = parseMarkdown(`Say ${markdown}.`);
    expect(others).toEqual([]);
    if (block?.kind !== "paragraph") throw new Error("it begins another block");
    return block.content;
  };
  const withoutBreakers = (words: string) => words.replaceAll("\u200b", "");
  fc.assert(
    fc.property(text, (hostile) => {
      const [inline, ...more] = shown(markdownText(hostile));
      expect(more).toEqual([]);
      expect(inline?.kind === "text" && withoutBreakers(inline.text)).toBe(
        `Say ${visible(hostile).trimStart()}.`,
      );
      expect(shown(markdownCode(hostile)).map(({ kind }) => kind)).toEqual(["text", "styled", "text"]);
      expect(shown(markdownProse(hostile)).every(({ kind }) => kind === "text" || kind === "styled")).toBe(
        true,
      );
    }),
  );
});
