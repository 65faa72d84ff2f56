import { expect, it } from "vitest";
import { isDue } from "../../src/app/jobs/sweep.ts";

const at = (second: number) => `2026-01-01T00:00:0${second}Z`;

type Case = {
  readonly updated?: number;
  readonly comments?: number;
  readonly reviews?: number;
  /** How many reviews it had when it was looked at. */
  readonly counted?: number | null;
  readonly checked?: number | null;
  readonly shown?: boolean;
  readonly seen?: number | null;
  readonly waiting?: boolean;
};

/** Of a pull request that was looked at in second 3, when it had two comments. */
function due({
  updated = 3,
  comments = 2,
  reviews = 1,
  counted = 1,
  checked = 3,
  shown = true,
  seen = 3,
  waiting = false,
}: Case): boolean {
  return isDue(
    {
      updatedAt: at(updated),
      commentCount: comments,
      reviewCount: reviews,
      checkedAt: checked === null ? null : at(checked),
    },
    { checksShown: shown },
    { seen: seen === null ? null : at(seen), comments: 2, reviews: counted, waiting },
  );
}

it.each<readonly [what: string, given: Case, expected: boolean]>([
  ["nothing happened", {}, false],
  ["something happened since", { updated: 4 }, true],
  ["a comment came within the second of the look", { comments: 3 }, true],
  ["a review came within the second of the look", { reviews: 2 }, true],
  ["nothing happened, and reviews were not counted", { reviews: 2, counted: null }, false],
  ["a comment went within the second of the look", { comments: 1 }, true],
  ["its head has no check of ours", { checked: null }, true],
  ["checks are not shown, and nothing happened", { checked: null, shown: false }, false],
  ["a merge is to come", { waiting: true }, true],
  [
    "nothing is remembered, and it was checked since",
    { seen: null, updated: 3, checked: 3, comments: 9 },
    false,
  ],
  ["nothing is remembered, and something happened since the check", { seen: null, updated: 4 }, true],
  ["nothing is remembered, and no check is shown", { seen: null, checked: null, shown: false }, true],
])("a sweep, where %s", (_what, given, expected) => {
  expect(due(given)).toBe(expected);
});
