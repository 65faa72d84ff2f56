import { createScanner, printParseErrorCode, visit } from "jsonc-parser";
import type { Span } from "../../nix/text.ts";

/** A JSON value with its place. Object members stand as they are written: in their order, the same key twice as well. */
export type Json =
  | (Span & { readonly kind: "string"; readonly value: string })
  /** As it is written: it may have more digits than a number here. */
  | (Span & { readonly kind: "number"; readonly text: string })
  | (Span & { readonly kind: "literal"; readonly value: boolean | null })
  | (Span & { readonly kind: "array"; readonly items: readonly Json[] })
  | JsonObject;

export type JsonObject = Span & { readonly kind: "object"; readonly members: readonly JsonMember[] };

/** `"key": value`; its span is that of both. */
export type JsonMember = Span & { readonly key: string; readonly keySpan: Span; readonly value: Json };

/** A JSON text, or the first place where it is none, or goes `beyond` the limits; `why` is a clause. */
export type JsonReading =
  | { readonly kind: "json"; readonly value: Json }
  | { readonly kind: "invalid"; readonly at: Span; readonly why: string; readonly beyond: boolean };

export type JsonLimits = { readonly depth: number; readonly members: number };

/** Far beyond any registry, which has a depth of 3. */
export const JSON_LIMITS: JsonLimits = { depth: 64, members: 100_000 };

/** Reads JSON exactly: no comments, no comma at an end. Linear in the text, and throws nothing. */
export function readJson(text: string, limits: JsonLimits = JSON_LIMITS): JsonReading {
  // The parser goes down as deep as the text does.
  const beyond = placeBeyond(text, limits);
  if (beyond !== null) return beyond;
  const read = treeOf(text);
  if (read.error !== null) return read.error;
  const [value] = read.values;
  return value === undefined
    ? { kind: "invalid", at: { start: 0, end: 0 }, why: whyOf("ValueExpected"), beyond: false }
    : { kind: "json", value };
}

const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COLON, END] = [1, 2, 3, 4, 6, 17];

/** Where the limits are passed, whatever the text is otherwise; null where they are not. */
function placeBeyond(text: string, { depth, members }: JsonLimits): JsonReading | null {
  const scanner = createScanner(text, true);
  let deep = 0;
  let colons = 0;
  for (let token: number = scanner.scan(); token !== END; token = scanner.scan()) {
    if (token === OPEN_BRACE || token === OPEN_BRACKET) deep += 1;
    else if (token === CLOSE_BRACE || token === CLOSE_BRACKET) deep -= 1;
    else if (token === COLON) colons += 1;
    else continue;
    const why =
      deep > depth
        ? `it is nested deeper than ${depth} levels`
        : colons > members
          ? `it has more than ${members} keys`
          : null;
    if (why === null) continue;
    const start = scanner.getTokenOffset();
    return { kind: "invalid", at: { start, end: start + scanner.getTokenLength() }, why, beyond: true };
  }
  return null;
}

type Open =
  | { readonly kind: "array"; readonly start: number; readonly items: Json[] }
  | { readonly kind: "object"; readonly start: number; readonly members: JsonMember[]; key: Key | null };
type Key = { readonly name: string; readonly span: Span };

function treeOf(text: string): { readonly values: readonly Json[]; readonly error: JsonReading | null } {
  const values: Json[] = [];
  const open: Open[] = [];
  let error: JsonReading | null = null;

  function add(value: Json): void {
    const around = open.at(-1);
    if (around === undefined) values.push(value);
    else if (around.kind === "array") around.items.push(value);
    else if (around.key !== null) {
      const { name: key, span: keySpan } = around.key;
      around.members.push({ start: keySpan.start, end: value.end, key, keySpan, value });
      around.key = null;
    }
  }

  visit(
    text,
    {
      onObjectBegin: (start) => void open.push({ kind: "object", start, members: [], key: null }),
      onObjectProperty(name, offset, length) {
        const around = open.at(-1);
        if (around?.kind === "object") around.key = { name, span: { start: offset, end: offset + length } };
      },
      onObjectEnd(offset, length) {
        const ended = open.pop();
        if (ended?.kind !== "object") return;
        add({ kind: "object", start: ended.start, end: offset + length, members: ended.members });
      },
      onArrayBegin: (start) => void open.push({ kind: "array", start, items: [] }),
      onArrayEnd(offset, length) {
        const ended = open.pop();
        if (ended?.kind !== "array") return;
        add({ kind: "array", start: ended.start, end: offset + length, items: ended.items });
      },
      onLiteralValue(value: unknown, start, length) {
        const end = start + length;
        if (typeof value === "string") add({ kind: "string", start, end, value });
        else if (typeof value === "boolean" || value === null) add({ kind: "literal", start, end, value });
        else add({ kind: "number", start, end, text: text.slice(start, end) });
      },
      onError(code, start, length) {
        error ??= {
          kind: "invalid",
          at: { start, end: start + length },
          why: whyOf(printParseErrorCode(code)),
          beyond: false,
        };
      },
    },
    { disallowComments: true },
  );
  return { values, error };
}

/** What is wrong, a clause that follows "the JSON does not parse:". */
export const JSON_ERRORS: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is not a value: only `true`, `false`, `null`, numbers and strings are",
  InvalidNumberFormat: "this is not a number",
  PropertyNameExpected: "a key in double quotes is expected here",
  ValueExpected: "a value is expected here",
  ColonExpected: "a colon is expected between a key and its value",
  CommaExpected: "a comma is expected between two of them",
  CloseBraceExpected: "a closing `}` is missing",
  CloseBracketExpected: "a closing `]` is missing",
  EndOfFileExpected: "nothing may follow the value",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfComment: "JSON has no comments",
  UnexpectedEndOfString: 'the string has no closing `"` on its line',
  UnexpectedEndOfNumber: "the number has no digits at its end",
  InvalidUnicode: "`\\u` must be followed by four hexadecimal digits",
  InvalidEscapeCharacter: "this escape does not exist in JSON",
  InvalidCharacter: "control characters must be written as escapes in a string",
};

function whyOf(code: string): string {
  return JSON_ERRORS[code] ?? "it is not JSON";
}
