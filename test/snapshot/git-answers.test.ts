import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerReader, type GitObject } from "../../src/snapshot/git/answers.ts";
import { SourceError } from "../../src/snapshot/source.ts";

const id = "a".repeat(40);

/** What is understood of `output` when it comes in pieces of these sizes. */
function understood(output: Buffer, sizes: readonly number[], limit: number): GitObject[] {
  const answers: GitObject[] = [];
  const feed = answerReader(() => ({ limit, answer: (object) => answers.push(object) }));
  let at = 0;
  for (let i = 0; at < output.length; i += 1) {
    const size = sizes[i % sizes.length] ?? 1;
    feed(output.subarray(at, at + size));
    at += size;
  }
  return answers;
}

describe("answerReader", () => {
  test("understands the same answers in whatever chunks they come, and keeps nothing above the limit", () => {
    const content = fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(
        fc.array(fc.option(content)),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }),
        (contents, sizes) => {
          const output = contents.map((c) =>
            c === null
              ? Buffer.from(`${id} missing\n`)
              : Buffer.concat([Buffer.from(`${id} blob ${c.length}\n`), c, Buffer.from("\n")]),
          );
          expect(understood(Buffer.concat(output), sizes, 20)).toEqual(
            contents.map((c) => {
              if (c === null) return { kind: "missing" };
              if (c.length > 20) return { kind: "too-large", id, type: "blob", size: c.length };
              return { kind: "object", id, type: "blob", bytes: c };
            }),
          );
        },
      ),
    );
  });

  test.each(["what?\n", `${id} blob -1\n`, "x".repeat(70_000)])(
    "refuses %.30j with a SourceError",
    (output) => {
      expect(() => understood(Buffer.from(output), [10_000], 20)).toThrow(SourceError);
    },
  );

  test("refuses an answer that nobody asked for", () => {
    expect(() => answerReader(() => undefined)(Buffer.from(`${id} missing\n`))).toThrow(SourceError);
  });
});
