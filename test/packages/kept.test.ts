import { describe, expect, test } from "vitest";
import { keptByContent } from "../../src/packages/kept.ts";

const bytes = (length: number) => new Uint8Array(length);

describe("what is made of files", () => {
  /** Which of some files, asked for in order, are made anew. */
  function made(limit: number, asked: readonly [id: string | null, bytes: Uint8Array, way?: string][]) {
    const kept = keptByContent<object>(limit, (file) => file.length);
    return asked.map(([id, file, way = ""]) => {
      let isNew = false;
      kept(id, file, way, () => {
        isNew = true;
        return {};
      });
      return isNew;
    });
  }

  test("is made once for an id, and once for each way in which it is read", () => {
    const asked = [
      ["a", bytes(1)],
      ["a", bytes(1)],
      ["a", bytes(1), "other"],
    ] as const;
    expect(
      made(
        10,
        asked.map((each) => [...each] as const),
      ),
    ).toEqual([true, false, true]);
  });

  test("is made once for the same bytes where there is no id", () => {
    const file = bytes(0);
    expect(
      made(10, [
        [null, file],
        [null, file],
        [null, file, "other"],
        [null, bytes(0)],
      ]),
    ).toEqual([true, false, true, true]);
  });

  test("is forgotten by what was not used for longest", () => {
    expect(
      made(10, [
        ["a", bytes(4)],
        ["b", bytes(4)],
        ["a", bytes(4)],
        ["c", bytes(4)],
        ["a", bytes(4)],
        ["b", bytes(4)],
      ]),
    ).toEqual([true, true, false, true, false, true]);
  });

  test("is kept while it is what was made last, though it is larger than all that may be kept", () => {
    const large = bytes(100);
    expect(
      made(10, [
        ["small", bytes(1)],
        ["large", large],
        ["large", large],
        ["small", bytes(1)],
        ["large", large],
      ]),
    ).toEqual([true, true, false, true, true]);
  });

  test("is kept of an empty file, and where nothing may be kept the last alone", () => {
    expect(
      made(0, [
        ["a", bytes(0)],
        ["a", bytes(0)],
        ["b", bytes(0)],
        ["a", bytes(0)],
      ]),
    ).toEqual([true, false, true, true]);
  });
});
