import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import { CHECK_NAME } from "../../config/own-check.ts";
import { gitHubClient } from "../../github/client.ts";
import { readConfigurationAt } from "../../github/configuration.ts";
import { gitHubObjects } from "../../github/objects.ts";
import { postedCheckRuns } from "../../github/posted-check-runs.ts";
import { performWrite } from "../../github/writes.ts";
import type { RunContext } from "../run/run-context.ts";
import { judge } from "../run/verdict.ts";
import { checkRunWrites } from "../run/writes/check-run-writes.ts";
import { performWrites, type Refusals } from "../run/writes/write.ts";
import type { JobData } from "./jobs.ts";

type MergeGroup = Extract<JobData, { kind: "merge-group" }>;

/** Checks what a merge queue is about to merge: our check run on its commit, and nothing else. */
export async function checkMergeGroup(
  job: MergeGroup,
  context: RunContext,
): Promise<{ readonly writes: readonly string[]; readonly refusals: Refusals }> {
  const client = gitHubClient(context.api, context.onFailure);
  const [configuration, checks] = await Promise.all([
    readConfigurationAt(client, job, job.baseSha, CONFIGURATION_FILE),
    postedCheckRuns(client, job, job.headSha, { appId: context.appId, name: CHECK_NAME }),
  ]);
  const given = context.terms?.configuration ?? null;
  const objects = gitHubObjects(client, job, context.objects);
  const question = {
    people: null,
    look: null,
    formatter: context.formatter ?? null,
    messages: null,
    base: job.baseSha,
    head: job.headSha,
    ownHead: job.headSha,
    tip: null,
    older: null,
    paths: [],
    changedFiles: 0,
    ...configuration,
    ...(given === null ? {} : { configuration: { kind: "text", text: given } as const }),
  };
  const verdict = await judge(objects, question, context.parse);
  const subject = {
    name: job,
    head: job.headSha,
    posted: checks,
    finished: true,
    website: context.website,
    docs: context.docs,
  };
  const writes = checkRunWrites(subject, verdict, { notes: [], merging: null });
  // A check run that is there twice says the same twice: nothing need be remembered.
  const { names, refusals } = await performWrites(
    writes,
    (write) => performWrite({ client, name: job, labels: context.labels }, write),
    async () => {},
  );
  return { writes: names, refusals };
}
