import { isPassingRefusal, type MergeHow, type MergeWay } from "../../../github/merging.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import { mergeMessage } from "../../../review/conversation/merge-message.ts";
import { asksFor } from "../commands/asked.ts";
import type { Run } from "../run.ts";
import type { Write } from "../writes/write.ts";
import type { Merging } from "./merging.ts";
import { dryRunTakenBack, notJudgedTakenBack, offTakenBack, takenBackComment } from "./taken-back.ts";

/** What came of asking GitHub for a merge; `why` is a clause in GitHub's own words. */
export type MergeOutcome =
  | { readonly kind: "asked" }
  | { readonly kind: "refused"; readonly why: string }
  /** It was refused, for what will be over when it is looked at again. */
  | { readonly kind: "again" };

type MergeRun = Pick<Run, "state" | "merging" | "asked">;

/**
 * What is to be written to take a merge back. It comes before all else: GitHub would merge what was pushed
 * since, once a check is green that it waits for, and that check may be ours.
 */
export function takeBackWrites({ state, merging, asked }: MergeRun): Write<GitHubWrite>[] {
  const { step } = merging;
  if (step.kind !== "take-back") return [];
  const { id, number, bot, gate } = state;
  const undo: Write<GitHubWrite> = {
    name: "cancel merge",
    expected: { kind: "merge taken back" },
    what: { kind: "take-back", id, from: step.from },
  };
  // Whoever asked for it is answered.
  if (asked.some((each) => asksFor(each, "cancel"))) return [undo];
  const body = takenBackText(merging, bot, gate.editedSince);
  return [undo, { name: "comment", expected: null, what: { kind: "comment", number, body } }];
}

/** What is to be written to have it merged. `after` gives what to write once it is known what came of it. */
export function mergeWrites<What>(
  run: MergeRun,
  after: (outcome: MergeOutcome | null) => readonly Write<What | GitHubWrite>[],
): Write<What | GitHubWrite>[] {
  const { id, head } = run.state;
  const ways = waysOf(run);
  const [first] = ways;
  if (first === undefined) return [...after(null)];
  return [
    {
      name: first.kind,
      expected: { kind: "merge", head },
      what: { kind: "merge", target: { id, head }, ways },
      next: (refusal) => after(outcomeOf(refusal)),
    },
  ];
}

function outcomeOf(refusal: string | null): MergeOutcome {
  if (refusal === null) return { kind: "asked" };
  return isPassingRefusal(refusal) ? { kind: "again" } : { kind: "refused", why: refusal };
}

/**
 * The ways in which GitHub is asked for a merge: the one that fits, and where it may have nothing to wait for any
 * more, or still have, the other. None where it is not asked.
 */
function waysOf({ state, merging }: MergeRun): MergeWay[] {
  if (merging.kind !== "decided") return [];
  const { gate } = state;
  const how = howToMerge(state.number, merging);
  const later: MergeWay = { kind: "auto-merge", how: gate.hasQueue ? null : how };
  const now: MergeWay = { kind: "merge", how };
  switch (merging.step.kind) {
    case "merge":
      return [now];
    case "enqueue":
      return gate.autoMergeAllowed ? [{ kind: "enqueue" }, later] : [{ kind: "enqueue" }];
    case "auto-merge":
      if (merging.decision.verdict !== "merge") return [later];
      return [later, gate.hasQueue ? { kind: "enqueue" } : now];
    case "none":
    case "dry-run":
    case "kept":
    case "await-checks":
    case "await-github":
    case "take-back":
    case "stopped":
      return [];
  }
}

type Decided = Extract<Merging, { kind: "decided" }>;

function howToMerge(number: number, { facts, decision }: Decided): MergeHow {
  const { files, updates, registry, configuration } = facts;
  const packages = files.packages.map(({ name }) => name);
  const entries = registry?.entries.known === true ? registry.entries.value : [];
  const message = mergeMessage({ number, packages, updates, entries, grounds: decision.grounds });
  return { method: configuration?.method ?? "squash", ...message };
}

function takenBackText(merging: Merging, bot: string, edited: boolean): string {
  switch (merging.kind) {
    case "decided":
      return merging.facts.configuration?.dryRun === true
        ? dryRunTakenBack()
        : takenBackComment(merging.decision, bot, { edited });
    case "off":
      return offTakenBack();
    case "not-judged":
      return notJudgedTakenBack(merging.why, bot);
  }
}
