const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u;
const combining = /\p{M}/u;

/**
 * How many columns of a terminal a character takes: 2 for CJK and emoji, 0 for combining marks, else 1.
 * Near enough to Unicode's East Asian Width (UAX 11) to underline a place; terminals differ anyway.
 */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (character < "\u0300") return 1;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** How many columns a line of visible characters takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}
