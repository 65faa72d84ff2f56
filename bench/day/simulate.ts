import { execFileSync } from "node:child_process";
import type { Conversation } from "simulated-github";
import { requestCost } from "../../src/github/request-cost.ts";
import { openAgenda } from "../../test/app/agenda.ts";
import { BOT, openStage } from "../../test/app/bot.ts";
import { loadOf, type What } from "./load.ts";

const HOUR_MS = 60 * 60_000;
const MINUTE_MS = 60_000;

const CONFIGURATION = `preset: nixpkgs
labels:
  clean: "by-name: ok"
  blocked: "by-name: changes needed"
merge:
  strategies: [trusted-update, maintainer-command, committer-command]
  branches: [main]
  trusted-authors: [r-ryantm]
  committers: { team: committers }
  checks: [build]
`;

export type Day = {
  /** How often each thing was done, and what the bot's answers took in seconds, the shortest first. */
  readonly did: Readonly<Record<What, number>>;
  readonly commandSeconds: readonly number[];
  readonly pushSeconds: readonly number[];
  readonly runs: number;
  /** By operation. */
  readonly requests: Readonly<Record<string, number>>;
  /** Of the limits of an hour in the busiest, and of the secondary ones in the busiest minute. */
  readonly busiest: Readonly<Record<"core" | "graphql" | "contentAnHour" | "contentAMinute", number>>;
  readonly pointsAMinute: Readonly<Record<"core" | "graphql", number>>;
  readonly secondaryLimits: number;
  readonly rateLimits: number;
  readonly backlog: number;
  readonly merged: number;
};

/** The whole App for so many hours on a repository of such a size, with all limits of GitHub's enforced. */
export async function simulateDay(options: {
  readonly hours: number;
  readonly runsAnHour: number;
  readonly requestsAnHour: number;
  /** A git repository that is laid out as Nixpkgs is, and its packages' files. */
  readonly from: string;
  readonly packages: readonly string[];
  readonly progress: (minutes: number, jobsLeft: number) => void;
}): Promise<Day> {
  const { from, packages } = options;
  const agenda = openAgenda();
  const stage = await openStage({ running: false, agenda, settings: { logLevel: "info" } });
  try {
    const { world, github } = stage;
    world.team("NixOS", "committers", { members: ["carol"] });
    const repository = await world.repository("NixOS/nixpkgs", { from, defaultBranch: "main" });
    world.install(github.app.id, "NixOS");
    world.setRole(repository.id, world.as("carol").id, "write");
    const files = { ".github/by-name.yml": CONFIGURATION };
    await repository.commit({ branch: "main", files, author: "carol" });
    const ci = world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
    github.limits.setLimit("core", options.requestsAnHour);
    github.limits.setLimit("graphql", options.requestsAnHour);
    github.limits.enforceSecondary(true);
    await stage.start();
    await stage.idle();
    github.requests.clear();
    const logged = stage.log.length;

    const began = Date.now();
    const did = Object.fromEntries(Object.keys(loadOf(1)).map((what) => [what, 0])) as Record<What, number>;
    const pulls: Conversation[] = [];
    const paths = new Map<number, string>();
    const pushed = new Map<string, number>();
    const commanded = new Map<number, { readonly at: number; readonly pr: Conversation }>();
    let drawn = 0;
    /** One of the last that are open; null where none is. */
    const anyOpen = (last = 150): Conversation | null => {
      drawn += 1;
      const recent = pulls.slice(-last).filter((pr) => pr.record().state === "OPEN");
      return recent[(drawn * 7919) % Math.max(1, recent.length)] ?? null;
    };
    const textOf = (path: string) =>
      execFileSync("git", ["-C", from, "show", `main:${path}`], { encoding: "utf8" });
    const version = (path: string, n: number) => {
      const wrong = n % 6 === 0 ? "{ wrong = <nixpkgs>; }.wrong or\n" : "";
      return { [path]: `# version ${n}\n${wrong}${textOf(path)}` };
    };
    const heard = (pr: Conversation) => pushed.set(pr.record().headRefOid, Date.now());
    const acts: Readonly<Record<What, () => Promise<unknown>>> = {
      async opened() {
        const path = packages[(pulls.length * 37) % packages.length] ?? "";
        const author = pulls.length % 3 === 0 ? "r-ryantm" : `author-${pulls.length % 40}`;
        const pr = await world.as(author).opensPullRequest(repository, {
          title: `package ${pulls.length}: update`,
          branch: `update-${pulls.length}`,
          files: version(path, pulls.length),
        });
        pulls.push(pr);
        paths.set(pr.number, path);
        heard(pr);
      },
      async pushed() {
        const pr = anyOpen();
        if (pr === null) return;
        await pr.push(version(paths.get(pr.number) ?? "", 100_000 + drawn));
        heard(pr);
      },
      async reviewed() {
        const pr = anyOpen();
        await (drawn % 2 === 0
          ? pr?.as("carol").approve()
          : pr?.as("bob").review({ event: "COMMENT", body: "Why?" }));
      },
      commented: async () => anyOpen()?.as("bob").comment("Looks good to me."),
      async merge() {
        const pr = anyOpen(40);
        if (pr === null) return;
        await world.createCheckRun(repository.id, ci.id, build(pr));
        commanded.set(pr.as("carol").comment(`@${BOT} merge`).id, { at: Date.now(), pr });
      },
      async explain() {
        const pr = anyOpen();
        if (pr !== null) commanded.set(pr.as("bob").comment(`@${BOT} explain`).id, { at: Date.now(), pr });
      },
      async mergedByHand() {
        const pr = pulls.find((one) => one.record().state === "OPEN");
        await pr
          ?.as("carol")
          .merge("squash")
          .catch(() => pr.close());
      },
      edited: async () => anyOpen()?.edit({ title: `another title ${drawn}` }),
      async suites() {
        const pr = anyOpen();
        if (pr !== null)
          await world.createCheckRun(repository.id, ci.id, {
            ...build(pr),
            name: `check ${drawn % 10}`,
            ownSuite: true,
          });
      },
      async statuses() {
        const pr = anyOpen();
        const oid = pr?.record().headRefOid;
        if (oid === undefined) return;
        await world.createStatus(repository.id, world.as("ofborg").id, {
          oid,
          state: "success",
          context: `eval-${drawn % 5}`,
        });
      },
      async basePushed() {
        const path =
          did.basePushed % 10 === 9 ? ALL_PACKAGES : (packages[(drawn * 41) % packages.length] ?? "");
        const text = await repository.read(path, "main");
        await repository.commit({
          branch: "main",
          files: { [path]: `${text}# ${drawn}\n` },
          author: "carol",
        });
      },
    };
    const build = (pr: Conversation) =>
      ({ name: "build", headOid: pr.record().headRefOid, conclusion: "success" }) as const;
    for (const [what, times] of Object.entries(loadOf(options.runsAnHour)) as [What, number][]) {
      agenda.every(HOUR_MS / times, async () => {
        await acts[what]();
        did[what] += 1;
      });
    }
    const done = Promise.withResolvers<void>();
    let backlog = 0;
    agenda.every(MINUTE_MS, async () => {
      const left = await stage.jobsLeft();
      backlog = Math.max(backlog, left);
      options.progress((Date.now() - began) / MINUTE_MS, left);
      if (Date.now() - began >= options.hours * HOUR_MS) done.resolve();
    });
    await stage.waitsFor(done.promise);
    agenda.end();
    await stage.idle();

    const all = github.requests.all();
    const reactedAt = new Map(
      all.toReversed().flatMap(({ path, status, at }) => {
        const id = /issues\/comments\/(\d+)\/reactions$/.exec(path)?.[1];
        return id !== undefined && status < 300 ? [[Number(id), at] as const] : [];
      }),
    );
    // A head that another push replaced before it was looked at has no check, and needs none.
    const pushSeconds = [...pushed].flatMap(([head, at]) => {
      const [first] = world.state.checkRuns(repository.id, head).filter(({ name }) => name === "by-name");
      return first?.startedAt ? [Math.max(0, Date.parse(first.startedAt) - at) / 1000] : [];
    });
    const refused = (pattern: RegExp) =>
      all.filter(({ errors }) => errors.some((error) => pattern.test(error))).length;
    return {
      did,
      commandSeconds: sorted(
        // What was merged by hand before its command was looked at is not answered any more.
        [...commanded].flatMap(([id, { at, pr }]) => {
          const reacted = reactedAt.get(id) ?? (pr.record().state === "OPEN" ? Infinity : null);
          return reacted === null ? [] : [(reacted - at) / 1000];
        }),
      ),
      pushSeconds: sorted(pushSeconds),
      runs: stage.logged({ msg: "looked at" }, logged).length,
      requests: github.requests.counts(),
      ...busiest(all.map(costed)),
      secondaryLimits: refused(/secondary rate/),
      rateLimits: refused(/RATE_LIMITED|API rate/),
      backlog,
      merged: pulls.filter((pr) => pr.record().state === "MERGED").length,
    };
  } finally {
    await stage.close();
  }
}

const ALL_PACKAGES = "pkgs/top-level/all-packages.nix";

type Costed = {
  readonly at: number;
  readonly resource: "core" | "graphql";
  readonly points: number;
  readonly isContent: boolean;
};

function costed({
  method,
  path,
  operation,
  at,
}: {
  readonly method: string;
  readonly path: string;
  readonly operation: string | null;
  readonly at: number;
}): Costed {
  const query = operation?.startsWith("mutation ") ? operation : "query";
  const cost = requestCost({ method, url: path, query });
  return {
    at,
    resource: cost?.resource ?? "core",
    points: cost?.points ?? 0,
    isContent: cost?.isContent ?? false,
  };
}

function busiest(all: readonly Costed[]): Pick<Day, "busiest" | "pointsAMinute"> {
  const most = (some: readonly Costed[], ms: number, of: (one: Costed) => number) => {
    let [from, sum, top] = [0, 0, 0];
    for (const one of some) {
      sum += of(one);
      for (let first = some[from]; first !== undefined && first.at <= one.at - ms; first = some[from]) {
        sum -= of(first);
        from += 1;
      }
      top = Math.max(top, sum);
    }
    return top;
  };
  const one = () => 1;
  const [core, graphql] = (["core", "graphql"] as const).map((name) =>
    all.filter(({ resource }) => resource === name),
  );
  const content = all.filter(({ isContent }) => isContent);
  return {
    busiest: {
      core: most(core ?? [], HOUR_MS, one),
      graphql: most(graphql ?? [], HOUR_MS, one),
      contentAnHour: most(content, HOUR_MS, one),
      contentAMinute: most(content, MINUTE_MS, one),
    },
    pointsAMinute: {
      core: most(core ?? [], MINUTE_MS, ({ points }) => points),
      graphql: most(graphql ?? [], MINUTE_MS, ({ points }) => points),
    },
  };
}

function sorted(numbers: readonly number[]): number[] {
  return [...numbers].sort((a, b) => a - b);
}
