import { expect, it } from "vitest";
import type { Offer, Remote } from "../../src/packages/registry/remote.ts";
import { remoteNotes } from "../../src/review/text/remote-words.ts";

const OFFER: Offer = {
  attributes: ["a", "b"],
  more: false,
  licence: "MIT",
  lastCommit: "2026-01-31",
  renamedTo: null,
};

function note(offer: Partial<Offer>): string | undefined {
  const remote: Remote = { kind: "looked-at", problems: [], offer: { ...OFFER, ...offer } };
  return remoteNotes(new Map([["alice", remote]]))[0];
}

it.each<[Partial<Offer>, string]>([
  [{}, "2 attributes: `a`, `b`. Licence: MIT; last commit: 2026-01-31"],
  [
    { more: true },
    "2 attributes: `a`, `b`; there may be more that the syntax does not show. Licence: MIT; last commit: 2026-01-31",
  ],
  [
    { attributes: [], more: true },
    "no attribute that the syntax shows. Licence: MIT; last commit: 2026-01-31",
  ],
  [
    { licence: null },
    "2 attributes: `a`, `b`. Licence: none that GitHub recognises; last commit: 2026-01-31",
  ],
  [
    { renamedTo: "b/c" },
    "2 attributes: `a`, `b`. Licence: MIT; last commit: 2026-01-31; the repository was renamed to `b/c`",
  ],
])("says of %j what will be there", (offer, text) => {
  expect(note(offer)).toBe(`Under \`nur.repos.alice\` there will be ${text}`);
});

it("names some of many, and says why nothing was looked at", () => {
  expect(note({ attributes: Array.from({ length: 30 }, (_, i) => `a${i}`) })).toContain("`a19` and 10 more");
  const not: Remote = { kind: "not-looked-at", why: "it is elsewhere", matters: false };
  expect(remoteNotes(new Map([["alice", not]]))).toEqual([
    "The repository of `alice` could not be checked: it is elsewhere",
  ]);
  const gone: Remote = { kind: "looked-at", problems: [{ kind: "gone", what: "is gone" }], offer: null };
  expect(remoteNotes(new Map([["alice", gone]]))).toEqual([]);
});
