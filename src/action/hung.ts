import type { JobData } from "../app/jobs/jobs.ts";
import { refuseJob } from "../app/jobs/not-reviewed.ts";
import { gitHubClient } from "../github/client.ts";
import { readIdentity } from "../github/identity.ts";
import { HOME } from "../review/text/home.ts";
import { DOCS } from "../review/text/project.ts";
import type { Environment } from "./environment.ts";
import { keptInProcess } from "./kept.ts";
import { type Outcome, toldFailure } from "./review-one.ts";
import type { Parts } from "./run-action.ts";

/** What could not be done: the job, which head it looked at (null for not known), and why, as a clause. */
export type Hung = { readonly job: JobData; readonly head: string | null; readonly why: string };

/** What came of answering it. */
export type Answered = { readonly outcomes: readonly Outcome[]; readonly notes: readonly string[] };

/**
 * Answers a job that took too much: `action_required` on its head, so that nothing merges. Reads nothing of what the
 * pull request holds. Never throws what GitHub is to blame for.
 */
export async function answerHung(
  environment: Environment,
  { api, clock, signal }: Pick<Parts, "api" | "clock" | "signal">,
  { job, head, why }: Hung,
): Promise<Answered> {
  const text = `It could not be reviewed: ${why}.`;
  let writes: readonly string[] = [];
  let failure: Outcome["failure"] = { kind: "ended", text };
  try {
    const given = api(environment, signal);
    const identity = await readIdentity(gitHubClient(given));
    if (identity.kind === "app" && environment.mode !== "dry-run" && environment.pullRequest === null) {
      const { mode, configuration, workflowRun, serverUrl } = environment;
      const written = await refuseJob(
        job,
        { head, why },
        {
          api: given,
          appId: identity.appId,
          website: serverUrl,
          docs: DOCS,
          labels: new Set(),
          queue: keptInProcess([], clock.now),
          onFailure() {},
          terms: {
            shared: identity.isActions ? { workflowRun } : null,
            mergesNothing: mode === "review" ? "the workflow's `mode` is `review`" : null,
            configuration,
            dryRun: false,
            turn: async () => "write",
          },
        },
      );
      if (written !== "another-head") writes = written.filter((name) => name !== "memory");
    }
  } catch (error) {
    failure = toldFailure(signal.aborted ? signal.reason : error);
  }
  if (job.kind !== "review")
    return { outcomes: [], notes: [`${text} See [limits](${HOME}/blob/main/docs/operations.md#limits).`] };
  return { outcomes: [{ number: job.number, reviewed: null, writes, refusals: [], failure }], notes: [] };
}
