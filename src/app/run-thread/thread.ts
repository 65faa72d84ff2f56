import { parentPort, workerData } from "node:worker_threads";
import { Probot } from "probot";
import { fetchWithin, REQUEST_MS } from "../../github/fetch.ts";
import { loadSecondReader } from "../../grammar/load.ts";
import { pullOf } from "../jobs/jobs.ts";
import { createWork } from "../jobs/work.ts";
import { createLog } from "../process/log.ts";
import { countedOctokit } from "../process/octokit.ts";
import { rulePageIn } from "../process/rule-page.ts";
import { type FromThread, sentError, type ThreadData, type ToThread } from "./protocol.ts";
import { remoteQueue } from "./remote-queue.ts";

// The code of the thread that does the work. What it is sent, and what it says, is in protocol.ts.

const port = parentPort;
if (port === null) throw new Error("this file is the code of a worker thread");
const say = (message: FromThread) => port.postMessage(message);

const { settings, credentials, self, version, packageRoot, secrets }: ThreadData = workerData;
const log = createLog({
  level: settings.logLevel,
  secrets,
  destination: { write: (line) => say({ kind: "line", line }) },
});
const metrics = {
  requested: (...args: Extract<FromThread, { kind: "requested" }>["args"]) =>
    say({ kind: "requested", args }),
  remaining: (...args: Extract<FromThread, { kind: "remaining" }>["args"]) =>
    say({ kind: "remaining", args }),
};
const probot = new Probot({
  appId: credentials.appId,
  privateKey: credentials.privateKey,
  secret: credentials.webhookSecret,
  baseUrl: settings.github.apiUrl,
  Octokit: countedOctokit(metrics, version),
  request: { fetch: fetchWithin(REQUEST_MS) },
  log,
});
const queue = remoteQueue((call, question) => say({ kind: "ask", call, question }));
const work = loadSecondReader().then((second) =>
  createWork({ second, rulePage: rulePageIn(new URL(packageRoot)) })({
    settings,
    self,
    queue: queue.queue,
    octokit: (installation) => probot.auth(installation),
  }),
);

const running = new Map<number, AbortController>();

async function perform(message: Extract<ToThread, { kind: "run" | "sweep" }>): Promise<void> {
  const { id } = message;
  const aborted = new AbortController();
  running.set(id, aborted);
  try {
    const { run, sweep } = await work;
    if (message.kind === "sweep") {
      await sweep(aborted.signal);
      say({ kind: "done", id, outcome: null });
      return;
    }
    const pull = pullOf(message.job);
    const own = log.child({ job: message.key, ...(pull === null ? {} : { pull }) });
    say({ kind: "done", id, outcome: await run(message.job, aborted.signal, own) });
  } catch (error) {
    say({ kind: "threw", id, error: sentError(error) });
  } finally {
    running.delete(id);
  }
}

port.on("message", (message: ToThread) => {
  switch (message.kind) {
    case "run":
    case "sweep":
      void perform(message);
      return;
    case "abort":
      running.get(message.id)?.abort();
      return;
    case "answer":
    case "refusal":
      queue.answered(message);
  }
});
