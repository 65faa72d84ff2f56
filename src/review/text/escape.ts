import { displayName } from "../../nix/shown.ts";
import { fenced } from "./fence.ts";
import { proseParts } from "./prose.ts";

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}/gu;

/**
 * Text on one line in which nothing is hidden: control and format characters (which could drive a
 * terminal, reorder the text or hide a part of it), lone surrogates and unusual spaces stand as backslash
 * escapes. Unlike `displayName`, a backslash stays as it is: for sentences, and for lines of Nix.
 */
export function visible(text: string): string {
  return text.replace(hidden, displayName);
}

/** At most `length` UTF-16 code units of a text, with `…` for what was cut; never half a character. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const end = Math.max(0, length - 1);
  const kept = isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end;
  return `${text.slice(0, kept)}…`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

const zeroWidthSpace = "\u200b";

/**
 * Words for GitHub Markdown that mean nothing but themselves: no markup, no HTML, no end of a table cell,
 * and no mention, issue reference or link, which a zero-width space breaks. On one line.
 */
export function markdownText(text: string): string {
  return visible(text)
    .trimStart()
    .replace(/[\\`*_[\]~$]/g, "\\$&")
    .replace(/[&<>|]/g, htmlEntity)
    .replace(/^[-+=#]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replace(/@|(?<!&)#(?=\d)|gh-(?=\d)|:(?=\/\/)|www(?=\.)/gi, `$&${zeroWidthSpace}`);
}

/**
 * A name or a piece of Nix as GitHub Markdown shows code. In a code span nothing is markup and nobody is
 * mentioned; what a code span cannot hold (a backtick, a pipe in a table) stands in a `<code>` element.
 */
export function markdownCode(text: string): string {
  const shown = visible(text);
  if (shown.trim() === "" || /[`|]/.test(shown)) return `<code>${markdownText(shown)}</code>`;
  // CommonMark 6.1 takes one space off each side where both have one.
  return /^ .* $/.test(shown) ? `\` ${shown} \`` : `\`${shown}\``;
}

/** A message of a finding, its backticks shown as code and all else as plain words. On one line. */
export function markdownProse(message: string): string {
  return proseParts(message)
    .map((part, i) => {
      if (part.code) return markdownCode(part.text);
      const words = markdownText(part.text);
      return i > 0 && /^\s/.test(part.text) ? ` ${words}` : words;
    })
    .join("");
}

/** Lines of Nix as a block of code, which no backtick in them can end. */
export function markdownCodeBlock(lines: readonly string[], language = "nix"): string {
  const shown = lines.map((line) => visible(line.replaceAll("\t", "  ")));
  return fenced(shown, language);
}

function htmlEntity(character: string): string {
  return { "&": "&amp;", "<": "&lt;", ">": "&gt;" }[character] ?? "&#124;";
}
