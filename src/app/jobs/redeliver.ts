import { z } from "zod";
import type { GitHubClient } from "../../github/client.ts";
import { GitHubFailure } from "../../github/failure.ts";
import { type FailedDelivery, failedDeliveries, redeliver } from "../../github/webhook-deliveries.ts";
import type { Queue } from "../../queue/queue.ts";

/** So many pages of a hundred are looked at. */
const MOST_PAGES = 10;
/** So many are asked for at once: after a long outage the others come at the next times. */
const MOST_AT_ONCE = 200;
/** What failed so often is refused by us, or always comes at a bad time. */
const MOST_ATTEMPTS = 3;

/** Where it is kept which failures GitHub was asked to make good. */
const KEY = "redelivered";
const ASKED = z.object({ ids: z.array(z.string()) });

/**
 * Asks GitHub for every delivery again that failed, once for each failure: it does not do so by itself. Most of what
 * they tell of the sweep would find as well, but not what a merge queue waits for, which therefore comes first.
 * Returns how many it asked for.
 */
export async function redeliverFailed(
  client: GitHubClient,
  memory: Pick<Queue["memory"], "get" | "put">,
  events: readonly string[],
): Promise<number> {
  const failed = await failedDeliveries(client, MOST_PAGES);
  const asked = new Set(ASKED.safeParse(await memory.get(KEY)).data?.ids);
  const attempts = Map.groupBy(failed, ({ guid }) => guid);
  const due = failed
    .filter(({ id, guid, event }) => {
      const [newest, ...others] = attempts.get(guid) ?? [];
      return (
        newest?.id === id && others.length + 1 < MOST_ATTEMPTS && events.includes(event) && !asked.has(id)
      );
    })
    .reverse()
    .sort((one, other) => rank(one) - rank(other))
    .slice(0, MOST_AT_ONCE);
  let count = 0;
  try {
    for (const { id } of due) {
      await askOnce(client, id);
      asked.add(id);
      count += 1;
    }
  } finally {
    // Those that GitHub lists no more need not be kept.
    const ids = failed.map(({ id }) => id).filter((id) => asked.has(id));
    if (failed.length > 0) await memory.put(KEY, { ids });
  }
  return count;
}

function rank({ event }: FailedDelivery): number {
  return event === "merge_group" ? 0 : 1;
}

/** One that GitHub does not have any more, or will not send again, stands in nobody's way. */
async function askOnce(client: GitHubClient, id: string): Promise<void> {
  try {
    await redeliver(client, id);
  } catch (error) {
    const isOver = error instanceof GitHubFailure && (error.kind === "gone" || error.kind === "refused");
    if (!isOver) throw error;
  }
}
