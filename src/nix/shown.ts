const hidden = /[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}/gu;

/**
 * A path as a message shows it: unambiguous and on one line, with a backslash escape for control and
 * format characters (which could reorder or hide text), invalid bytes, unusual spaces and the backslash.
 */
export function displayName(path: string): string {
  return path.replace(hidden, escaped);
}

function escaped(character: string): string {
  const short = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }[character];
  if (short !== undefined) return short;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, "0")}`;
  return `\\u{${code.toString(16)}}`;
}

/**
 * A path or name from the repository as code in a message: control characters shown escaped, backticks
 * as `'`, so that it cannot end the code, and at most 200 characters.
 */
export function quoted(text: string): string {
  const shown = displayName(text.slice(0, 1000)).replaceAll("`", "'");
  return `\`${shown.length > 200 || text.length > 1000 ? `${shown.slice(0, 200)}…` : shown}\``;
}

/** A whole number with commas between its thousands. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}
