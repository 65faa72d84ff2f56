// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc, { type Arbitrary } from "fast-check";
import { expect, it } from "vitest";
import { runs } from "../../support/seed.ts";
import { impuritiesOf, updateOf, updateOnDemand } from "./builders.ts";
import { layouts, type PackageDraft, packageDrafts, type Token, textOf } from "./package-texts.ts";

const RUNS = { numRuns: runs(600) };

it("is pure where the pins alone are others, however both sides are laid out", async () => {
  await fc.assert(
    fc.asyncProperty(packageDrafts, layouts, layouts, async ({ tokens, pins }, before, after) => {
      const texts = [textOf(tokens, pins, "before", before), textOf(tokens, pins, "after", after)] as const;
      const update = await updateOf(...texts);
      expect(update.impurities).toEqual([]);
      expect(update.pins.map((pin) => [pin.before, pin.after])).toEqual(
        tokens.flatMap((token) => {
          const pin = typeof token === "string" ? undefined : pins[token.pin];
          return pin === undefined ? [] : [[pin.before, pin.after]];
        }),
      );
    }),
    RUNS,
  );
});

it("is not pure where any other token is another, is gone, or is there", async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(mutated, layouts, async ({ draft: { tokens, pins }, after }, layout) => {
      const head = textOf(after, pins, "after", layout);
      const before = textOf(tokens, pins, "before");
      const { impurities } = await updateOf(before, head);
      expect(impurities).not.toEqual([]);
      if (count++ % 4 === 0) expect((await updateOnDemand(before, head)).impurities).toEqual(impurities);
    }),
    { numRuns: runs(2000) },
  );
});

it("is not pure where one hash differs alone", async () => {
  await fc.assert(
    fc.asyncProperty(packageDrafts, fc.nat(), async ({ tokens, pins }, at) => {
      const one = 1 + (at % (pins.length - 1));
      const some = pins.map((pin, i) => (i === one ? pin : { ...pin, after: pin.before }));
      expect(await impuritiesOf(textOf(tokens, some, "before"), textOf(tokens, some, "after"))).not.toEqual(
        [],
      );
    }),
    RUNS,
  );
});

it("is not pure where the version goes back", async () => {
  await fc.assert(
    fc.asyncProperty(packageDrafts, async ({ tokens, pins }) => {
      const back = pins.map(({ before, after }) => ({ before: after, after: before }));
      expect(await impuritiesOf(textOf(tokens, back, "before"), textOf(tokens, back, "after"))).toContain(
        "`version` differs: the version does not go up",
      );
    }),
    RUNS,
  );
});

it("is not pure where a pin holds anything that is not of its shape", async () => {
  const dirty = fc.constantFrom(
    "${x}",
    "\\n",
    "/",
    "?",
    "#",
    "%2f",
    " ",
    ";",
    "`",
    "$x",
    "\n",
    "é",
    "@",
    "|",
    "'",
  );
  await fc.assert(
    fc.asyncProperty(packageDrafts, dirty, fc.nat(), fc.nat(), async ({ tokens, pins }, text, which, at) => {
      const changed = pins.map((pin, i) => {
        if (i !== which % pins.length) return pin;
        const place = at % (pin.after.length + 1);
        return { ...pin, after: pin.after.slice(0, place) + text + pin.after.slice(place) };
      });
      const found = await impuritiesOf(textOf(tokens, pins, "before"), textOf(tokens, changed, "after"));
      expect(found).not.toEqual([]);
    }),
    RUNS,
  );
});

/** Tokens to be put anywhere; none is a comma or a parenthesis, which may stand where they change nothing. */
const SOUP = [
  "x",
  "1",
  '"x"',
  "''x''",
  "{",
  "}",
  "[",
  "]",
  ";",
  "=",
  ".",
  ":",
  "rec",
  "or",
  "-",
  "//",
  "inherit",
];
const MORE_SOUP = [
  "let",
  "in",
  "if",
  "with",
  "import",
  "./x",
  "https://x.org",
  "${",
  "?",
  "@",
  "!",
  "...",
  "null",
];

type Mutation = { readonly draft: PackageDraft; readonly after: readonly Token[] };

/** A package, and its tokens with one put in, taken out, put for another, or exchanged with its neighbour. */
const mutated: Arbitrary<Mutation> = fc
  .record({
    draft: packageDrafts,
    kind: fc.constantFrom("insert", "remove", "replace", "extend", "swap"),
    at: fc.nat(),
    token: fc.constantFrom(...SOUP, ...MORE_SOUP),
  })
  .map(({ draft, kind, at, token }): Mutation => {
    const after = [...draft.tokens];
    const i = at % after.length;
    const here = after[i] ?? "";
    const next = after[i + 1];
    if (kind === "insert") after.splice(i, 0, token);
    else if (kind === "remove") after.splice(i, 1);
    else if (kind === "replace") after.splice(i, 1, token);
    else if (kind === "extend") after.splice(i, 1, typeof here === "string" ? extended(here) : token);
    else if (next !== undefined) after.splice(i, 2, next, here);
    return { draft, after };
  })
  .filter(({ draft, after }) => JSON.stringify(draft.tokens) !== JSON.stringify(after));

/** A token with one more character in it. */
function extended(token: string): string {
  return token.startsWith('"')
    ? `"x${token.slice(1)}`
    : token.startsWith("''")
      ? `''x${token.slice(2)}`
      : `${token}x`;
}
