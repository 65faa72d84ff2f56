/**
 * What goes on in a repository such as nixpkgs, for each pull request that is opened: round estimates of ours, not counted.
 * Some 9,000 pull requests a month, a third of which get more than one push; about as many merges; most commits have more
 * than ten checks. How many that are in an hour is for the number of runs to say.
 */
const FOR_EACH_OPENED = {
  opened: 1,
  pushed: 1.6,
  reviewed: 1.3,
  /** Comments that say nothing to the bot. */
  commented: 2.2,
  /** `merge` by a committer, and `explain` by somebody. */
  merge: 0.15,
  explain: 0.1,
  mergedByHand: 0.75,
  /** Titles, drafts, and what else is edited. */
  edited: 0.5,
  /** Check suites and statuses of others that end. */
  suites: 10,
  statuses: 3,
  /** Pushes to the base that are no merges; every tenth touches the overrides. */
  basePushed: 0.4,
};

export type What = keyof typeof FOR_EACH_OPENED;

/** These have the bot look at the pull request; so does the merge that follows from a command. */
const RUNS: readonly What[] = [
  "opened",
  "pushed",
  "reviewed",
  "merge",
  "merge",
  "explain",
  "mergedByHand",
  "edited",
];

/** How often each thing happens in an hour in which the bot looks at pull requests so many times. */
export function loadOf(runsAnHour: number): Readonly<Record<What, number>> {
  const runs = RUNS.reduce((sum, what) => sum + FOR_EACH_OPENED[what], 0);
  const opened = runsAnHour / runs;
  const scaled = Object.entries(FOR_EACH_OPENED).map(([what, times]) => [what, times * opened]);
  return Object.fromEntries(scaled);
}
