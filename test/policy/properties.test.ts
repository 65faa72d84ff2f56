import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { known, unknown } from "../../src/nix/known.ts";
import type { Maintainers } from "../../src/packages/maintainers/maintainer.ts";
import { type Decision, decide } from "../../src/policy/decision.ts";
import type { MergeFacts, Review } from "../../src/policy/facts.ts";
import type { Person } from "../../src/policy/person.ts";
import { runs } from "../support/seed.ts";
import { mergeFacts } from "./arbitrary.ts";
import { bob, cancel, entryOf, HEAD, LATEST, OLD_HEAD, request, time } from "./builders.ts";

const numRuns = runs(3_000);
const index = fc.nat({ max: 10 });

/** Some facts, and the same with less to be said for them, or null where there is nothing to take. */
type Weaker = (facts: MergeFacts, index: number) => MergeFacts | null;

const WEAKER: Readonly<Record<string, Weaker>> = {
  "an approval of the head is taken back": (facts, i) => {
    const at = facts.reviews.findIndex(
      ({ kind, commit }, j) => j >= i && kind === "approved" && commit === HEAD,
    );
    return at < 0 ? null : { ...facts, reviews: facts.reviews.toSpliced(at, 1) };
  },
  "an approval is of another commit": (facts, i) => {
    const found = facts.reviews[i];
    if (found?.kind !== "approved") return null;
    return { ...facts, reviews: facts.reviews.with(i, { ...found, commit: OLD_HEAD }) };
  },
  "a command to merge is deleted": (facts, i) =>
    facts.commands[i]?.command === "merge" ? { ...facts, commands: facts.commands.toSpliced(i, 1) } : null,
  "a command is refused": (facts, i) => {
    const found = facts.commands[i];
    if (found?.command !== "merge") return null;
    return { ...facts, commands: facts.commands.with(i, { ...found, state: "refused" }) };
  },
  "the review of a command is of another commit": (facts, i) => {
    const found = facts.commands[i];
    if (found?.command !== "merge" || found.review === null) return null;
    const review = { ...found.review, commit: OLD_HEAD };
    return { ...facts, commands: facts.commands.with(i, { ...found, review }) };
  },
  "somebody whose review has a command reviews again": (facts, i) => {
    const found = facts.commands[i];
    if (found?.command !== "merge" || found.review === null) return null;
    const review = { ...found.review, isLast: false };
    return { ...facts, commands: facts.commands.with(i, { ...found, review }) };
  },
  "somebody asks for changes": (facts, i) => {
    const asked = request(facts.reviews[i]?.by ?? bob);
    return { ...facts, reviews: facts.reviews.toSpliced(i, 0, asked) };
  },
  "an approval becomes a request for changes": (facts, i) => {
    const found = facts.reviews[i];
    if (found === undefined) return null;
    const asked: Review = { ...found, kind: "changes-requested" };
    return { ...facts, reviews: facts.reviews.with(i, asked) };
  },
  "somebody cancels": (facts, i) => {
    const by = facts.commands[i]?.by ?? facts.origin.author ?? bob;
    return { ...facts, commands: facts.commands.toSpliced(i, 0, cancel(by, time(i))) };
  },
  "a command to merge becomes one to cancel": (facts, i) => {
    const found = facts.commands[i];
    if (found === undefined) return null;
    return { ...facts, commands: facts.commands.with(i, { ...found, command: "cancel" }) };
  },
  "it is taken back on GitHub": (facts) => ({ ...facts, times: { ...facts.times, takenBackAt: LATEST } }),
  "the head is pushed later": (facts) => ({ ...facts, times: { ...facts.times, pushedBy: LATEST } }),
  "nobody knows when the head was pushed": (facts) => ({
    ...facts,
    times: { ...facts.times, pushedBy: null },
  }),
  "commits are replaced": (facts) => ({ ...facts, times: { ...facts.times, replacedAt: LATEST } }),
  "the base is another": (facts) => ({ ...facts, times: { ...facts.times, retargetedAt: LATEST } }),
  "the title is edited": (facts) => ({ ...facts, times: { ...facts.times, editedAt: LATEST } }),
  "there are comments that are not seen": (facts) => ({ ...facts, commandsComplete: false }),
  "a file outside of the packages is changed": (facts) => ({
    ...facts,
    files: { ...facts.files, outside: [...facts.files.outside, "flake.nix"], count: facts.files.count + 1 },
  }),
  "an override is changed too": (facts) => ({
    ...facts,
    files: { ...facts.files, overrides: ["pkgs/top-level/all-packages.nix"] },
  }),
  "a link is changed": (facts) => ({
    ...facts,
    files: { ...facts.files, unusual: [{ path: "a", why: "is a symbolic link" }] },
  }),
  "a file is too large": (facts) => ({ ...facts, largeFiles: ["a"] }),
  "a check that is named is not there": (facts) => ({
    ...facts,
    namedChecks: [...facts.namedChecks, { name: "a", state: "running", why: "has not started" }],
  }),
  "a check that is named turns red": (facts, i) => {
    const found = facts.namedChecks[i];
    if (found === undefined) return null;
    return { ...facts, namedChecks: facts.namedChecks.with(i, { ...found, state: "red" }) };
  },
  "nothing is required any more": (facts) => ({ ...facts, checks: { ...facts.checks, required: false } }),
  "the author is gone": (facts) => {
    const { author } = facts.origin;
    const said = [...facts.reviews, ...facts.commands].some(({ by }) => by?.id === author?.id);
    return said ? null : { ...facts, origin: { ...facts.origin, author: null } };
  },
  "the branch is a stranger's": (facts) => ({
    ...facts,
    origin: { ...facts.origin, headOwner: 999, ownBranch: false },
  }),
  "an update is more than that": (facts, i) => {
    const found = facts.updates[i];
    if (found === undefined) return null;
    const impurities = [{ path: "a", binding: null, range: null, why: "the file was added" }];
    return { ...facts, updates: facts.updates.with(i, { ...found, impurities }) };
  },
  "the maintainers of a package are not understood": (facts, i) => {
    const directory = facts.files.packages[i]?.directory;
    if (directory === undefined) return null;
    const lost = { kind: "unknown", why: "`x` was not understood" } as const;
    return { ...facts, maintainers: new Map([...facts.maintainers, [directory, lost]]) };
  },
  "a strategy is not configured any more": (facts, i) => {
    if (facts.configuration === null) return null;
    const strategies = facts.configuration.strategies.toSpliced(i, 1);
    return { ...facts, configuration: { ...facts.configuration, strategies } };
  },
  "the configuration is not valid": (facts) => ({ ...facts, configuration: null }),
  "no team is shown": (facts) => ({ ...facts, memberships: { ...facts.memberships, teams: new Map() } }),
  "nobody knows the accounts of the entry": (facts) =>
    facts.registry === null
      ? null
      : { ...facts, registry: { ...facts.registry, ownership: { accounts: new Map(), lastTouched: null } } },
  "another entry is touched too": (facts) =>
    facts.registry?.entries.known !== true ||
    facts.registry.entries.value.length === 0 ||
    !facts.configuration?.strategies.every((one) => one === "own-entry")
      ? null
      : {
          ...facts,
          registry: { ...facts.registry, entries: known([...facts.registry.entries.value, entryOf()]) },
        },
  "the registry cannot be read": (facts) =>
    facts.registry === null
      ? null
      : { ...facts, registry: { ...facts.registry, entries: unknown("it cannot be read") } },
  "nobody stands out": (facts) => {
    const against =
      facts.reviews.some(({ kind }) => kind === "changes-requested") ||
      facts.commands.some(({ command }) => command === "cancel");
    return against ? null : { ...facts, memberships: { teams: new Map(), permissions: new Map() } };
  },
};

describe("a change that may not merge itself may not either", () => {
  for (const [event, weaken] of Object.entries(WEAKER)) {
    it(`when ${event}`, () => {
      fc.assert(
        fc.property(mergeFacts, index, (facts, i) => {
          const weaker = weaken(facts, i % 4);
          if (weaker === null || decide(weaker).verdict !== "merge") return;
          expect(decide(facts).verdict).toBe("merge");
        }),
        { numRuns },
      );
    });
  }
});

/** A name that gives itself away where a text shows it outside of backticks. */
const hostile = fc
  .tuple(
    fc.constantFrom("@", "`@", "\n@", "``` @", "[a](", "<b>", "\u202e@", "*"),
    fc.string({ maxLength: 5 }),
    fc.constantFrom("", "`", "\n\n", "\\"),
  )
  .map(([start, middle, end]) => `${start}LOUD${middle}${end}`);

/** The same facts, in which everybody has this login. */
function withLogin(facts: MergeFacts, login: string): MergeFacts {
  const called = (by: Person) => ({ ...by, login });
  const { author } = facts.origin;
  return {
    ...facts,
    origin: { ...facts.origin, author: author && called(author) },
    reviews: facts.reviews.map((one) => ({ ...one, by: one.by && called(one.by) })),
    commands: facts.commands.map((one) => ({ ...one, by: called(one.by) })),
  };
}

/** The same facts, in which whatever somebody from outside can name has another name. */
function withNames(facts: MergeFacts, name: string): MergeFacts {
  const { files, review, checks, updates } = facts;
  const maintainers = new Map<string, Maintainers>();
  for (const [directory, one] of facts.maintainers) {
    if (one.kind === "unknown") maintainers.set(directory, one);
    else {
      const people = one.people.map(({ id, login }) => ({ id, name, login: login && name }));
      maintainers.set(directory, { ...one, people, teams: one.teams.map(() => name) });
    }
  }
  return {
    ...withLogin(facts, name),
    branch: facts.branch === "master" ? "master" : name,
    files: {
      ...files,
      outside: files.outside.map(() => name),
      overrides: files.overrides.map(() => name),
      unusual: files.unusual.map((one) => ({ ...one, path: name })),
      packages: files.packages.map((one) => ({ ...one, name })),
    },
    review: { ...review, syntax: review.syntax.map(() => name) },
    maintainers,
    updates: updates.map((one) => ({
      ...one,
      impurities: one.impurities.map((impurity) => ({ ...impurity, path: name })),
    })),
    checks: { ...checks, failed: checks.failed.map(() => name), running: checks.running.map(() => name) },
    namedChecks: facts.namedChecks.map((one) => ({ ...one, name })),
    added: facts.added.map(() => name),
    largeFiles: facts.largeFiles.map(() => name),
  };
}

function textsOf({ lines }: Decision): string[] {
  return lines.flatMap(({ text, parts }) => [
    text,
    ...parts.flatMap((part) => [part.text, ...part.conditions.map((condition) => condition.text)]),
  ]);
}

describe("a decision", () => {
  it("shows names in backticks only, where they ping nobody, on one line", () => {
    fc.assert(
      fc.property(mergeFacts, hostile, (facts, name) => {
        for (const text of textsOf(decide(withNames(facts, name)))) {
          expect(text.replaceAll(/`[^`]+`/g, "")).not.toMatch(/LOUD|[@`\n<>[\]]/);
          expect(text).not.toMatch(/\n/);
        }
      }),
      { numRuns },
    );
  });

  it("is a sentence on each line, without its full stop", () => {
    fc.assert(
      fc.property(mergeFacts, (facts) => {
        for (const text of textsOf(decide(facts))) {
          expect(text).toMatch(/^(?:[A-Za-z\d]|`[^`])/);
          expect(text).not.toMatch(/ {2}|\.$|^\s|\s$|,$|undefined|null/);
        }
      }),
      { numRuns },
    );
  });

  it("is the same each time, and leaves the facts alone", () => {
    fc.assert(
      fc.property(mergeFacts, (facts) => {
        const before = structuredClone(facts);
        expect(decide(facts)).toEqual(decide(before));
        expect(facts).toEqual(before);
      }),
      { numRuns },
    );
  });

  it("is to merge if and only if every line is met, and says by what", () => {
    fc.assert(
      fc.property(mergeFacts, (facts) => {
        const { verdict, lines, grounds, eligible } = decide(facts);
        expect(verdict === "merge").toBe(lines.every(({ state }) => state === "met"));
        expect(verdict === "no").toBe(lines.some(({ state }) => state === "unmet"));
        if (verdict !== "no") expect(eligible).toBe(true);
        const strategy = lines.find(({ id }) => id === "strategy");
        expect(grounds !== null).toBe(strategy?.state === "met");
        const part = strategy?.parts.find((one) => one.strategy === grounds?.strategy);
        if (grounds !== null) expect(part?.state).toBe("met");
        for (const { state, conditions } of strategy?.parts ?? []) {
          expect(state === "met").toBe(conditions.every((one) => one.state === "met"));
        }
      }),
      { numRuns },
    );
  });

  it("rests on a command that is there, to merge, and not refused", () => {
    fc.assert(
      fc.property(mergeFacts, (facts) => {
        const command = decide(facts).grounds?.command ?? null;
        if (command === null) return;
        expect(facts.commands).toContain(command);
        expect(command).toMatchObject({ command: "merge" });
        expect(command.state).not.toBe("refused");
      }),
      { numRuns },
    );
  });

  it("does not depend on logins where everybody is named by their id", () => {
    fc.assert(
      fc.property(mergeFacts, (facts) => {
        const byId: MergeFacts =
          facts.configuration === null
            ? facts
            : {
                ...facts,
                configuration: {
                  ...facts.configuration,
                  trustedAuthors: [4],
                  backportAuthors: [7],
                  committers: { ...facts.configuration.committers, users: [3] },
                  maintainers: { kind: "nixpkgs" },
                },
              };
        expect(decide(withLogin(byId, "r-ryantm")).verdict).toBe(decide(byId).verdict);
      }),
      { numRuns },
    );
  });
});
