import type { MergeConfiguration } from "../../src/config/merge.ts";
import { STRATEGIES, type Strategy } from "../../src/config/schema.ts";
import { known } from "../../src/nix/known.ts";
import type { ChangedFiles } from "../../src/packages/changed-files.ts";
import type { Maintainer, Maintainers } from "../../src/packages/maintainers/maintainer.ts";
import type { TouchedEntry } from "../../src/packages/registry/touched-entries.ts";
import type { PackageUpdate } from "../../src/packages/update/update.ts";
import type { ChecklistLine, LineId, Part } from "../../src/policy/checklist.ts";
import { type Decision, decide } from "../../src/policy/decision.ts";
import type {
  CommandReview,
  EntryOwnership,
  GivenCommand,
  MergeFacts,
  Origin,
  Review,
  Times,
} from "../../src/policy/facts.ts";
import type { Person } from "../../src/policy/person.ts";

export { STRATEGIES };

function user(id: number, login: string): Person {
  return { id, login, kind: "user" };
}

/** Maintains `hello`. */
export const alice = user(1, "alice");
/** Maintains `cowsay`. */
export const bob = user(2, "bob");
/** A committer, by the team `committers`. */
export const carol = user(3, "carol");
/** A trusted author. */
export const ryantm = user(4, "r-ryantm");
/** In the team `maintainers`, and maintains nothing by herself. */
export const tina = user(5, "tina");
/** Nobody in particular. */
export const mallory = user(6, "mallory");
/** Opens backports. */
export const backporter: Person = { id: 7, login: "backporter", kind: "bot" };

export const HELLO = { name: "hello", directory: "pkgs/by-name/he/hello", file: "package.nix" } as const;
export const COWSAY = { name: "cowsay", directory: "pkgs/by-name/co/cowsay", file: "package.nix" } as const;

export const HEAD = "b".repeat(40);
export const OLD_HEAD = "a".repeat(40);

/** When the head was pushed, and some seconds before and after. */
export const EARLIER = time(1);
export const PUSHED = time(3);
export const LATER = time(5);
export const LATEST = time(7);

/** A time by its second. */
export function time(second: number): string {
  return new Date(Date.UTC(2025, 0, 1, 12, 0, second)).toISOString().replace(".000Z", "Z");
}

export function maintainer({ id, login }: Person): Maintainer {
  return { name: login, id, login };
}

export function maintainedBy(...people: readonly Person[]): Maintainers {
  return { kind: "known", people: people.map(maintainer), teams: [], collaborators: false };
}

/** Maintained by whoever has this login, as a map or CODEOWNERS has it. */
export function maintainedByLogin(...logins: readonly string[]): Maintainers {
  const people = logins.map((login) => ({ name: login, id: null, login }));
  return { kind: "known", people, teams: [], collaborators: false };
}

export const UNMAINTAINED = maintainedBy();

export function changed(
  packages: ChangedFiles["packages"],
  rest: Partial<Omit<ChangedFiles, "packages">> = {},
): ChangedFiles {
  return { count: packages.length, outside: [], unusual: [], overrides: [], packages, ...rest };
}

export function pureUpdateOf({ name, directory }: { name: string; directory: string }): PackageUpdate {
  return { name, directory, version: { before: "1.0", after: "1.1" }, pins: [], impurities: [] };
}

export function impureUpdateOf(one: { name: string; directory: string }): PackageUpdate {
  const impurity = { path: `${one.directory}/package.nix`, binding: "buildInputs", range: null };
  return { ...pureUpdateOf(one), impurities: [{ ...impurity, why: "`buildInputs` differs" }] };
}

export function merge(by: Person, at = LATER, rest: Partial<GivenCommand> = {}): GivenCommand {
  return { command: "merge", by, at, comment: by.id * 100, review: null, state: "fresh", ...rest };
}

/** The same in the body of a review that approves. */
export function mergeInReview(by: Person, review: Partial<CommandReview> = {}): GivenCommand {
  return merge(by, LATER, { review: { commit: HEAD, isLast: true, ...review } });
}

export function cancel(by: Person, at = LATER): GivenCommand {
  return merge(by, at, { command: "cancel" });
}

export function approval(by: Person | null, at = LATER, commit: string | null = HEAD): Review {
  return { by, kind: "approved", commit, at };
}

export function request(by: Person | null, at = LATER, commit: string | null = HEAD): Review {
  return { by, kind: "changes-requested", commit, at };
}

export function configuration(given: Partial<MergeConfiguration> = {}): MergeConfiguration {
  return {
    strategies: STRATEGIES,
    branches: ["master", "staging*"],
    trustedAuthors: ["r-ryantm"],
    backportAuthors: ["backporter[bot]"],
    committers: { team: "committers", users: [], permission: null },
    maintainers: { kind: "nixpkgs" },
    maintainersTeam: null,
    updateFiles: [],
    ownOverrides: false,
    method: "squash",
    checks: [],
    ignoredChecks: [],
    commandsInReviews: false,
    dryRun: false,
    maxFileSize: 1024 * 1024,
    ...given,
  };
}

/** What differs from a sound change; of what is an object itself, some of its fields. */
export type Given = Partial<Omit<MergeFacts, "configuration" | "origin" | "times" | "files">> & {
  readonly configuration?: Partial<MergeConfiguration>;
  readonly origin?: Partial<Origin>;
  readonly times?: Partial<Times>;
  readonly files?: Partial<ChangedFiles>;
};

/**
 * A pure update of `hello`, opened by a trusted author from a branch of their own, with which nothing is
 * wrong, and of which nobody has said anything yet.
 */
export function facts(given: Given = {}): MergeFacts {
  const files = { ...changed([HELLO]), ...given.files };
  return {
    branch: "master",
    draft: false,
    mergeable: "yes",
    touchesConfiguration: false,
    review: { blocking: 0, syntax: [], unknown: [] },
    head: HEAD,
    reviews: [],
    commands: [],
    commandsComplete: true,
    maintainers: new Map(
      files.packages.map(({ directory }) => [
        directory,
        maintainedBy(directory === COWSAY.directory ? bob : alice),
      ]),
    ),
    updates: files.packages.map(pureUpdateOf),
    memberships: {
      teams: new Map([
        ["committers", new Set([carol.id])],
        ["maintainers", new Set([tina.id])],
      ]),
      permissions: new Map(),
    },
    checks: { failed: [], running: [], required: true },
    namedChecks: [],
    registry: null,
    added: [],
    unrested: [],
    largeFiles: [],
    ...given,
    configuration: configuration(given.configuration),
    files,
    origin: {
      author: ryantm,
      headOwner: ryantm.id,
      ownBranch: false,
      headBranch: "auto-update/hello",
      ...given.origin,
    },
    times: {
      pushedBy: PUSHED,
      replacedAt: null,
      retargetedAt: null,
      editedAt: null,
      takenBackAt: null,
      ...given.times,
    },
  };
}

/** Opened by nobody in particular. */
export const BY_MALLORY = { author: mallory, headOwner: mallory.id, headBranch: "patch-1" } as const;

/** Before the entry of the registry was last touched, and when it was. */
export const FOUNDED = "2015-01-01T00:00:00Z";
export const TOUCHED = "2020-01-01T00:00:00Z";

/** An entry of NUR's registry that is Mallory's: a new one, if it is not said otherwise. */
export function entryOf(given: Partial<TouchedEntry> = {}): TouchedEntry {
  const people = { contact: "Mallory", owner: "mallory" };
  const lines = { from: 3, to: 6 };
  return { name: "mallory", kind: "added", before: null, after: people, moves: false, lines, ...given };
}

/** The same where it is there already. */
export function changedEntry(given: Partial<TouchedEntry> = {}): TouchedEntry {
  return entryOf({ kind: "changed", before: { contact: "mallory", owner: "mallory" }, ...given });
}

/** What GitHub knows of Mallory, and of an entry of hers. */
export function entryOwnership(given: Partial<EntryOwnership> = {}): EntryOwnership {
  const account = { id: mallory.id, kind: "user" as const, createdAt: FOUNDED };
  return {
    accounts: new Map([["mallory", account]]),
    lastTouched: { at: TOUCHED, by: [mallory.id] },
    ...given,
  };
}

/** By the strategy: what makes a change merge by that alone. Nothing but what it needs is there. */
export const SOUND: Readonly<Record<Strategy, Given>> = {
  "maintainer-command": { commands: [merge(alice)], updates: [impureUpdateOf(HELLO)] },
  "maintainer-approval": {
    origin: BY_MALLORY,
    reviews: [approval(alice)],
    updates: [impureUpdateOf(HELLO)],
  },
  "all-maintainers": {
    origin: BY_MALLORY,
    files: { packages: [HELLO, COWSAY], count: 2 },
    reviews: [approval(alice), approval(bob)],
    updates: [impureUpdateOf(HELLO)],
  },
  "trusted-update": {},
  "unmaintained-update": {
    configuration: { maintainersTeam: "maintainers" },
    maintainers: new Map([[HELLO.directory, UNMAINTAINED]]),
    commands: [merge(tina)],
  },
  "committer-command": {
    origin: BY_MALLORY,
    commands: [merge(carol)],
    maintainers: new Map(),
    updates: [],
  },
  "own-entry": {
    origin: BY_MALLORY,
    files: { packages: [], count: 1 },
    registry: { entries: known([entryOf()]), ownership: entryOwnership() },
  },
  "registry-command": {
    configuration: { maintainersTeam: "maintainers" },
    origin: BY_MALLORY,
    files: { packages: [], count: 1 },
    registry: { entries: known([entryOf()]), ownership: { accounts: new Map(), lastTouched: null } },
    commands: [merge(tina)],
  },
};

/** The sound change of a strategy, the only one configured, with some of it otherwise. */
export function sound(strategy: Strategy, given: Given = {}): MergeFacts {
  const base = SOUND[strategy];
  return facts({
    ...base,
    ...given,
    configuration: { strategies: [strategy], ...base.configuration, ...given.configuration },
    origin: { ...base.origin, ...given.origin },
    times: { ...base.times, ...given.times },
    files: { ...base.files, ...given.files },
  });
}

export function lineOf(decision: Decision, id: LineId): ChecklistLine {
  const found = decision.lines.find((line) => line.id === id);
  if (found === undefined) throw new Error(`no line ${id}`);
  return found;
}

export function partOf(decision: Decision, strategy: Strategy): Part {
  const found = lineOf(decision, "strategy").parts.find((part) => part.strategy === strategy);
  if (found === undefined) throw new Error(`no part ${strategy}`);
  return found;
}

/** What the conditions of a strategy say that are not met. */
export function lacking(merge: MergeFacts, strategy: Strategy): string {
  return partOf(decide(merge), strategy)
    .conditions.filter(({ state }) => state !== "met")
    .map(({ state, text }) => `${state}: ${text}`)
    .join("\n");
}

/** The strategies that are met. */
export function metStrategies({ lines }: Decision): Strategy[] {
  const parts = lines.flatMap((line) => (line.id === "strategy" ? line.parts : []));
  return parts.flatMap(({ state, strategy }) => (state === "met" && strategy !== null ? [strategy] : []));
}
