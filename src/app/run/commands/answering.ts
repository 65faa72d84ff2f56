import type { GitHubClient } from "../../../github/client.ts";
import type { PullRequestState } from "../../../github/pull-request.ts";
import type { CheckOutcome } from "../../../review/check-run.ts";
import type { PullRequestName, RunContext } from "../../jobs/run-context.ts";
import type { Merging } from "../merge/merging.ts";
import type { Verdict } from "../verdict.ts";
import type { Asked } from "./asked.ts";

/** What a run can answer from. */
export type Answering = {
  readonly client: GitHubClient;
  readonly name: PullRequestName;
  readonly state: PullRequestState;
  readonly verdict: Verdict;
  readonly outcome: CheckOutcome;
  readonly merging: Merging;
  /** All the comments that wait for an answer. */
  readonly asked: readonly Asked[];
  readonly context: RunContext;
};

/** The answer to one thing that was said: no text where the run itself is the answer. */
export type Answer = {
  readonly text: string | null;
  /** `awaited`: the text says what the answer waits for, which a later run gives. */
  readonly result: "done" | "refused" | "missed" | "awaited";
};
