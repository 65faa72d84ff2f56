import fc from "fast-check";
import type { AccountName, MergeConfiguration } from "../../src/config/merge.ts";
import { known, unknown } from "../../src/nix/known.ts";
import type { Maintainers } from "../../src/packages/maintainers/maintainer.ts";
import type { MaintainerSource } from "../../src/packages/maintainers/maintainers.ts";
import type { TouchedEntry } from "../../src/packages/registry/touched-entries.ts";
import type { PackageUpdate } from "../../src/packages/update/update.ts";
import type {
  Account,
  GivenCommand,
  MergeFacts,
  Origin,
  Permission,
  RegistryFacts,
  Review,
  Times,
} from "../../src/policy/facts.ts";
import type { Person } from "../../src/policy/person.ts";
import {
  alice,
  backporter,
  bob,
  COWSAY,
  carol,
  changed,
  FOUNDED,
  HEAD,
  HELLO,
  impureUpdateOf,
  maintainer,
  mallory,
  OLD_HEAD,
  pureUpdateOf,
  ryantm,
  STRATEGIES,
  sound,
  TOUCHED,
  time,
  tina,
} from "./builders.ts";

// Facts about pull requests at random, of few people, teams, packages and times, so that they meet.

/** An App that a person could be taken for. */
const impostor: Person = { id: 8, login: "alice", kind: "bot" };

const PLAIN_CAST: readonly Person[] = [alice, bob, carol, ryantm, tina, mallory, backporter, impostor];
const CASTS = [
  PLAIN_CAST,
  // Alice has another login now, and Mallory took hers.
  [
    { ...alice, login: "alicia" },
    bob,
    carol,
    ryantm,
    tina,
    { ...mallory, login: "Alice" },
    backporter,
    impostor,
  ],
];

const TEAMS = ["committers", "maintainers", "owners"];
const PACKAGES = [HELLO, COWSAY] as const;
const DIRECTORIES: readonly string[] = PACKAGES.map(({ directory }) => directory);

/** Mostly the one value, seldom one of the others. */
function mostly<T>(usual: T, ...others: readonly [T, ...T[]]): fc.Arbitrary<T> {
  return fc.oneof(
    { weight: 30, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );
}

const second = fc.integer({ min: 0, max: 6 }).map(time);
const seldomASecond = fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: second });

const times: fc.Arbitrary<Times> = fc.record({
  pushedBy: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 20, arbitrary: fc.integer({ min: 0, max: 3 }).map(time) },
  ),
  replacedAt: seldomASecond,
  retargetedAt: seldomASecond,
  editedAt: seldomASecond,
  takenBackAt: seldomASecond,
});

const accountName: fc.Arbitrary<AccountName> = fc.constantFrom<AccountName>(
  "alice",
  "Bob",
  "carol",
  "r-ryantm",
  "mallory",
  "alice[bot]",
  "backporter[bot]",
  1,
  3,
  8,
);

const source: fc.Arbitrary<MaintainerSource> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<MaintainerSource>({ kind: "nixpkgs" }) },
  { weight: 2, arbitrary: fc.constant<MaintainerSource>({ kind: "map", map: new Map() }) },
  { weight: 1, arbitrary: fc.constant<MaintainerSource>({ kind: "codeowners" }) },
  { weight: 1, arbitrary: fc.constant<MaintainerSource>({ kind: "collaborators" }) },
);

const configuration: fc.Arbitrary<MergeConfiguration> = fc.record({
  strategies: fc.oneof(
    fc.constant(STRATEGIES),
    fc.uniqueArray(fc.constantFrom(...STRATEGIES), { maxLength: 3 }),
  ),
  branches: mostly<readonly string[]>(["master", "staging*"], [], ["*"], ["staging*", "release-*"]),
  trustedAuthors: mostly<readonly AccountName[]>(["r-ryantm"], [], [4], ["alice"], [3, "mallory"]),
  backportAuthors: mostly<readonly AccountName[]>(["backporter[bot]"], [], [7], ["backporter"]),
  committers: fc.record({
    team: fc.constantFrom("committers", "committers", "maintainers", "owners", null),
    users: fc.array(accountName, { maxLength: 2 }),
    permission: fc.constantFrom(null, null, null, "write", "maintain", "admin"),
  }),
  maintainers: source,
  maintainersTeam: fc.constantFrom(null, null, "maintainers", "maintainers", "owners"),
  updateFiles: fc.constant([]),
  ownOverrides: fc.boolean(),
  commandsInReviews: fc.boolean(),
  method: fc.constant("squash"),
  checks: mostly<MergeConfiguration["checks"]>([], [{ name: "build", app: null }]),
  ignoredChecks: fc.constant([]),
  dryRun: fc.boolean(),
  maxFileSize: fc.constant(1024 * 1024),
});

/** What each kind of source can come to. */
function maintainersBy({ kind }: MaintainerSource): fc.Arbitrary<Maintainers> {
  const unknown = fc.constant<Maintainers>({ kind: "unknown", why: "`f b` was not understood" });
  const people = kind === "nixpkgs" ? [alice, bob, tina, carol].map(maintainer) : [];
  const noAccount = { name: "ghost", id: null, login: null };
  const byLogin = ["alice", "ALICE", "bob", "backporter[bot]"].map((login) => ({
    name: login,
    id: null,
    login,
  }));
  const byId = [1, 2, 8].map((id) => ({ name: String(id), id, login: null }));
  const named = {
    nixpkgs: [...people, noAccount, { name: "old", id: null, login: "alice" }],
    map: [...byLogin, ...byId],
    codeowners: byLogin,
    collaborators: [],
  }[kind];
  const known = fc.record({
    kind: fc.constant("known" as const),
    people:
      named.length === 0
        ? fc.constant([])
        : fc.oneof(
            { weight: 2, arbitrary: fc.constant([]) },
            { weight: 5, arbitrary: fc.constant(named.slice(0, 1)) },
            { weight: 4, arbitrary: fc.uniqueArray(fc.constantFrom(...named), { maxLength: 3 }) },
          ),
    teams: kind === "codeowners" ? fc.subarray(TEAMS, { maxLength: 1 }) : fc.constant([]),
    collaborators: fc.constant(kind === "collaborators"),
  });
  return fc.oneof({ weight: 12, arbitrary: known }, { weight: 1, arbitrary: unknown });
}

function origin(person: fc.Arbitrary<Person>, trusted: fc.Arbitrary<Person>): fc.Arbitrary<Origin> {
  return fc
    .record({
      author: fc.oneof(
        { weight: 8, arbitrary: person },
        { weight: 5, arbitrary: trusted },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      headOf: fc.constantFrom("author", "author", "author", "repository", "stranger", "nobody"),
      headBranch: fc.constantFrom("update", "backport-1-to-release", "xbackport-1"),
    })
    .map(({ author, headOf, headBranch }) => ({
      author,
      headOwner:
        headOf === "author"
          ? (author?.id ?? null)
          : headOf === "stranger"
            ? 99
            : headOf === "nobody"
              ? null
              : 100,
      ownBranch: headOf === "repository",
      headBranch,
    }));
}

function review(person: fc.Arbitrary<Person>): fc.Arbitrary<Review> {
  return fc.record({
    by: fc.option(person, { nil: null, freq: 20 }),
    kind: fc.constantFrom("approved", "approved", "approved", "approved", "changes-requested"),
    commit: fc.constantFrom(HEAD, HEAD, HEAD, HEAD, OLD_HEAD, null),
    at: second,
  });
}

function command(person: fc.Arbitrary<Person>): fc.Arbitrary<GivenCommand> {
  return fc.record({
    command: fc.constantFrom("merge", "merge", "merge", "merge", "merge", "cancel"),
    by: person,
    at: second,
    comment: fc.integer({ min: 1, max: 9 }),
    review: fc.constantFrom(
      null,
      null,
      null,
      { commit: HEAD, isLast: true },
      { commit: HEAD, isLast: false },
      { commit: OLD_HEAD, isLast: true },
      { commit: null, isLast: true },
    ),
    state: fc.constantFrom("fresh", "fresh", "fresh", "obeyed", "refused"),
  });
}

const permission = fc.constantFrom<Permission>("none", "read", "triage", "write", "maintain", "admin");
const members = fc.subarray([1, 2, 3, 4, 5, 6, 7, 8], { maxLength: 4 }).map((ids) => new Set(ids));

const memberships = fc.record({
  teams: fc.record({
    committers: fc.oneof(fc.constant(new Set([carol.id])), members),
    maintainers: fc.oneof(fc.constant(new Set([tina.id, alice.id])), members),
    owners: members,
  }),
  permissions: fc.dictionary(fc.constantFrom("1", "2", "3", "6", "8"), permission, { maxKeys: 4 }),
});

const files = fc
  .record({
    packages: fc.constantFrom(
      [HELLO],
      [HELLO],
      [HELLO],
      [HELLO],
      [HELLO],
      [HELLO, COWSAY],
      [HELLO, COWSAY],
      [COWSAY],
      [],
    ),
    count: mostly(1, 2, 99, 100, 3000),
    outside: mostly<readonly string[]>([], ["README.md"]),
    overrides: mostly<readonly string[]>([], ["pkgs/top-level/all-packages.nix"]),
    unusual: mostly<readonly { path: string; why: string }[]>(
      [],
      [{ path: "pkgs/by-name/he/hello/x", why: "is a symbolic link" }],
    ),
  })
  .map(({ packages, ...rest }) => changed(packages, rest));

const updates: fc.Arbitrary<readonly PackageUpdate[]> = fc
  .tuple(
    ...PACKAGES.map((one) =>
      fc.oneof(
        { weight: 6, arbitrary: fc.constant([pureUpdateOf(one)]) },
        { weight: 2, arbitrary: fc.constant([impureUpdateOf(one)]) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
    ),
  )
  .map((found) => found.flat());

const login = fc.constantFrom("alice", "Alice", "bob", "mallory", "Mallory", "r-ryantm");
const entryPeople = fc.record({
  contact: fc.option(login, { nil: null, freq: 15 }),
  owner: fc.option(login, { nil: null, freq: 8 }),
});
const seldomNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 15 });

const entry: fc.Arbitrary<TouchedEntry> = fc
  .record({
    kind: fc.constantFrom("added", "changed", "removed"),
    before: entryPeople,
    after: entryPeople,
    same: fc.integer({ min: 0, max: 3 }),
    moves: fc.boolean(),
  })
  .map(({ kind, before, after, same, moves }) => ({
    name: "an-entry",
    kind,
    before: kind === "added" ? null : before,
    after: kind === "removed" ? null : same > 0 && kind === "changed" ? before : after,
    moves: kind === "changed" && moves,
    lines: null,
  }));

const account: fc.Arbitrary<Account | null> = seldomNull(
  fc.record({
    id: fc.constantFrom(1, 2, 4, 6),
    kind: mostly<Account["kind"]>("user", "organization"),
    createdAt: seldomNull(fc.constantFrom(FOUNDED, FOUNDED, FOUNDED, TOUCHED, time(0))),
  }),
);

const registry: fc.Arbitrary<RegistryFacts> = fc.record({
  entries: fc.oneof(
    { weight: 9, arbitrary: fc.array(entry, { minLength: 1, maxLength: 1 }).map(known) },
    { weight: 1, arbitrary: fc.constantFrom(known([]), unknown("it cannot be read")) },
    { weight: 1, arbitrary: fc.array(entry, { minLength: 2, maxLength: 2 }).map(known) },
  ),
  ownership: fc.record({
    accounts: fc
      .record(
        { alice: account, bob: account, mallory: account, "r-ryantm": account },
        { requiredKeys: ["alice", "mallory"] },
      )
      .map((accounts) => new Map(Object.entries(accounts))),
    lastTouched: seldomNull(
      fc.record({
        at: fc.constantFrom(TOUCHED, TOUCHED, time(0), FOUNDED),
        by: fc.array(fc.constantFrom(null, 1, 2, 4, 6), { maxLength: 3 }),
      }),
    ),
  }),
});

/** Facts about a pull request that is more often in order than real ones are. */
function factsWith(cast: readonly Person[]): fc.Arbitrary<MergeFacts> {
  return fc.option(configuration, { nil: null, freq: 40 }).chain((merge) => {
    const person = fc.constantFrom(...cast);
    const often = fc.constantFrom(...cast.slice(0, 5));
    const anybody = fc.oneof({ weight: 3, arbitrary: often }, { weight: 1, arbitrary: person });
    const maintainers = maintainersBy(merge?.maintainers ?? { kind: "nixpkgs" });
    const facts = fc.record({
      configuration: fc.constant(merge),
      branch: mostly("master", "staging-next", "feature", "staging/x"),
      draft: mostly(false, true),
      mergeable: mostly<MergeFacts["mergeable"]>("yes", "conflict", "unknown"),
      files,
      touchesConfiguration: mostly(false, true),
      review: fc.record({
        blocking: mostly(0, 1, 7),
        syntax: mostly<readonly string[]>([], ["pkgs/by-name/he/hello/package.nix"]),
        unknown: mostly<readonly string[]>([], ["a file could not be read"]),
      }),
      origin: origin(anybody, fc.constantFrom(...cast.slice(3, 4))),
      head: fc.constant(HEAD),
      reviews: fc.array(review(anybody), { maxLength: 4 }).map(oldestFirst),
      commands: fc.array(command(anybody), { maxLength: 4 }).map(oldestFirst),
      commandsComplete: mostly(true, false),
      times,
      maintainers: fc
        .tuple(maintainers, maintainers, fc.integer({ min: 0, max: 30 }))
        .map(([hello, cowsay, missing]) => {
          const found = [hello, cowsay].map((one, i) => [DIRECTORIES[i] ?? "", one] as const);
          return new Map(found.slice(missing === 0 ? 1 : 0));
        }),
      updates,
      memberships: memberships.map(({ teams, permissions }) => ({
        teams: new Map(Object.entries(teams)),
        permissions: new Map(Object.entries(permissions).map(([id, has]) => [Number(id), has])),
      })),
      checks: fc.record({
        failed: mostly<readonly string[]>([], ["build"]),
        running: mostly<readonly string[]>([], ["tests"]),
        required: mostly(true, false),
      }),
      namedChecks: mostly<MergeFacts["namedChecks"]>(
        [],
        [{ name: "build", state: "green", why: "is green" }],
        [{ name: "build", state: "running", why: "has not started" }],
        [
          { name: "build", state: "green", why: "is green" },
          { name: "tests", state: "red", why: "was skipped" },
        ],
      ),
      registry: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: registry }),
      added: mostly<readonly string[]>([], ["fresh"]),
      unrested: mostly<MergeFacts["unrested"]>([], [{ name: "listed", why: "listed" }]),
      largeFiles: mostly<readonly string[]>([], ["pkgs/by-name/he/hello/big.bin"]),
    });
    return facts.map(ofTouched);
  });
}

/** As facts have them. */
function oldestFirst<T extends { readonly at: string }>(said: readonly T[]): T[] {
  return said.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

const anyFacts = fc.constantFrom(...CASTS).chain(factsWith);

/** What can be put into other facts by itself. */
const PARTS: readonly ((from: MergeFacts) => Partial<MergeFacts>)[] = [
  ({ configuration, maintainers }) => ({ configuration, maintainers }),
  ({ files }) => ({ files }),
  ({ updates }) => ({ updates }),
  ({ origin }) => ({ origin }),
  ({ reviews }) => ({ reviews }),
  ({ commands }) => ({ commands }),
  ({ commandsComplete }) => ({ commandsComplete }),
  ({ registry }) => ({ registry }),
  ({ times }) => ({ times }),
  ({ memberships }) => ({ memberships }),
  ({ branch, draft, mergeable, review }) => ({ branch, draft, mergeable, review }),
  ({ checks, namedChecks, largeFiles }) => ({ checks, namedChecks, largeFiles }),
];

/** A change that merges by a strategy, with a part or two as they happen to be. */
const nearMisses = fc
  .tuple(
    fc.constantFrom(...STRATEGIES),
    fc.boolean(),
    factsWith(PLAIN_CAST),
    fc.subarray([...PARTS], { minLength: 1, maxLength: 2 }),
  )
  .map(([strategy, alone, other, [first, second]]) => {
    const from = sound(strategy, alone ? {} : { configuration: { strategies: STRATEGIES } });
    return ofTouched({ ...from, ...first?.(other), ...second?.(other) });
  });

export const mergeFacts: fc.Arbitrary<MergeFacts> = fc.oneof(anyFacts, nearMisses);

/** Only of the packages that are touched are the maintainers looked up. */
function ofTouched(facts: MergeFacts): MergeFacts {
  // What changes the registry seldom changes packages too.
  const mixed = facts.registry !== null && facts.files.count < 100 && facts.files.packages.length < 2;
  const files = mixed ? { ...facts.files, packages: [] } : facts.files;
  const touched = new Set(files.packages.map(({ directory }) => directory));
  const maintainers = [...facts.maintainers].filter(([directory]) => touched.has(directory));
  return { ...facts, files, maintainers: new Map(maintainers) };
}
