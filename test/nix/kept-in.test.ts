import { expect, it } from "vitest";
import { keptIn } from "../../src/nix/kept-in.ts";

it("keeps a value for each object, also for a frozen or an empty one, and nobody sees it there", () => {
  const [a, b] = [keptIn<object, number | null>(), keptIn<object, number | null>()];
  const [list, object]: [object, object] = [[], Object.freeze({})];
  expect(a.get(list)).toBeUndefined();
  a.set(list, 1);
  a.set(list, 2);
  a.set(object, null);
  b.set(list, 3);
  expect([a.get(list), a.get(object), b.get(list), b.get(object)]).toEqual([2, null, 3, undefined]);
  expect([Reflect.ownKeys(list), Reflect.ownKeys(object)]).toEqual([["length"], []]);
});
