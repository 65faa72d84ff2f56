import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { registryText } from "../test/packages/registry/generated.ts";

// Records what Python makes of JSON, since what it writes is the form that NUR's registry has to have. Where there is
// a Python, a test compares the record with it again.

export const RECORD = new URL("../test/packages/registry/python.json", import.meta.url);

/** Texts, each with what Python writes for it. */
export type Recorded = readonly { readonly text: string; readonly written: string }[];

const PROGRAM = `
import json, sys
texts = json.load(sys.stdin)
written = [json.dumps(json.loads(text), indent=4, sort_keys=True) + "\\n" for text in texts]
json.dump(written, sys.stdout)
`;

/** What there is to get wrong: the order of keys, escapes, numbers, what is empty. */
export const TEXTS: readonly string[] = [
  "{}",
  "[]",
  '{"repos": {}}',
  '{"a": {}, "b": [], "c": [{}, []], "d": null, "e": true, "f": false}',
  '{"b": 1, "a": 2, "B": 3, "A": 4, "_": 5, "1235467": 6, "0": 7, "10": 8, "9": 9, "-": 10}',
  '{"": 1, " ": 2, "a b": 3, "a": 4, "aa": 5, "a-": 6, "a_": 7, "aB": 8}',
  '{"é": "Zoë", "z": "日本", "\\u00e9a": "\\u65e5"}',
  '{"\\ud83d\\ude00": 1, "\\uffff": 2, "\\ue000": 3, "\\ud83d": 4, "\\ude00": 5, "\\ud83dx": 6, "\\ud83d\\ud83d": 7}',
  '["\\ud800", "\\udfff", "\\ude00\\ud83d", "😀", "\\ud83d\\ude00x"]',
  '["\\"", "\\\\", "\\/", "/", "\\b\\f\\n\\r\\t", "\\u0000\\u001f\\u007f\\u0080", "\\u2028\\u2029", "<>&\'"]',
  "[0, -0, 1, -1, 12345678901234567890123, -98765432109876543210]",
  "[0.0, -0.0, 1.0, 1.5, 100.0, 1e2, 1E+2, 1e-2, 0.0001, 0.00001, 1.25e-5, -1.25e-7]",
  "[1e15, 1e16, 1.5e16, 123456789012345680.0, 1e21, 1.7976931348623157e308, 5e-324, 1e400, -1e400, 0.1]",
  '{"a": 1, "a": 2}',
  '{"a": {"x": 1}, "b": 0, "a": {"y": {"z": 1, "y": 2}}}',
  ' \t\r\n {"a" : [ 1 , 2 ] } \n\n',
  '"text"',
  "1",
  "null",
  registryText("as it is written", { indent: 2 }),
];

/** Asks the Python that is there. Throws where there is none. */
export function askPython(texts: readonly string[]): string[] {
  const input = JSON.stringify(texts).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const output = execFileSync("python3", ["-c", PROGRAM], { input, encoding: "utf8", maxBuffer: 1 << 26 });
  const written: unknown = JSON.parse(output);
  if (!Array.isArray(written)) throw new Error("Python wrote no list");
  return written.map(String);
}

/** The record as it is on the disk. */
export function recorded(): Recorded {
  const read: unknown = JSON.parse(readFileSync(RECORD, "utf8"));
  if (!Array.isArray(read)) throw new Error(`${RECORD.pathname} holds no list`);
  return read.map(({ text, written }: Record<string, unknown>) => ({
    text: String(text),
    written: String(written),
  }));
}

if (import.meta.main) {
  const written = askPython(TEXTS);
  const record = TEXTS.map((text, i) => ({ text, written: written[i] }));
  // In ASCII, so that halves of pairs survive.
  const json = JSON.stringify(record, null, 2).replace(
    /[^\n -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  writeFileSync(RECORD, `${json}\n`);
  console.log(`wrote ${TEXTS.length} texts`);
}
