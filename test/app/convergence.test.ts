import fc from "fast-check";
import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweepRepository } from "../../src/app/jobs/sweep.ts";
import {
  readElsewhereMarker,
  readFindingMarker,
  readReplyMarker,
  readReviewMarker,
  readWaitingMarker,
} from "../../src/review/conversation/markers.ts";
import {
  begin,
  go,
  openMergeStage,
  opensUpdate,
  perform,
  runOptions,
  settle,
  standing,
  sweep,
  tell,
} from "./convergence/merging.ts";
import { type Act, type Script, script, type Trouble, trouble } from "./convergence/script.ts";
import { Death, openRunStage, type RunStage, SETTLE_MS } from "./run-stage.ts";

/** So many scripts each. `npm run test:convergence` runs more, each time others. */
const RUNS = Number(process.env.CONVERGENCE_RUNS ?? 12);
const LIMIT_MS = 60_000 + RUNS * 10_000;
/** On a busy machine there are fewer, and a failure is not made smaller: that takes minutes. */
const OPTIONS = {
  numRuns: RUNS,
  endOnFailure: process.env.CONVERGENCE_RUNS === undefined,
  interruptAfterTimeLimit: LIMIT_MS / 2,
} as const;

const META = 'meta = { description = "Greeter"; license = "MIT"; maintainers = [ { name = "A"; } ]; };';

const BASE = {
  "pkgs/top-level/all-packages.nix": "{ }: self: with self; {\n}\n",
  "pkgs/by-name/he/hello/package.nix": packageNix("hello", []),
  ".github/by-name.yml":
    'labels:\n  clean: "by-name: ok"\n  blocked: "by-name: changes needed"\n  new: "new package"\n',
};

/** Mistakes that a package can have, each a finding of its own. */
const MISTAKES = ["path", "search", "home", "strict"] as const;
type Mistake = (typeof MISTAKES)[number];

const LINES: Readonly<Record<Exclude<Mistake, "strict">, string>> = {
  path: "  a = ../../he/hello/package.nix;\n",
  search: "  b = <nixpkgs>;\n",
  home: "  c = ~/c;\n",
};

function packageNix(name: string, mistakes: readonly Mistake[], padding = 0): string {
  const wrong = mistakes.flatMap((mistake) => (mistake === "strict" ? [] : [LINES[mistake]])).join("");
  const strict = mistakes.includes("strict") ? "" : "  strictDeps = true;\n";
  const blank = "  # padding\n".repeat(padding);
  return `{ stdenv }:\nstdenv.mkDerivation {\n  pname = "${name}";\n${blank}${wrong}${strict}  __structuredAttrs = true;\n  ${META}\n}\n`;
}

/** What a person does. */
type Deed =
  | { readonly kind: "push"; readonly mistakes: readonly Mistake[]; readonly padding: number }
  | { readonly kind: "rebase" }
  | { readonly kind: "ask"; readonly command: "check" | "help" | "explain" | "bogus" }
  | { readonly kind: "label" };

type Step = { readonly act: Deed; readonly trouble: Trouble; readonly runs: number };

const act: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("push" as const),
      mistakes: fc.subarray([...MISTAKES]),
      padding: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rebase" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("ask" as const),
      command: fc.constantFrom("check" as const, "help" as const, "explain" as const, "bogus" as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("label" as const) }) },
);

const steps = fc.array(fc.record({ act, trouble, runs: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 1,
  maxLength: 6,
});

describe("whatever goes wrong on the way", () => {
  let stage: RunStage;
  let count = 0;

  beforeAll(async () => {
    stage = await openRunStage(BASE);
  });
  afterAll(() => stage.close());

  async function open(): Promise<Conversation> {
    count += 1;
    const name = `p${count}x`;
    return stage.world.as("alice").opensPullRequest(stage.repository, {
      title: `${name}: init`,
      files: { [`pkgs/by-name/${name.slice(0, 2)}/${name}/package.nix`]: packageNix(name, ["path"]) },
    });
  }

  function fileOf(pr: Conversation): { readonly path: string; readonly name: string } {
    const name = pr.view().title.split(":")[0] ?? "";
    return { name, path: `pkgs/by-name/${name.slice(0, 2)}/${name}/package.nix` };
  }

  async function perform(pr: Conversation, act: Deed): Promise<void> {
    const { path, name } = fileOf(pr);
    switch (act.kind) {
      case "push":
        await pr.push({ [path]: packageNix(name, act.mistakes, act.padding) });
        return;
      case "rebase":
        await pr.rebase();
        return;
      case "ask":
        pr.comment(`@by-name-bot ${act.command}`);
        return;
      case "label":
        pr.addLabels("of somebody else");
    }
  }

  function tellOf(pr: Conversation): void {
    const { updatedAt, head } = { updatedAt: pr.record().updatedAt, head: pr.view().head };
    stage.deliver({ updatedAt, head }, pr.number);
  }

  /** Runs as the queue does: again after a failure, later when asked to, until there is nothing to do. */
  async function rest(pr: Conversation): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      const { again } = await stage.run(pr.number);
      if (again === null) return;
      stage.pass(again.afterMs);
    }
    throw new Error("it does not come to rest");
  }

  async function go(pr: Conversation, { act, trouble, runs }: Step): Promise<void> {
    const before = { updatedAt: pr.record().updatedAt, head: pr.view().head };
    const end = begin(stage, trouble);
    stage.pass(1000);
    await perform(pr, act);
    if (trouble.kind === "lost") return;
    tellOf(pr);
    if (trouble.kind === "reordered") stage.deliver(before, pr.number);
    for (let run = 0; run < runs; run++) {
      try {
        const { again } = await stage.run(pr.number, runOptions(trouble));
        stage.pass(again === null ? 300 : Math.min(again.afterMs, 3000));
      } catch (error) {
        // The queue tries again after a while; what is not GitHub's failing is a mistake of ours.
        const expected = error instanceof Death || (error instanceof Error && error.name === "GitHubFailure");
        if (!expected && !(error instanceof Error && error.cause instanceof Death)) throw error;
        stage.pass(2000);
      }
    }
    end();
  }

  /** What stands on a pull request, without ids and times. */
  function standingOf(pr: Conversation) {
    const view = pr.view();
    const open = view.threads.filter(({ isResolved }) => !isResolved);
    return {
      open: open.map(({ comments }) => /`([a-z-]+)`/.exec(comments[0]?.body ?? "")?.[1]).sort(),
      asking: view.reviews.some(({ state }) => state === "CHANGES_REQUESTED"),
      labels: [...view.labels].sort(),
      check: view.checks.map(({ name, conclusion, title }) => `${name} ${conclusion} ${title}`),
    };
  }

  it(
    "a pull request comes to what it would be without trouble, and nothing is said twice",
    async () => {
      await fc.assert(
        fc.asyncProperty(steps, fc.boolean(), async (script, isRestricted) => {
          const mayDismiss = isRestricted ? { restrictDismissals: ["carol"] } : {};
          stage.repository.protect("master", mayDismiss);
          const troubled = await open();
          for (const step of script) await go(troubled, step);
          stage.github.faults.clear();
          // The sweep finds what no delivery told of.
          stage.pass(SETTLE_MS);
          stage.kept.added.length = 0;
          const sweep = {
            kind: "sweep-repository",
            installation: 1,
            owner: "NixOS",
            repo: "nixpkgs",
          } as const;
          await sweepRepository({ ...sweep, base: null, cursor: null, why: "" }, stage.context());
          stage.world.keepTestMerges(false);
          const due = stage.kept.added.some(({ key }) => key === `review:NixOS/nixpkgs#${troubled.number}`);
          if (due) await rest(troubled);
          stage.pass(SETTLE_MS);
          stage.github.requests.clear();
          await rest(troubled);
          const writes = stage.github.requests
            .all()
            .filter(({ operation }) => !operation?.startsWith("query"))
            // What it may not do is tried each time that somebody has it look.
            .filter(({ operation }) => !isRestricted || operation !== "pulls/dismiss-review");
          expect(writes.map(({ operation }) => operation)).toEqual([]);

          const plain = await open();
          for (const { act } of script) {
            stage.pass(1000);
            await perform(plain, act);
          }
          tellOf(plain);
          await rest(plain);
          const expected = standingOf(plain);
          // What it asked for on the way it may not take back.
          const asking = isRestricted && !expected.asking ? expect.any(Boolean) : expected.asking;
          expect(standingOf(troubled)).toEqual({ ...expected, asking });
          expect(repetitions(troubled, stage)).toEqual([]);
          await troubled.close();
          await plain.close();
        }),
        OPTIONS,
      );
    },
    LIMIT_MS,
  );
});

describe("whatever goes wrong around a merge", () => {
  let stage: RunStage;
  beforeAll(async () => {
    stage = await openMergeStage();
  });
  afterAll(() => stage.close());

  const actsOf = ({ steps, ending }: Script) =>
    [...steps, ending.push, ending.build, ...(ending.word === null ? [] : [ending.word])] as const;

  /** The same acts without trouble, looked at once they all are done. */
  async function untroubled({ scene }: Script, acts: readonly Act[]) {
    const told = await opensUpdate(stage, scene);
    for (const act of acts) {
      await perform(stage, told, act);
      tell(stage, told, act.kind === "push" ? "push" : undefined);
    }
    await settle(stage, told);
    const stands = standing(told);
    if (told.pr.record().state === "OPEN") await told.pr.close();
    return stands;
  }

  it(
    "what may merge is merged in the end, and nothing else ever is",
    async () => {
      const counts = { open: 0, merged: 0 };
      await fc.assert(
        fc.asyncProperty(script, async (script) => {
          const told = await opensUpdate(stage, script.scene);
          const steps = actsOf(script);
          for (const step of steps) if (told.merged === null) await go(stage, told, step);
          stage.github.faults.clear();
          stage.world.keepTestMerges(false);
          stage.world.stickAutoMerges(script.scene.protection === "check, and auto-merge sticks");
          await sweep(stage, told);
          // A push to the base is no event of a pull request: it is seen by the next look.
          await settle(stage, told);
          stage.pass(SETTLE_MS);
          stage.github.requests.clear();
          await settle(stage, told);
          const writes = stage.github.requests
            .all()
            .filter(({ operation }) => !operation?.startsWith("query") && operation?.includes("/create"));
          expect(writes.map(({ operation }) => operation)).toEqual([]);
          expect(repetitions(told.pr, stage)).toEqual([]);

          const acts = steps.map(({ act }) => act);
          const { merged } = told;
          counts[merged === null ? "open" : "merged"] += 1;
          if (merged === null) {
            const stands = standing(told);
            await told.pr.close();
            expect(stands).toEqual(await untroubled(script, acts));
            return;
          }
          const states: string[] = [];
          for (let known = merged.from; known <= merged.to; known++)
            states.push((await untroubled(script, acts.slice(0, known))).state);
          expect(states).toContain("MERGED");
        }),
        OPTIONS,
      );
      if (process.env.CONVERGENCE_RUNS !== undefined) console.log(counts);
    },
    LIMIT_MS,
  );
});

/** What was said twice. */
function repetitions(pr: Conversation, { world, repository }: RunStage): string[] {
  const view = pr.view();
  const twice = (what: string, all: readonly string[]) =>
    all.filter((each, i) => all.indexOf(each) !== i).map((each) => `${what} ${each}`);
  const bodies = view.threads.map(({ comments }) => comments[0]?.body ?? "");
  const reviews = view.reviews.flatMap(({ body }) => readReviewMarker(body ?? "")?.inline ?? []);
  const comments = view.comments.filter(({ author }) => author === "by-name-bot[bot]");
  const said = comments.map(({ body }) => body);
  const replies = said.flatMap((body) => readReplyMarker(body)?.comment ?? []);
  const verdicts = view.comments.flatMap(({ id, reactions }) =>
    Object.entries(reactions).flatMap(([content, by]) =>
      content !== "eyes" && by?.includes("by-name-bot[bot]") ? [String(id)] : [],
    ),
  );
  return [
    ...twice(
      "thread",
      bodies.flatMap((body) => readFindingMarker(body)?.id ?? []),
    ),
    ...twice("finding", reviews),
    ...twice("reply", replies),
    ...twice(
      "waiting reply",
      said.flatMap((body) => readWaitingMarker(body)?.comment ?? []),
    ),
    ...twice("verdict of", verdicts),
    ...twice("answer elsewhere", said.flatMap(readElsewhereMarker)),
    // What was said before something else may be said again, and so may what a check says that was open meanwhile.
    ...world.state
      .checkRuns(repository.id, view.head)
      .filter(({ name, startedAt, completedAt }) => name === "by-name" && startedAt === completedAt)
      .flatMap(({ externalId }, i, all) =>
        externalId === all[i - 1]?.externalId ? [`check ${externalId}`] : [],
      ),
  ];
}
