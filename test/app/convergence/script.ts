import fc from "fast-check";
import type { FaultKind } from "simulated-github";
import { SETTLE_MS } from "../run-stage.ts";

/** What somebody does around a merge. */
export type Act =
  /** The author pushes: an update, one with a mistake, or one that touches a package of nobody's as well. */
  | {
      readonly kind: "push";
      readonly what: "update" | "wrong" | "other";
      /** What its commit says: the order of commits goes by it. */
      readonly written: "now" | "long ago";
    }
  /** The check `build` runs (null) or ends, in the first suite of its App or in one of its own. */
  | {
      readonly kind: "build";
      readonly conclusion: "success" | "failure" | "cancelled" | null;
      readonly suite: "first" | "own";
    }
  | {
      readonly kind: "say";
      readonly by: "ann" | "carol" | "mallory";
      readonly command: "merge" | "cancel" | "explain";
      /** In a comment, or in the body of a review that approves, where the change is not their own. */
      readonly where: "comment" | "approval";
    }
  /** A committer reviews. */
  | { readonly kind: "opinion"; readonly wants: "changes" | "nothing" }
  /** The base moves: another package, the very lines that an update changes, or these as they were. */
  | { readonly kind: "base"; readonly what: "elsewhere" | "clash" | "restored" }
  | { readonly kind: "draft"; readonly is: boolean };

/** What goes wrong meanwhile. */
export type Trouble =
  | { readonly kind: "none" }
  /** No delivery tells of the act. */
  | { readonly kind: "lost" }
  /** Requests fail so. */
  | {
      readonly kind: "faults";
      readonly seed: number;
      readonly rate: number;
      readonly kinds: readonly FaultKind[];
      readonly of: Faulty;
    }
  /** GitHub answers with former states for so many milliseconds. */
  | { readonly kind: "stale"; readonly milliseconds: number }
  /** The process dies after so many steps. */
  | { readonly kind: "death"; readonly steps: number }
  /** An older delivery comes in last. */
  | { readonly kind: "reordered" }
  /** It is not the turn of what makes content for so many milliseconds. */
  | { readonly kind: "paced"; readonly milliseconds: number }
  /** Until the end, test merges and what GitHub says of conflicts are those of former bases. */
  | { readonly kind: "old test merges" };

/** The requests that fail. */
export type Faulty = "all" | "reading" | "the whole" | "merging";

export type Step = { readonly act: Act; readonly trouble: Trouble; readonly runs: number };

/** How the repository is set up. */
export type Scene = {
  readonly author: "r-ryantm" | "ann" | "dora";
  /** Whether GitHub requires the check, so that auto-merge can wait for it; whether that gets stuck. */
  readonly protection: "none" | "check" | "check, and auto-merge sticks" | "queue";
  readonly dismissals: "anybody" | "restricted";
};

/** What is done last, so that how all ends does not depend on who looked when before. */
export type Ending = {
  readonly push: Step;
  readonly build: Step;
  readonly word: Step | null;
};

export type Script = { readonly scene: Scene; readonly steps: readonly Step[]; readonly ending: Ending };

function often<T>(what: T, times: number): T[] {
  return Array.from({ length: times }, () => what);
}

const push = fc.record({
  kind: fc.constant("push" as const),
  what: fc.constantFrom(...often("update" as const, 6), "wrong" as const, "other" as const),
  written: fc.constantFrom("now" as const, "long ago" as const),
});

const build = fc.record({
  kind: fc.constant("build" as const),
  conclusion: fc.constantFrom(...often("success" as const, 6), "failure" as const, null),
  suite: fc.constantFrom("first" as const, "own" as const),
});

const word = fc.record({
  kind: fc.constant("say" as const),
  by: fc.constantFrom(...often("ann" as const, 4), "carol" as const, "mallory" as const),
  command: fc.constantFrom("merge" as const),
  where: fc.constantFrom(...often("comment" as const, 2), "approval" as const),
});

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 3, arbitrary: push },
  { weight: 3, arbitrary: build },
  { weight: 4, arbitrary: word },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("say" as const),
      by: fc.constantFrom("ann" as const, "mallory" as const),
      command: fc.constantFrom("cancel" as const, "explain" as const),
      where: fc.constant("comment" as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("opinion" as const),
      wants: fc.constantFrom("changes" as const, ...often("nothing" as const, 2)),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("base" as const),
      what: fc.constantFrom(
        ...often("elsewhere" as const, 3),
        "clash" as const,
        ...often("restored" as const, 2),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("draft" as const),
      is: fc.constantFrom(true, ...often(false, 2)),
    }),
  },
);

/** Every request may fail so: some of them after GitHub has done what was asked. */
const ANY: readonly FaultKind[] = [
  "500",
  "502-html",
  "drop-before",
  "drop-after",
  "error-after",
  "secondary-limit",
];
/** And so what GitHub has just told of: it is not there yet, or a new token is not known yet. */
const NOT_YET: readonly FaultKind[] = ["not-found", "unauthorized", "forbidden"];

const troubles: readonly (readonly [number, fc.Arbitrary<Trouble>])[] = [
  [1, fc.constant({ kind: "none" })],
  [1, fc.constant({ kind: "lost" })],
  [
    4,
    fc.record({
      kind: fc.constant("faults" as const),
      seed: fc.nat(),
      rate: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
      kinds: fc.constantFrom(ANY, ANY, ["error-after"] as const),
      of: fc.constant("all" as const),
    }),
  ],
  [
    1,
    fc.record({
      kind: fc.constant("faults" as const),
      seed: fc.nat(),
      rate: fc.constant(0.5),
      kinds: fc.constant(NOT_YET),
      of: fc.constant("reading" as const),
    }),
  ],
  [
    1,
    fc.record({
      kind: fc.constant("faults" as const),
      seed: fc.nat(),
      rate: fc.constant(1),
      kinds: fc.constantFrom(["too-heavy"] as const, ["502-html"] as const),
      of: fc.constant("the whole" as const),
    }),
  ],
  [
    1,
    fc.record({
      kind: fc.constant("faults" as const),
      seed: fc.nat(),
      rate: fc.constant(0.7),
      kinds: fc.constantFrom(["base-modified"] as const, ["base-modified", "error-after"] as const),
      of: fc.constant("merging" as const),
    }),
  ],
  [
    1,
    fc.record({
      kind: fc.constant("stale" as const),
      milliseconds: fc.integer({ min: 1000, max: SETTLE_MS - 1000 }),
    }),
  ],
  [2, fc.record({ kind: fc.constant("death" as const), steps: fc.integer({ min: 0, max: 24 }) })],
  [1, fc.constant({ kind: "reordered" })],
  [1, fc.record({ kind: fc.constant("paced" as const), milliseconds: fc.constantFrom(30_000, 3_600_000) })],
  [1, fc.constant({ kind: "old test merges" })],
];

export const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  ...troubles.map(([weight, arbitrary]) => ({ weight, arbitrary })),
);

/** Where it has to be heard of: what nobody heard pushed is no older than a word that came later. */
const heardTrouble = trouble.filter(({ kind }) => kind !== "lost");

function step(of: fc.Arbitrary<Act>, meanwhile: fc.Arbitrary<Trouble> = trouble): fc.Arbitrary<Step> {
  return fc.record({ act: of, trouble: meanwhile, runs: fc.integer({ min: 1, max: 3 }) });
}

export const script: fc.Arbitrary<Script> = fc.record({
  scene: fc.record({
    author: fc.constantFrom(...often("r-ryantm" as const, 4), "ann" as const, "dora" as const),
    protection: fc.constantFrom(
      "none" as const,
      "check" as const,
      "check, and auto-merge sticks" as const,
      "queue" as const,
    ),
    dismissals: fc.constantFrom("anybody" as const, "restricted" as const),
  }),
  steps: fc.array(step(act), { maxLength: 6 }),
  ending: fc.record({
    push: step(push, heardTrouble),
    build: step(build),
    word: fc.option(step(word), { nil: null }),
  }),
});
