import type { Json, JsonMember } from "./json.ts";

const STEP = "    ";

/**
 * A value as Python's `json.dump(indent=4, sort_keys=True)` writes it, without a line end. Members are sorted by
 * the code points of their keys. Of a key that stands there twice the last one counts, as for Python. `indent`
 * stands before all lines but the first.
 */
export function canonicalJson(value: Json, indent = ""): string {
  const lines: string[] = [];
  write(value, indent, lines);
  return lines.join("");
}

/** A member in the same way: `"key": value`. */
export function canonicalMember({ key, value }: JsonMember, indent: string): string {
  return `${pythonString(key)}: ${canonicalJson(value, indent)}`;
}

/** Sorts by code points: upper case first, and characters beyond U+FFFF after all others. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [one, other] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (one === other) continue;
    // The second half of a pair is no code point of its own: the halves before are alike.
    const from = isPairEnd(a, i) || isPairEnd(b, i) ? i - 1 : i;
    return (a.codePointAt(from) ?? one) - (b.codePointAt(from) ?? other);
  }
  return a.length - b.length;
}

/** Whether the code unit at an index is the second half of a pair. */
function isPairEnd(text: string, at: number): boolean {
  return at > 0 && (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/** Recursion is as deep as the value, which `readJson` bounds. */
function write(value: Json, indent: string, into: string[]): void {
  switch (value.kind) {
    case "string":
      into.push(pythonString(value.value));
      return;
    case "number":
      into.push(pythonNumber(value.text));
      return;
    case "literal":
      into.push(String(value.value));
      return;
    case "array":
      writeAll(["[", "]"], value.items, indent, into, (item, inner) => write(item, inner, into));
      return;
    case "object":
      writeAll(["{", "}"], sortedMembers(value.members), indent, into, (member, inner) => {
        into.push(`${pythonString(member.key)}: `);
        write(member.value, inner, into);
      });
      return;
  }
}

function writeAll<Item>(
  [open, close]: readonly [string, string],
  items: readonly Item[],
  indent: string,
  into: string[],
  writeOne: (item: Item, indent: string) => void,
): void {
  if (items.length === 0) {
    into.push(open, close);
    return;
  }
  const inner = indent + STEP;
  items.forEach((item, i) => {
    into.push(i === 0 ? open : ",", "\n", inner);
    writeOne(item, inner);
  });
  into.push("\n", indent, close);
}

function sortedMembers(members: readonly JsonMember[]): JsonMember[] {
  const last = new Map(members.map((member) => [member.key, member]));
  return [...last.values()].sort((a, b) => byCodePoint(a.key, b.key));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\f": "\\f",
  "\b": "\\b",
};

/** Everything but printable ASCII is escaped, one code unit at a time: halves of pairs that stand alone, too. */
function pythonString(text: string): string {
  const escaped = text.replace(
    /["\\]|[^ -~]/g,
    (unit) => ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `"${escaped}"`;
}

/** Integers keep their digits; others are the shortest decimal that is read as the same number. */
function pythonNumber(text: string): string {
  if (/^-?\d+$/.test(text)) return text === "-0" ? "0" : text;
  const number = Number(text);
  if (!Number.isFinite(number)) return number < 0 ? "-Infinity" : "Infinity";
  const [, sign = "", first = "", rest = "", power = "0"] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(Object.is(number, -0) ? "-0e+0" : number.toExponential()) ?? [];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    const digits = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${first}${rest === "" ? "" : `.${rest}`}e${exponent < 0 ? "-" : "+"}${digits}`;
  }
  const digits = first + rest;
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}
