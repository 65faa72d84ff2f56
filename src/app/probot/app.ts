import type { ApplicationFunction, Probot } from "probot";
import { appOf } from "../../github/octokit.ts";
import { loadSecondReader } from "../../grammar/load.ts";
import { appLogin } from "../../policy/person.ts";
import { createWork, type JobWork } from "../jobs/work.ts";
import { createPacing } from "../pacing/pacing.ts";
import { rulePageIn } from "../process/rule-page.ts";
import { type Environment, readSettings, type Settings } from "../process/settings.ts";
import { EVENTS, jobsOf, type Self } from "../server/deliveries.ts";
import { docsHandler } from "../server/docs-pages.ts";
import { installedHandler } from "../server/installed-page.ts";
import { transientQueue } from "./transient-queue.ts";
import { workOff } from "./work-off.ts";

export type AppOptions = {
  /** The address of the package. */
  readonly packageRoot: URL;
  readonly environment: Environment;
};

/** How long GitHub may take to say who the App is, in milliseconds. */
const ASK_MS = 10_000;

/**
 * The App as Probot loads it: each delivery is worked off before it is answered, in this process and without a queue
 * that lasts. What needs one is left out, and the log says so: waiting for longer than some seconds, trying again after
 * a failure, and the sweeps that find what no delivery told of.
 */
export function appInProbot({ packageRoot, environment }: AppOptions): ApplicationFunction {
  // Who the App is, Probot has read already.
  const settings = readSettings({
    ...environment,
    APP_ID: "",
    PRIVATE_KEY: "",
    PRIVATE_KEY_PATH: "",
    NODE_ENV: "",
  });
  return (app, { addHandler }) => {
    let started: Promise<Started> | null = null;
    let self: Self | null = null;
    /** One delivery after the other: two runs over one pull request must not meet. */
    let turn: Promise<void> = Promise.resolve();
    const queue = transientQueue();
    const pacing = createPacing();

    async function start(): Promise<Started> {
      const known = await whoWeAre(app);
      self = known;
      const create = createWork({ second: await loadSecondReader(), rulePage: rulePageIn(packageRoot) });
      return {
        self: known,
        work: create({ settings, self: known, queue, pacing, octokit: (id) => app.auth(id) }),
      };
    }

    function starting(): Promise<Started> {
      // Where GitHub did not answer, the next delivery asks again.
      started ??= start().catch((error: unknown) => {
        started = null;
        throw error;
      });
      return started;
    }

    app.onAny(async ({ id, name, payload }) => {
      if (!EVENTS.includes(name)) return;
      const { self: us, work } = await starting();
      const { jobs, hints } = jobsOf({ id, name, payload }, us);
      if (jobs.length === 0) return;
      await queue.add(jobs, ...hints);
      const own = turn.then(() => workOff(queue.take, work, app.log));
      turn = own.catch(() => {});
      await own;
    });
    addPages(addHandler, settings, packageRoot, () => self);
  };
}

type Started = { readonly self: Self; readonly work: JobWork };

async function whoWeAre(app: Probot): Promise<Self> {
  const { id, slug } = await appOf(await app.auth(), AbortSignal.timeout(ASK_MS));
  return { appId: id, botLogin: appLogin(slug) };
}

function addPages(
  addHandler: Parameters<ApplicationFunction>[1]["addHandler"],
  { github, docsUrl }: Settings,
  packageRoot: URL,
  self: () => Self | null,
): void {
  const pages = [
    installedHandler({ botLogin: () => self()?.botLogin ?? null, webUrl: github.webUrl, docs: docsUrl }),
    docsHandler(packageRoot),
  ];
  try {
    for (const page of pages) addHandler(page);
  } catch {
    // `probot receive` has no server, and says so by throwing.
  }
}
