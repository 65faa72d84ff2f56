import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { identifyFindings, lineTexts } from "../../src/app/run/places/finding-ids.ts";
import type { Finding } from "../../src/checker/finding.ts";
import type { Posted, PostedThread } from "../../src/review/conversation/posted.ts";
import { memorySnapshot } from "../../src/snapshot/memory.ts";

/** A problem, on a line of this text. */
type Place = { readonly problem: string; readonly line: string };

function finding({ problem }: Place): Finding {
  return {
    rule: "path-home",
    code: null,
    level: "error",
    status: "introduced",
    attribute: null,
    path: "a.nix",
    range: null,
    message: "",
    help: "",
    fix: null,
    fingerprint: problem,
  };
}

/** The ids of findings at these places, after these threads were posted. */
function identify(places: readonly Place[], threads: readonly PostedThread[] = []): string[] {
  const findings = places.map(finding);
  const lineOf = (asked: Finding) => places[findings.indexOf(asked)]?.line ?? "";
  return identifyFindings(findings, lineOf, { threads, reviews: [] }).map(({ id }) => id);
}

function thread(id: string, state: Partial<PostedThread> = {}): PostedThread {
  const rest = { id: "", commentId: "", fixed: false, resolved: false, minimized: false, body: "" };
  return { ...rest, finding: id, ...state };
}

const [A, B, C] = ["a = 1;", "b = 1;", "c = 1;"].map((line) => ({ problem: "p", line }));
if (A === undefined || B === undefined || C === undefined) throw new Error("there are three");

describe("findings are known again", () => {
  it("whatever their order, by the text of their line", () => {
    const [a = "", b = ""] = identify([A, B]);
    expect(identify([B, A], [thread(a), thread(b)])).toEqual([b, a]);
    expect(identify([B], [thread(a), thread(b)])).toEqual([b]);
  });

  it("when their line is edited, as long as it is clear which they are", () => {
    const [a = "", b = ""] = identify([A, B]);
    expect(identify([A, C], [thread(a), thread(b)])).toEqual([a, b]);
    expect(identify([C], [thread(a)])).toEqual([a]);
  });

  it("not as one that is fixed, but where it is back on the same line", () => {
    const [a = ""] = identify([A]);
    const threads = [thread(a, { fixed: true, resolved: true })];
    expect(identify([A], threads)).toEqual([a]);
    expect(identify([C], threads)).toEqual(identify([C]));
  });

  it("on lines of the same text as the one whose thread is open", () => {
    const [first = "", second = ""] = identify([A, A]);
    expect(first).not.toBe(second);
    expect(identify([A], [thread(first, { resolved: true }), thread(second)])).toEqual([second]);
    expect(identify([A, A], [thread(first, { resolved: true }), thread(second)]).sort()).toEqual(
      [first, second].sort(),
    );
  });

  it("when only a review's body said them, or their comment was deleted", () => {
    const [a = "", b = ""] = identify([A, B]);
    const review = { databaseId: 1, state: "commented", dismissedByBot: false, commit: null } as const;
    const posted: Posted = { threads: [], reviews: [{ ...review, inline: [a], inBody: [b] }] };
    expect(identifyFindings([finding(B)], () => B.line, posted).map(({ id }) => id)).toEqual([b]);
  });
});

it("ids are different and short, and stay the same once they are posted", () => {
  const place = fc.record({ problem: fc.constantFrom("p", "q"), line: fc.constantFrom("", "a", "b", "c") });
  const places = fc.array(place, { maxLength: 8 });
  fc.assert(
    fc.property(
      places,
      places,
      fc.array(fc.record({ fixed: fc.boolean(), resolved: fc.boolean() })),
      (then, now, states) => {
        const threads = identify(then).map((id, i) => thread(id, states[i]));
        const ids = identify(now, threads);
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(/^[0-9a-f]{19,20}$/);
        const missing = ids.filter((id) => !threads.some((each) => each.finding === id));
        // What a run does: it opens again what is back, marks what is gone, and posts what is new.
        const after = threads.map((each) => {
          const present = ids.includes(each.finding);
          return present === each.fixed ? { ...each, fixed: !present, resolved: !present } : each;
        });
        expect(identify(now, [...after, ...missing.map((id) => thread(id))]).sort()).toEqual([...ids].sort());
      },
    ),
  );
});

it("the line of a finding is read from where it was found", () => {
  const lineOf = lineTexts(memorySnapshot({ "a.nix": "{\n  a = ~/b;\r\n}\n" }));
  const at = { line: 2, column: 7 };
  expect(lineOf({ ...finding(A), range: { start: at, end: at } })).toBe("a = ~/b;");
  expect(lineOf(finding(A))).toBe("");
  expect(lineOf({ ...finding(A), path: "gone.nix", range: { start: at, end: at } })).toBe("");
});
