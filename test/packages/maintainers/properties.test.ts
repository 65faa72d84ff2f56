import fc from "fast-check";
import { expect, it } from "vitest";
import { packages } from "./arbitrary.ts";
import { maintainersOfText, namesOf } from "./builders.ts";

it("finds those who maintain a package, and says nothing where a part is not understood", () => {
  fc.assert(
    fc.property(packages, ({ text, people }) => {
      const found = maintainersOfText(text);
      if (people === null) expect(found.kind).toBe("unknown");
      else expect(namesOf(found)).toEqual([...new Set(people)]);
    }),
    { numRuns: 2000 },
  );
});
