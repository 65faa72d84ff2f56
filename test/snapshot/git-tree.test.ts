import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseTree } from "../../src/snapshot/git/tree.ts";
import { decodeName } from "../../src/snapshot/names.ts";
import { SourceError } from "../../src/snapshot/source.ts";

const modes = {
  "40000": { kind: "directory" },
  "100644": { kind: "file", executable: false },
  "100664": { kind: "file", executable: false },
  "100755": { kind: "file", executable: true },
  "120000": { kind: "symlink" },
  "160000": { kind: "submodule" },
} as const;

function raw(entries: readonly { mode: string; name: Uint8Array; id: string }[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ mode, name, id }) => [
      Buffer.from(`${mode} `),
      name,
      Buffer.from([0]),
      Buffer.from(id, "hex"),
    ]),
  );
}

const name = fc
  .uint8Array({ minLength: 1, maxLength: 255 })
  .map((bytes) => bytes.map((b) => (b === 0 || b === 0x2f ? 0x41 : b)))
  .filter((bytes) => !["2e", "2e2e"].includes(Buffer.from(bytes).toString("hex")));
const someId = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((b) => Buffer.from(b).toString("hex"));
const someTree = (idBytes: number) =>
  fc.uniqueArray(fc.record({ mode: fc.constantFrom(...Object.keys(modes)), name, id: someId(idBytes) }), {
    selector: (entry) => decodeName(entry.name),
  });

describe("parseTree", () => {
  test.each([20, 32])("gives back the entries that were written, with ids of %i bytes", (idBytes) => {
    fc.assert(
      fc.property(someTree(idBytes), (entries) => {
        const expected = entries.map((e) => ({
          ...Object.entries(modes).find(([mode]) => mode === e.mode)?.[1],
          id: e.id,
          name: decodeName(e.name),
        }));
        expect(parseTree("0".repeat(idBytes * 2), raw(entries)).entries).toEqual(expected);
      }),
    );
  });

  test("either parses any bytes or throws a SourceError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        try {
          parseTree("0".repeat(40), Buffer.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(SourceError);
        }
      }),
    );
  });

  test("refuses a tree that was cut off", () => {
    const whole = raw([{ mode: "100644", name: Buffer.from("a"), id: "0".repeat(40) }]);
    for (let length = 1; length < whole.length; length += 1) {
      expect(() => parseTree("0".repeat(40), whole.subarray(0, length))).toThrow(SourceError);
    }
  });

  test.each(["", ".", "..", "a/b", "../x"])(
    "refuses the name %j, which could be taken for another path",
    (bad) => {
      const tree = raw([{ mode: "100644", name: Buffer.from(bad), id: "0".repeat(40) }]);
      expect(() => parseTree("0".repeat(40), tree)).toThrow(SourceError);
    },
  );

  test("refuses two entries with one name", () => {
    const entry = { mode: "100644", name: Buffer.from("a"), id: "0".repeat(40) };
    expect(() => parseTree("0".repeat(40), raw([entry, { ...entry, mode: "40000" }]))).toThrow(/two entries/);
  });
});
