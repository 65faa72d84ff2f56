import type { PullRequestName } from "../app/run/run-context.ts";
import type { GitHubClient } from "../github/client.ts";
import { endTurn, takeTurn } from "../github/turn.ts";

/** Time, which tests pass as they like. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after so many milliseconds; rejects once the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
};

/** A run has the turn no longer than this, in milliseconds: then its requests end. */
export const LONGEST_TURN_MS = 120_000;
/** Who has had the turn for longer than that is no more: the run was cancelled, or its machine is gone. */
const ABANDONED_MS = LONGEST_TURN_MS + 60_000;
/** So long a run waits for its turn at most. */
const LONGEST_WAIT_MS = 6 * 60_000;
const LOOK_MS = 5_000;

/** A run ends before it is done: it is cancelled, takes too long, or another writes. The message is a sentence. */
export class Ended extends Error {
  override name = "Ended";
}

/** The turn to write on a pull request, taken when there is something to write. */
export type Turns = {
  /** As `ActionTerms.turn`. Throws an Ended, or a GitHubFailure. */
  readonly turn: () => Promise<"write" | "read-again">;
  /** Ends it, where it was taken. Throws a GitHubFailure. */
  readonly end: (client: GitHubClient) => Promise<void>;
};

/** `taken` hears when it is this run's turn. */
export function turnsOf(
  client: GitHubClient,
  name: PullRequestName,
  {
    clock,
    signal,
    taken,
  }: { readonly clock: Clock; readonly signal: AbortSignal; readonly taken: () => void },
): Turns {
  let held: number | null = null;
  return {
    async turn() {
      if (held !== null) return "write";
      held = await waitForTurn(client, name, clock, signal);
      taken();
      return "read-again";
    },
    async end(closing) {
      if (held === null) return;
      const id = held;
      held = null;
      await endTurn(closing, name, id);
    },
  };
}

/** How long one turn of somebody's was seen says that it is abandoned, so that no two clocks are compared. */
async function waitForTurn(
  client: GitHubClient,
  name: PullRequestName,
  clock: Clock,
  signal: AbortSignal,
): Promise<number> {
  const began = clock.now();
  let seen = { id: 0, since: began };
  for (;;) {
    const turn = await takeTurn(client, name);
    if (turn.kind === "taken") return turn.id;
    const now = clock.now();
    if (turn.id !== seen.id) seen = { id: turn.id, since: now };
    if (now - seen.since >= ABANDONED_MS) {
      await endTurn(client, name, turn.id);
      continue;
    }
    if (now - began >= LONGEST_WAIT_MS) throw new Ended("Another run is writing to this pull request.");
    await clock.sleep(LOOK_MS, signal);
  }
}
