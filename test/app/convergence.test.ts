import fc from "fast-check";
import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sweepRepository } from "../../src/app/jobs/sweep.ts";
import {
  readFindingMarker,
  readReplyMarker,
  readReviewMarker,
} from "../../src/review/conversation/markers.ts";
import { Death, openRunStage, type RunStage, SETTLE_MS } from "./run-stage.ts";

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

const META = 'meta = { description = "Greeter"; license = "MIT"; maintainers = [ { name = "A"; } ]; };';

function packageNix(name: string, mistakes: readonly Mistake[], padding = 0): string {
  const wrong = mistakes.flatMap((mistake) => (mistake === "strict" ? [] : [LINES[mistake]])).join("");
  const strict = mistakes.includes("strict") ? "" : "  strictDeps = true;\n";
  const blank = "  # padding\n".repeat(padding);
  return `{ stdenv }:\nstdenv.mkDerivation {\n  pname = "${name}";\n${blank}${wrong}${strict}  __structuredAttrs = true;\n  ${META}\n}\n`;
}

/** What a person does. */
type Act =
  | { readonly kind: "push"; readonly mistakes: readonly Mistake[]; readonly padding: number }
  | { readonly kind: "rebase" }
  | { readonly kind: "ask"; readonly command: "check" | "help" | "explain" | "bogus" }
  | { readonly kind: "label" };

/** What goes wrong meanwhile. */
type Trouble =
  | { readonly kind: "none" }
  /** No delivery tells of the act. */
  | { readonly kind: "lost" }
  /** Requests fail, some of them after GitHub has done what was asked. */
  | { readonly kind: "faults"; readonly seed: number; readonly rate: number }
  /** GitHub answers with former states for so many milliseconds. */
  | { readonly kind: "stale"; readonly milliseconds: number }
  /** The process dies after so many steps. */
  | { readonly kind: "death"; readonly steps: number }
  /** An older delivery comes in last. */
  | { readonly kind: "reordered" };

type Step = { readonly act: Act; readonly trouble: Trouble; readonly runs: number };

const act: fc.Arbitrary<Act> = fc.oneof(
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

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({ kind: fc.constant("none" as const) }),
  fc.record({ kind: fc.constant("lost" as const) }),
  fc.record({
    kind: fc.constant("faults" as const),
    seed: fc.nat(),
    rate: fc.double({ min: 0.1, max: 0.6, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant("stale" as const),
    milliseconds: fc.integer({ min: 1000, max: SETTLE_MS - 1000 }),
  }),
  fc.record({ kind: fc.constant("death" as const), steps: fc.integer({ min: 0, max: 24 }) }),
  fc.record({ kind: fc.constant("reordered" as const) }),
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

  async function perform(pr: Conversation, act: Act): Promise<void> {
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

  function tell(pr: Conversation): void {
    const { updatedAt, head } = { updatedAt: pr.record().updatedAt, head: pr.view().head };
    stage.deliver({ updatedAt, head }, pr.number);
  }

  /** Runs as the queue does: again after a failure, later when asked to, until there is nothing to do. */
  async function settle(pr: Conversation): Promise<void> {
    for (let turn = 0; turn < 40; turn++) {
      const { again } = await stage.run(pr.number);
      if (again === null) return;
      stage.pass(again.afterMs);
    }
    throw new Error("it does not come to rest");
  }

  async function go(pr: Conversation, { act, trouble, runs }: Step): Promise<void> {
    const before = { updatedAt: pr.record().updatedAt, head: pr.view().head };
    if (trouble.kind === "stale") stage.world.staleReadsFor(trouble.milliseconds);
    stage.pass(1000);
    await perform(pr, act);
    if (trouble.kind === "lost") return;
    tell(pr);
    if (trouble.kind === "reordered") stage.deliver(before, pr.number);
    if (trouble.kind === "faults") stage.github.faults.random(trouble);
    for (let run = 0; run < runs; run++) {
      try {
        const options = trouble.kind === "death" ? { dieAfter: trouble.steps } : {};
        const { again } = await stage.run(pr.number, options);
        stage.pass(again === null ? 300 : Math.min(again.afterMs, 3000));
      } catch (error) {
        // The queue tries again after a while; what is not GitHub's failing is a mistake of ours.
        const expected = error instanceof Death || (error instanceof Error && error.name === "GitHubFailure");
        if (!expected && !(error instanceof Error && error.cause instanceof Death)) throw error;
        stage.pass(2000);
      }
    }
    stage.github.faults.random(null);
    if (trouble.kind === "stale") {
      stage.pass(trouble.milliseconds);
      stage.world.staleReadsFor(0);
    }
  }

  /** What stands on a pull request, without ids and times. */
  function standing(pr: Conversation) {
    const view = pr.view();
    const open = view.threads.filter(({ isResolved }) => !isResolved);
    return {
      open: open.map(({ comments }) => /`([a-z-]+)`/.exec(comments[0]?.body ?? "")?.[1]).sort(),
      asking: view.reviews.some(({ state }) => state === "CHANGES_REQUESTED"),
      labels: [...view.labels].sort(),
      check: view.checks.map(({ name, conclusion, title }) => `${name} ${conclusion} ${title}`),
    };
  }

  /** What was said twice. */
  function repetitions(pr: Conversation): string[] {
    const view = pr.view();
    const twice = (what: string, all: readonly string[]) =>
      all.filter((each, i) => all.indexOf(each) !== i).map((each) => `${what} ${each}`);
    const bodies = view.threads.map(({ comments }) => comments[0]?.body ?? "");
    const reviews = view.reviews.flatMap(({ body }) => readReviewMarker(body ?? "")?.inline ?? []);
    const replies = view.comments.flatMap(({ body }) => readReplyMarker(body)?.comment ?? []);
    return [
      ...twice(
        "thread",
        bodies.flatMap((body) => readFindingMarker(body)?.id ?? []),
      ),
      ...twice("finding", reviews),
      ...twice("reply", replies),
      ...twice(
        "check",
        stage.world.state
          .checkRuns(stage.repository.id, view.head)
          .map(({ externalId }) => externalId ?? "none"),
      ),
    ];
  }

  it("a pull request comes to what it would be without trouble, and nothing is said twice", async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const troubled = await open();
        for (const step of script) await go(troubled, step);
        stage.github.faults.clear();
        // The sweep finds what no delivery told of.
        stage.pass(SETTLE_MS);
        stage.kept.added.length = 0;
        const sweep = { kind: "sweep-repository", installation: 1, owner: "NixOS", repo: "nixpkgs" } as const;
        await sweepRepository({ ...sweep, base: null, cursor: null, why: "" }, stage.context());
        const due = stage.kept.added.some(({ key }) => key === `review:NixOS/nixpkgs#${troubled.number}`);
        if (due) await settle(troubled);
        stage.pass(SETTLE_MS);
        stage.github.requests.clear();
        await settle(troubled);
        const writes = stage.github.requests.all().filter(({ operation }) => !operation?.startsWith("query"));
        expect(writes.map(({ operation }) => operation)).toEqual([]);

        const plain = await open();
        for (const { act } of script) {
          stage.pass(1000);
          await perform(plain, act);
        }
        tell(plain);
        await settle(plain);
        expect(standing(troubled)).toEqual(standing(plain));
        expect(repetitions(troubled)).toEqual([]);
        await troubled.close();
        await plain.close();
      }),
      { numRuns: Number(process.env.CONVERGENCE_RUNS ?? 25), endOnFailure: true },
    );
  }, 600_000);
});
