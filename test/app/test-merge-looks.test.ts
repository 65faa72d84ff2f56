import { expect, it } from "vitest";
import { conflictLook } from "../../src/app/run/memory/test-merge.ts";

const HEARD = { receivedAt: 1_000_000 };
const conflict = { merge: { kind: "conflict" } } as const;
const after = (ms: number) => conflictLook(conflict, HEARD, HEARD.receivedAt + ms)?.afterMs ?? null;

it("a conflict is looked at again half a minute and two and a half after it was heard of, and no more", () => {
  expect([0, 29_999, 30_000, 149_999].map(after)).toEqual([30_000, 1, 120_000, 1]);
  expect([150_000, 900_000].map(after)).toEqual([null, null]);
});

it("a conflict of old, and what has none, is not", () => {
  expect(conflictLook(conflict, null, 0)).toBeNull();
  expect(conflictLook({ merge: { kind: "pending" } }, HEARD, HEARD.receivedAt)).toBeNull();
});
