import { appOf } from "./apps.ts";
import { checkConclusion, checkOutput } from "./check-rules.ts";
import { type Context, repositoryOf } from "./context.ts";
import { notFound, Refusal } from "./errors.ts";
import { emit, shown } from "./events.ts";
import type { CheckRunInput } from "./inputs.ts";
import { checkRunJson, checkSuiteJson } from "./json/check.ts";
import type { CheckConclusion, CheckRun, CheckStatus, CheckSuite, Oid } from "./model.ts";
import { addTo, commitKey } from "./state.ts";

/** Such ids have long been larger than GraphQL's `Int`, so that the fields `databaseId` are of no use there. */
const firstCheckId = 90_000_000_000;

/** The suite of an App for a commit, made if it is not there. */
export function ensureSuite(context: Context, repositoryId: number, appId: number, headOid: Oid): CheckSuite {
  const known = context.reader.checkSuites(repositoryId, headOid).find((suite) => suite.appId === appId);
  return known ?? addSuite(context, repositoryId, appId, headOid);
}

/** One more suite of an App for a commit. */
export function addSuite(context: Context, repositoryId: number, appId: number, headOid: Oid): CheckSuite {
  const id = firstCheckId + context.nextId();
  const now = context.timestamp();
  const suite: CheckSuite = {
    id,
    nodeId: context.state.nodeIds.create("CheckSuite", id, { kind: "CheckSuite", id }),
    repositoryId,
    appId: appOf(context, appId).id,
    headOid,
    headBranch: branchOf(context, repositoryId, headOid),
    status: "queued",
    conclusion: null,
    createdAt: now,
    updatedAt: now,
  };
  addTo(context.state.suiteIds, commitKey(repositoryId, headOid), id);
  context.state.checkSuites.set(id, suite);
  return suite;
}

/** A push makes a suite for every App that may write checks, and asks for it. */
export function suiteForPush(
  context: Context,
  repositoryId: number,
  branch: string,
  before: Oid | null,
  after: Oid,
  by: number,
): void {
  for (const app of context.reader.apps()) {
    const installation = context.reader.installationOn(app.id, repositoryId);
    if (installation?.permissions.checks !== "write" || installation.suspendedAt !== null) continue;
    const suite = { ...ensureSuite(context, repositoryId, app.id, after), headBranch: branch };
    context.state.checkSuites.set(suite.id, suite);
    emitSuite(context, "requested", suite, by, before);
  }
}

/** Refused with 422 if the commit is not in the repository, or the input breaks a rule. */
export async function createCheckRun(
  context: Context,
  repositoryId: number,
  appId: number,
  input: CheckRunInput,
): Promise<CheckRun> {
  const app = appOf(context, appId);
  repositoryOf(context, repositoryId);
  const { name, headOid } = input;
  if (name === undefined || name === "") throw wrongRequest('"name" wasn\'t supplied.');
  if (headOid === undefined) throw wrongRequest('"head_sha" wasn\'t supplied.');
  if (input.output !== undefined && input.output.title === undefined) {
    throw wrongRequest('"title" wasn\'t supplied.');
  }
  checkOutput(input);
  checkConclusion(input);
  if ((await context.git(repositoryId).commit(headOid)) === null) {
    throw new Refusal(422, `No commit found for SHA: ${headOid}`);
  }
  const suiteOf = input.ownSuite === true ? addSuite : ensureSuite;
  const suite = suiteOf(context, repositoryId, appId, headOid);
  const id = firstCheckId + context.nextId();
  const status = statusOf(input) ?? "queued";
  const run: CheckRun = {
    id,
    nodeId: context.state.nodeIds.create("CheckRun", id, { kind: "CheckRun", id }),
    repositoryId,
    suiteId: suite.id,
    appId,
    headOid,
    name,
    status,
    conclusion: status === "completed" ? (input.conclusion ?? null) : null,
    externalId: input.externalId ?? "",
    detailsUrl: input.detailsUrl ?? null,
    startedAt: input.startedAt ?? context.timestamp(),
    completedAt: status === "completed" ? (input.completedAt ?? context.timestamp()) : null,
    output: {
      title: input.output?.title ?? null,
      summary: input.output?.summary ?? null,
      text: input.output?.text ?? null,
    },
    annotations: input.output?.annotations ?? [],
    actions: input.actions ?? [],
  };
  addTo(context.state.runIds, commitKey(repositoryId, headOid), id);
  context.state.checkRuns.set(id, run);
  emitRun(context, "created", run, app.botId);
  if (status === "completed") emitRun(context, "completed", run, app.botId);
  updateSuite(context, suite.id, app.botId);
  return run;
}

/** Annotations are added to those that are there. Refused with 403 for another App. */
export function updateCheckRun(
  context: Context,
  repositoryId: number,
  appId: number,
  checkRunId: number,
  input: CheckRunInput,
): CheckRun {
  const app = appOf(context, appId);
  const former = checkRunOf(context, checkRunId);
  if (former.repositoryId !== repositoryId) throw notFound();
  if (former.appId !== appId) {
    throw new Refusal(
      403,
      `Invalid app_id \`${appId}\` - check run can only be modified by the GitHub App that created it.`,
    );
  }
  checkOutput(input);
  checkConclusion(input);
  const status = statusOf(input) ?? former.status;
  const conclusion = status === "completed" ? (input.conclusion ?? former.conclusion) : null;
  const completedAt =
    status === "completed" ? (input.completedAt ?? former.completedAt ?? context.timestamp()) : null;
  const run: CheckRun = {
    ...former,
    name: input.name ?? former.name,
    status,
    conclusion,
    externalId: input.externalId ?? former.externalId,
    detailsUrl: input.detailsUrl ?? former.detailsUrl,
    startedAt: input.startedAt ?? former.startedAt,
    completedAt,
    output:
      input.output === undefined
        ? former.output
        : {
            title: input.output.title ?? former.output.title,
            summary: input.output.summary,
            text: input.output.text ?? former.output.text,
          },
    annotations: [...former.annotations, ...(input.output?.annotations ?? [])],
    actions: input.actions ?? former.actions,
  };
  context.state.checkRuns.set(run.id, run);
  const finished = status === "completed" && former.status !== "completed";
  if (finished || conclusion !== former.conclusion) {
    if (status === "completed") emitRun(context, "completed", run, app.botId);
  }
  updateSuite(context, run.suiteId, app.botId);
  return run;
}

/**
 * A person presses "Re-run" on a check run: its App is asked. The suite is open again; the run stays as it is
 * until the App acts. https://docs.github.com/rest/checks/runs#rerequest-a-check-run
 */
export function rerequestCheckRun(context: Context, checkRunId: number, by: number): void {
  const run = checkRunOf(context, checkRunId);
  reopenSuite(context, run.suiteId);
  emitRun(context, "rerequested", run, by, {}, run.appId);
}

/** A person presses "Re-run all": each App is asked for its suite. */
export function rerequestCheckSuite(context: Context, checkSuiteId: number, by: number): void {
  const suite = reopenSuite(context, checkSuiteId);
  emitSuite(context, "rerequested", suite, by, null);
}

function reopenSuite(context: Context, checkSuiteId: number): CheckSuite {
  const suite = context.reader.checkSuite(checkSuiteId);
  if (suite === null) throw notFound();
  const reset: CheckSuite = {
    ...suite,
    status: "queued",
    conclusion: null,
    updatedAt: context.timestamp(),
  };
  context.state.checkSuites.set(suite.id, reset);
  return reset;
}

/** A person presses one of the buttons that the run offers. */
export function requestCheckRunAction(
  context: Context,
  checkRunId: number,
  by: number,
  identifier: string,
): void {
  const run = checkRunOf(context, checkRunId);
  if (!run.actions.some((action) => action.identifier === identifier)) {
    throw new Error(`the check run ${run.name} offers no action "${identifier}"`);
  }
  emitRun(context, "requested_action", run, by, { requested_action: { identifier } }, run.appId);
}

/** Of the runs of a name in a suite, only the newest counts. */
export function latestRuns(context: Context, suite: CheckSuite): readonly CheckRun[] {
  const newest = new Map<string, CheckRun>();
  for (const run of context.reader.checkRuns(suite.repositoryId, suite.headOid)) {
    if (run.suiteId === suite.id) newest.set(run.name, run);
  }
  return [...newest.values()];
}

function updateSuite(context: Context, suiteId: number, by: number): void {
  const suite = context.reader.checkSuite(suiteId);
  if (suite === null) return;
  const runs = latestRuns(context, suite);
  const completed = runs.length > 0 && runs.every((run) => run.status === "completed");
  const started = runs.some((run) => run.status !== "queued");
  const status: CheckStatus = completed ? "completed" : started ? "in_progress" : "queued";
  const conclusions = runs.map((run) => run.conclusion);
  const conclusion = completed ? (worstFirst.find((known) => conclusions.includes(known)) ?? null) : null;
  if (status === suite.status && conclusion === suite.conclusion) return;
  const changed: CheckSuite = { ...suite, status, conclusion, updatedAt: context.timestamp() };
  context.state.checkSuites.set(suiteId, changed);
  if (completed) emitSuite(context, "completed", changed, by, null);
}

const worstFirst: readonly CheckConclusion[] = [
  "action_required",
  "timed_out",
  "cancelled",
  "failure",
  "stale",
  "success",
  "neutral",
  "skipped",
];

function statusOf(input: CheckRunInput): CheckStatus | undefined {
  return input.conclusion === undefined ? input.status : "completed";
}

function branchOf(context: Context, repositoryId: number, oid: Oid): string | null {
  for (const [name, tip] of repositoryOf(context, repositoryId).refs) {
    if (tip === oid && name.startsWith("refs/heads/")) return name.slice("refs/heads/".length);
  }
  return null;
}

function checkRunOf(context: Context, id: number): CheckRun {
  const run = context.reader.checkRun(id);
  if (run === null) throw notFound();
  return run;
}

function wrongRequest(why: string): Refusal {
  return new Refusal(422, `Invalid request.\n\n${why}`);
}

function emitRun(
  context: Context,
  action: "created" | "completed" | "rerequested" | "requested_action",
  run: CheckRun,
  by: number,
  more: Readonly<Record<string, unknown>> = {},
  onlyAppId: number | null = null,
): void {
  const payload = () => {
    const suite = context.reader.checkSuite(run.suiteId);
    const from = shown(context);
    const check_suite = suite === null ? null : checkSuiteJson(from, suite);
    return { check_run: { ...checkRunJson(from, run), check_suite }, ...more };
  };
  emit(context, "check_run", action, run.repositoryId, by, payload, onlyAppId);
}

function emitSuite(
  context: Context,
  action: "requested" | "rerequested" | "completed",
  suite: CheckSuite,
  by: number,
  before: Oid | null,
): void {
  const payload = () => ({ check_suite: { ...checkSuiteJson(shown(context), suite), before } });
  const onlyAppId = action === "completed" ? null : suite.appId;
  emit(context, "check_suite", action, suite.repositoryId, by, payload, onlyAppId);
}
