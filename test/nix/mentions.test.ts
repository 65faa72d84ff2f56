import fc from "fast-check";
import { expect, it } from "vitest";
import { type Mentions, mentionsOf } from "../../src/nix/mentions.ts";
import { sourceText } from "../../src/nix/text.ts";

const alone = (text: string, name: string): Mentions => mentionsOf(sourceText(text), name);

/** The same after so many other names that all are counted at once. */
function amongMany(text: string, name: string): Mentions {
  const source = sourceText(text);
  for (const other of ["w", "x", "y", "z"]) mentionsOf(source, other);
  return mentionsOf(source, name);
}

it.each<[string, string, Mentions]>([
  ["rev = 1; rev=2; a.rev", "rev", { all: 3, set: 2 }],
  ["rev == 1", "rev", { all: 1, set: 0 }],
  ["rev          = 1; rev\n= 1", "rev", { all: 2, set: 1 }],
  ["# rev\n'' $(rev) ''", "rev", { all: 2, set: 0 }],
  ["prev revs rev' rev-x _rev x1rev x-rev x'1rev", "rev", { all: 0, set: 0 }],
  ["1rev -rev 'rev 1'-rev", "rev", { all: 4, set: 0 }],
  ["aa aaa a", "aa", { all: 1, set: 0 }],
  ["a b", "a b", { all: 0, set: 0 }],
  ["", "a", { all: 0, set: 0 }],
])("%j mentions %s", (text, name, expected) => {
  expect(alone(text, name)).toEqual(expected);
  expect(amongMany(text, name)).toEqual(expected);
});

it("a name is counted alone as it is among all", () => {
  const name = fc.stringMatching(/^[a1_'-]{1,3}$/);
  fc.assert(
    fc.property(fc.stringMatching(/^[a1_'=\- ]{0,20}$/), name, (text, each) => {
      expect(alone(text, each)).toEqual(amongMany(text, each));
    }),
    { numRuns: 300 },
  );
});
