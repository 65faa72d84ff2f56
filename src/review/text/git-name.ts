import { encodeName } from "../../snapshot/names.ts";

const short: Readonly<Record<string, string>> = {
  "\u0007": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\u000b": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  '"': '\\"',
  "\\": "\\\\",
};

/**
 * A path as git writes it in a patch: as it is, or in double quotes with C escapes and its bytes beyond
 * ASCII in octal (git-config(1), `core.quotePath`).
 */
export function gitName(path: string): string {
  const bytes = encodeName(path).toString("latin1");
  const escaped = bytes.replace(/[^ !#-[\]-~]/g, (byte) => short[byte] ?? octal(byte));
  return escaped === bytes ? path : `"${escaped}"`;
}

function octal(byte: string): string {
  return `\\${byte.charCodeAt(0).toString(8).padStart(3, "0")}`;
}
