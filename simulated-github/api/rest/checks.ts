import { latestRuns } from "../../world/check-states.ts";
import type { CheckRunInput } from "../../world/inputs.ts";
import { annotationJson, checkRunJson, checkSuiteJson } from "../../world/json/check.ts";
import type { Annotation, CheckRun, CheckSuite } from "../../world/model.ts";
import { malformed } from "../problem.ts";
import type { Body } from "./body.ts";
import { actorOf, type Call, found, type Handlers, idOf, notFound, repositoryOf } from "./call.ts";
import { numberOf, page } from "./page.ts";
import { commitOf } from "./revision.ts";

type OnRun = "checks/get" | "checks/update" | "checks/list-annotations" | "checks/rerequest-run";
type OnSuite = "checks/get-suite" | "checks/list-for-suite";

export const checkHandlers: Handlers<
  | OnRun
  | OnSuite
  | "checks/create"
  | "checks/create-suite"
  | "checks/list-for-ref"
  | "checks/list-suites-for-ref"
> = {
  "checks/create": async (call) => {
    const { body, world, caller } = call;
    const input = { ...checkRunInput(body), name: body.text("name"), headOid: body.text("head_sha") };
    const run = await world.createCheckRun(repositoryOf(call).id, caller.app.id, input);
    return { status: 201, body: checkRunJson(call.shown, run) };
  },
  "checks/update": (call) => {
    const { world, caller } = call;
    const input = checkRunInput(call.body);
    const run = world.updateCheckRun(
      repositoryOf(call).id,
      caller.app.id,
      idOf(call.path.check_run_id),
      input,
    );
    return { status: 200, body: checkRunJson(call.shown, run) };
  },
  "checks/get": (call) => ({ status: 200, body: checkRunJson(call.shown, runOf(call)) }),
  "checks/list-annotations": (call) => {
    const run = runOf(call);
    const { items, headers } = page(call, run.annotations);
    const blob = `${call.shown.urls.html}/${repositoryOf(call).nameWithOwner}/blob/${run.headOid}`;
    const body = items.map((one) => annotationJson(one, `${blob}/${one.path}`));
    return { status: 200, body, headers };
  },
  "checks/rerequest-run": (call) => {
    call.world.rerequestCheckRun(runOf(call).id, actorOf(call));
    return { status: 201, body: {} };
  },
  "checks/create-suite": (call) => {
    const { world, caller } = call;
    const suite = world.createCheckSuite(repositoryOf(call).id, caller.app.id, call.body.text("head_sha"));
    return { status: 201, body: checkSuiteJson(call.shown, suite) };
  },
  "checks/get-suite": (call) => ({ status: 200, body: checkSuiteJson(call.shown, suiteOf(call)) }),
  "checks/list-for-suite": (call) => {
    const suite = suiteOf(call);
    const runs = call.reader
      .checkRuns(suite.repositoryId, suite.headOid)
      .filter(({ suiteId }) => suiteId === suite.id);
    return listed(call, runs);
  },
  "checks/list-for-ref": async (call) => {
    const repository = repositoryOf(call);
    const app = numberOf(call.query.app_id, "app_id");
    const commit = await commitOf(call, call.path.ref);
    const runs = call.reader.checkRuns(repository.id, commit.oid);
    return listed(
      call,
      runs.filter(({ appId }) => app === undefined || appId === app),
    );
  },
  "checks/list-suites-for-ref": async (call) => {
    const repository = repositoryOf(call);
    const app = numberOf(call.query.app_id, "app_id");
    const name = call.query.check_name;
    const { oid } = await commitOf(call, call.path.ref);
    const runs = call.reader.checkRuns(repository.id, oid);
    const suites = call.reader
      .checkSuites(repository.id, oid)
      .filter(({ appId }) => app === undefined || appId === app)
      .filter(({ id }) => name === undefined || runs.some((run) => run.suiteId === id && run.name === name));
    const { items, headers } = page(call, suites);
    const body = {
      total_count: suites.length,
      check_suites: items.map((one) => checkSuiteJson(call.shown, one)),
    };
    return { status: 200, body, headers };
  },
};

type Listing = Pick<Call<"checks/list-for-suite">, "query" | "url" | "shown">;

function listed(call: Listing, all: readonly CheckRun[]) {
  const { check_name: name, status, filter = "latest" } = call.query;
  const runs = (filter === "all" ? all : latestRuns(all)).filter(
    (run) => (name === undefined || run.name === name) && (status === undefined || run.status === status),
  );
  const { items, headers } = page(call, runs);
  const body = { total_count: runs.length, check_runs: items.map((one) => checkRunJson(call.shown, one)) };
  return { status: 200 as const, body, headers };
}

function runOf(call: Call<OnRun>): CheckRun {
  const run = found(call.reader.checkRun(idOf(call.path.check_run_id)));
  if (run.repositoryId !== repositoryOf(call).id) throw notFound();
  return run;
}

function suiteOf(call: Call<OnSuite>): CheckSuite {
  const suite = found(call.reader.checkSuite(idOf(call.path.check_suite_id)));
  if (suite.repositoryId !== repositoryOf(call).id) throw notFound();
  return suite;
}

type RunKey =
  | "name"
  | "details_url"
  | "external_id"
  | "status"
  | "started_at"
  | "conclusion"
  | "completed_at"
  | "output"
  | "actions";

const conclusions = [
  "action_required",
  "cancelled",
  "failure",
  "neutral",
  "success",
  "skipped",
  "stale",
  "timed_out",
] as const;

function checkRunInput(body: Body<RunKey>): CheckRunInput {
  const name = body.optionalText("name");
  const detailsUrl = body.optionalText("details_url");
  const externalId = body.optionalText("external_id");
  const status = body.optionalOneOf("status", ["queued", "in_progress", "completed"]);
  const startedAt = time(body, "started_at");
  const conclusion = body.optionalOneOf("conclusion", conclusions);
  const completedAt = time(body, "completed_at");
  const output = body.optionalObject("output", ["title", "summary", "text", "annotations", "images"]);
  const actions = body.optionalObjects("actions", ["label", "description", "identifier"]);
  return {
    ...(name === undefined ? {} : { name }),
    ...(detailsUrl === undefined ? {} : { detailsUrl }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(status === undefined ? {} : { status }),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(completedAt === undefined ? {} : { completedAt }),
    ...(output === undefined ? {} : { output: checkRunOutput(output) }),
    ...(actions === undefined
      ? {}
      : {
          actions: actions.map((action) => ({
            label: action.text("label"),
            description: action.text("description"),
            identifier: action.text("identifier"),
          })),
        }),
  };
}

function checkRunOutput(output: Body<"title" | "summary" | "text" | "annotations" | "images">) {
  const title = output.optionalText("title");
  const text = output.optionalText("text");
  const annotations = output.optionalObjects("annotations", [
    "path",
    "start_line",
    "end_line",
    "start_column",
    "end_column",
    "annotation_level",
    "message",
    "title",
    "raw_details",
  ]);
  return {
    ...(title === undefined ? {} : { title }),
    summary: output.text("summary"),
    ...(text === undefined ? {} : { text }),
    ...(annotations === undefined ? {} : { annotations: annotations.map(annotation) }),
  };
}

function annotation(
  body: Body<
    | "path"
    | "start_line"
    | "end_line"
    | "start_column"
    | "end_column"
    | "annotation_level"
    | "message"
    | "title"
    | "raw_details"
  >,
): Annotation {
  const line = (key: "start_line" | "end_line") => {
    const value = body.optionalInteger(key);
    if (value === undefined) throw malformed(`"${key}" wasn't supplied.`);
    return value;
  };
  return {
    path: body.text("path"),
    startLine: line("start_line"),
    endLine: line("end_line"),
    startColumn: body.optionalInteger("start_column") ?? null,
    endColumn: body.optionalInteger("end_column") ?? null,
    level: body.oneOf("annotation_level", ["notice", "warning", "failure"]),
    message: body.text("message"),
    title: body.optionalText("title") ?? null,
    rawDetails: body.optionalText("raw_details") ?? null,
  };
}

function time(body: Body<RunKey>, key: "started_at" | "completed_at"): string | undefined {
  const text = body.optionalText(key);
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw malformed(`For 'properties/${key}', "${text}" is not a date-time.`);
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
