import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { RequestFacts } from "simulated-github";
import { createDeliveries, createWorld, type GitHub, startGitHub, type World } from "simulated-github";
import type { Environment } from "../../../src/app/process/settings.ts";
import { at, textAt } from "../../../src/github/payload.ts";
import { BOT, manifest, PRIVATE_KEY, WEBHOOK_SECRET } from "../bot.ts";
import { nixpkgs } from "../packages.ts";
import { openGate, type Passing, type Stretch } from "./gate.ts";
import type { Acknowledged } from "./judge.ts";
import { createPeople, MAINTAINER, type People, UPDATABLE } from "./people.ts";

const WEBHOOKS = "/api/github/webhooks";

const CONFIGURATION = `rules:
  useless-escape: warning
labels:
  clean: "by-name: ok"
  blocked: "by-name: changes needed"
  new: "new package"
merge:
  strategies: [maintainer-command]
  trusted-authors: [r-ryantm]
`;

/** What there is before anybody changes it. */
export const BASE: Readonly<Record<string, string>> = {
  ...nixpkgs(),
  ".github/by-name.yml": CONFIGURATION,
  "maintainers/maintainer-list.nix": `{
  ${MAINTAINER.login} = {
    github = "${MAINTAINER.login}";
    githubId = ${MAINTAINER.id};
    name = "Ann";
  };
}
`,
  "maintainers/team-list.nix": "{ lib }:\nwith lib.maintainers;\n{ }\n",
  "maintainers/github-teams.json": "{}\n",
  ...UPDATABLE,
};

/** Sees what goes to and fro between GitHub and the App, and says what is not to arrive. */
export type Watcher = {
  /** A request to GitHub that has not been done yet: "before" leaves it undone, "after" only keeps back the answer. */
  request(request: RequestFacts): "before" | "after" | null;
  /** A stretch of the way of a delivery of what a person did. "lost" keeps back the App's answer. */
  delivery(stretch: Stretch): "lost" | null;
};

/** A simulated GitHub for an App that dies and starts again. */
export type CrashStage = {
  readonly world: World;
  readonly github: GitHub;
  readonly people: People;
  /** The id of the App's user. */
  readonly bot: number;
  /** Where the App runs, and what its environment says. */
  readonly directory: string;
  readonly environment: Environment;
  /** What GitHub knows the App to have been told. */
  readonly acknowledged: Acknowledged;
  /** Deliveries of what people did: all, those that GitHub saw accepted, and those on their way. */
  readonly deliveries: { readonly sent: number; readonly accepted: number; readonly underWay: number };
  /** From now on GitHub fails, is slow to show what is new, or keeps test merges of former bases, as the numbers say. */
  misbehave(random: () => number): void;
  /** That is over. */
  behave(): void;
  watch(watcher: Watcher | null): void;
  /** Where the App listens; null where it does not. */
  leadTo(port: number | null): void;
  /** Resolves once no delivery is on its way, and no request under way. */
  quiet(): Promise<void>;
  close(): Promise<void>;
};

/** `parent` is the folder in which it makes one of its own. */
export async function openCrashStage(parent: string, random: () => number): Promise<CrashStage> {
  const directory = await mkdtemp(join(parent, "by-name-crash-"));
  const world = createWorld({ directory });
  const { permissions, events } = await manifest();
  const app = { slug: BOT, privateKeyPem: PRIVATE_KEY, owner: "by-name", permissions, events };
  const github = await startGitHub({ world, app });
  // More happens here in an hour than GitHub allows.
  for (const resource of ["core", "graphql"] as const) github.limits.setLimit(resource, 10_000_000);
  const bot = github.app.botId;
  const repository = await world.repository("NixOS/nixpkgs", { files: BASE, defaultBranch: "master" });
  world.install(github.app.id, "NixOS");
  world.user(MAINTAINER.login, { id: MAINTAINER.id });

  const heads = new Set<string>();
  const comments = new Set<number>();
  const counts = { sent: 0, accepted: 0, underWay: 0 };
  let watcher: Watcher | null = null;
  const gate = await openGate({
    path: WEBHOOKS,
    passes(stretch, delivery) {
      if (toldBy(delivery, bot) === null) return null;
      if (stretch === "arrives") {
        counts.sent += 1;
        counts.underWay += 1;
      }
      return watcher?.delivery(stretch) ?? null;
    },
    left(delivery, acknowledged) {
      const told = toldBy(delivery, bot);
      if (told === null) return;
      counts.underWay -= 1;
      if (!acknowledged) return;
      counts.accepted += 1;
      if ("head" in told) heads.add(told.head);
      else comments.add(told.comment);
    },
  });
  const deliveries = createDeliveries(world, {
    appId: github.app.id,
    url: gate.url,
    secret: WEBHOOK_SECRET,
    concurrency: 4,
    keep: 1,
  });
  let kept: "before" | "after" | null = null;
  github.faults.add({
    kind: "drop-before",
    when(request) {
      kept = watcher?.request(request) ?? null;
      return kept === "before";
    },
  });
  github.faults.add({ kind: "drop-after", when: () => kept === "after" });

  return {
    world,
    github,
    people: createPeople(world, repository, random),
    bot,
    directory,
    environment: {
      NODE_ENV: "production",
      HOST: "127.0.0.1",
      PORT: "0",
      APP_ID: String(github.app.id),
      PRIVATE_KEY,
      WEBHOOK_SECRET,
      WEBHOOK_PATH: WEBHOOKS,
      GITHUB_API_URL: github.url,
      BY_NAME_DATA: join(directory, "data"),
      BY_NAME_SWEEP_MINUTES: "0",
      BY_NAME_SETTLE_SECONDS: "1",
    },
    acknowledged: { heads, comments },
    deliveries: counts,
    misbehave(random) {
      const [kind, rate, seed] = [random(), 0.05 + 0.2 * random(), Math.floor(random() * 2 ** 31)];
      const when = ({ installationId }: RequestFacts) => installationId !== null;
      const isWhole = ({ operation }: RequestFacts) => operation === "query PullRequest";
      if (kind < 0.4) github.faults.random({ seed, rate, when });
      else if (kind < 0.55) github.faults.random({ seed, rate: 0.5, kinds: ["too-heavy"], when: isWhole });
      else if (kind < 0.7) github.faults.random({ seed, rate: 0.3, kinds: ["not-found"], when: isWhole });
      else if (kind < 0.85) world.staleReadsFor(200 + 400 * random());
      world.keepTestMerges(random() < 0.5);
    },
    behave() {
      github.faults.random(null);
      world.staleReadsFor(0);
      world.keepTestMerges(false);
    },
    watch(given) {
      watcher = given;
    },
    leadTo: gate.leadTo,
    async quiet() {
      await deliveries.settled();
      await github.idle();
    },
    async close() {
      deliveries.close();
      await gate.close();
      await github.close();
      await world.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What a delivery tells of that a person did and the App has to do with; null for all others. */
function toldBy({ event, body }: Passing, bot: number): { head: string } | { comment: number } | null {
  if (event !== "pull_request" && event !== "issue_comment") return null;
  const payload: unknown = JSON.parse(body);
  if (at(payload, "sender", "id") === bot) return null;
  const action = textAt(payload, "action");
  if (event === "pull_request") {
    const head = textAt(payload, "pull_request", "head", "sha");
    return action === "opened" || action === "synchronize" ? { head } : null;
  }
  const comment = at(payload, "comment", "id");
  return action === "created" && typeof comment === "number" ? { comment } : null;
}
