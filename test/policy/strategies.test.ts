import { describe, expect, it } from "vitest";
import type { Strategy } from "../../src/config/schema.ts";
import { decide } from "../../src/policy/decision.ts";
import type { MergeFacts } from "../../src/policy/facts.ts";
import type { Person } from "../../src/policy/person.ts";
import {
  alice,
  approval,
  BY_MALLORY,
  backporter,
  bob,
  COWSAY,
  cancel,
  carol,
  EARLIER,
  facts,
  type Given,
  HELLO,
  impureUpdateOf,
  LATER,
  LATEST,
  lacking,
  maintainedBy,
  maintainedByLogin,
  mallory,
  merge,
  mergeInReview,
  OLD_HEAD,
  PUSHED,
  partOf,
  pureUpdateOf,
  request,
  ryantm,
  sound,
  tina,
  UNMAINTAINED,
} from "./builders.ts";

type KnownMaintainers = ReturnType<typeof maintainedBy>;
type Case = readonly [what: string, given: Given];
/** With what the checklist says of it: the condition's state and a part of its words. */
type Loss = readonly [what: string, given: Given, says: string];

function losing(strategy: Strategy, losses: readonly Loss[]): void {
  it.each(losses)("does not merge where %s", (_, given, says) => {
    const merge = sound(strategy, given);
    const decision = decide(merge);
    expect(decision.verdict).not.toBe("merge");
    expect(partOf(decision, strategy).state).not.toBe("met");
    expect(lacking(merge, strategy)).toContain(says);
  });
}

function keeping(strategy: Strategy, cases: readonly Case[]): void {
  it.each(cases)("merges where %s", (_, given) => {
    const merge = sound(strategy, given);
    expect(lacking(merge, strategy)).toBe("");
    expect(decide(merge)).toMatchObject({ verdict: "merge", grounds: { strategy } });
  });
}

/** Whoever has taken a login that was somebody else's. */
function named(login: string, by: Person): Person {
  return { ...by, login };
}

const BOT: Person = { id: 50, login: "alice", kind: "bot" };
const STRANGER: Person = { id: 51, login: "stranger", kind: "user" };
/** As nixpkgs names Bob by his id and Alice, whose id it does not know, by a login. */
const BOB_AND_A_LOGIN: KnownMaintainers = {
  kind: "known",
  people: [
    { name: "bob", id: bob.id, login: "bob" },
    { name: "alice", id: null, login: "alice" },
  ],
  teams: [],
  collaborators: false,
};
const UNKNOWN = { kind: "unknown", why: "`f b` was not understood" } as const;
const TWO = { packages: [HELLO, COWSAY], count: 2 };

/** Of `hello`, and of `cowsay` where there are two. */
function maintained(
  hello: KnownMaintainers | typeof UNKNOWN,
  cowsay: KnownMaintainers | typeof UNKNOWN = maintainedBy(bob),
): MergeFacts["maintainers"] {
  return new Map([
    [HELLO.directory, hello],
    [COWSAY.directory, cowsay],
  ]);
}

/** Why a command that is there does not count; the same for every strategy that needs one. */
function commandLosses(by: Person): readonly Loss[] {
  return [
    ["nobody gave a command", { commands: [] }, "asks: Waiting for a `merge` comment from"],
    [
      "the command came before the push",
      { commands: [merge(by, EARLIER)] },
      `the one from \`${by.login}\` does not count, because it may be older than the last push`,
    ],
    [
      "the command came in the second of the push",
      { commands: [merge(by, PUSHED)] },
      "may be older than the last push",
    ],
    [
      "nobody knows when the push came",
      { times: { pushedBy: null } },
      "it is not known whether it came after",
    ],
    ["commits were replaced later", { times: { replacedAt: LATEST } }, "may be older than the last push"],
    [
      "commits were replaced in that second",
      { times: { replacedAt: LATER } },
      "may be older than the last push",
    ],
    ["the base was changed later", { times: { retargetedAt: LATER } }, "may be older than the last push"],
    [
      "it was taken back on GitHub later",
      { times: { takenBackAt: LATEST } },
      "the merge was cancelled since",
    ],
    [
      "the command was refused",
      { commands: [merge(by, LATER, { state: "refused" })] },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "the command is in a review of another commit",
      { commands: [mergeInReview(by, { commit: OLD_HEAD })] },
      `the one from \`${by.login}\` does not count, because it is in a review of an older commit`,
    ],
    [
      "GitHub does not know the commit of the review that has the command",
      { commands: [mergeInReview(by, { commit: null })] },
      "it is in a review of an older commit",
    ],
    [
      "whoever gave the command in a review has reviewed again",
      { commands: [mergeInReview(by, { isLast: false })] },
      `the one from \`${by.login}\` does not count, because they have reviewed the change again since`,
    ],
    [
      "the command in a review came before the push of that commit",
      { commands: [{ ...mergeInReview(by), at: PUSHED }] },
      "may be older than the last push",
    ],
    [
      "it was cancelled after the command in a review",
      { commands: [mergeInReview(by), cancel(carol, LATEST)] },
      "the merge was cancelled since",
    ],
    [
      "it was cancelled later",
      { commands: [merge(by), cancel(by, LATEST)] },
      "the merge was cancelled since",
    ],
    [
      "it was cancelled in that second",
      { commands: [cancel(carol, LATER), merge(by)] },
      "the merge was cancelled since",
    ],
    [
      "a committer cancelled it",
      { commands: [merge(by), cancel(carol, LATEST)] },
      "the merge was cancelled since",
    ],
    [
      "a cancel was edited later than the command came",
      { commands: [cancel(carol, LATEST), merge(by)] },
      "the merge was cancelled since",
    ],
    [
      "somebody else gave the command",
      { commands: [merge(mallory)] },
      "asks: Waiting for a `merge` comment from",
    ],
    [
      "an App of that login gave the command",
      { commands: [merge({ ...BOT, login: by.login })] },
      "asks: Waiting for a `merge` comment from",
    ],
    [
      "somebody who took that login gave the command",
      { commands: [merge(named(by.login, mallory))] },
      "asks: Waiting for a `merge` comment from",
    ],
  ];
}

function commandKept(by: Person): readonly Case[] {
  return [
    ["whoever gave the command has another login now", { commands: [merge(named("new-name", by))] }],
    ["the command is in a review of the newest commit", { commands: [mergeInReview(by)] }],
    ["the command was obeyed before", { commands: [merge(by, LATER, { state: "obeyed" })] }],
    ["an earlier command is void", { commands: [merge(by, EARLIER), merge(by)] }],
    [
      "a command was cancelled and given again",
      { commands: [merge(by), cancel(by, LATER), merge(by, LATEST)] },
    ],
    ["somebody cancelled who has no say", { commands: [merge(by), cancel(STRANGER, LATEST)] }],
    ["it was taken back on GitHub before", { times: { takenBackAt: PUSHED } }],
    ["there are more comments than are seen", { commandsComplete: false }],
  ];
}

/** By whom a pure update has to be opened, and from where. */
const TRUST_LOSSES: readonly Loss[] = [
  [
    "no trusted author opened it",
    { origin: { author: mallory, headOwner: mallory.id } },
    "unmet: `mallory`, who opened it, is n",
  ],
  [
    "the author has another login than the one that is trusted",
    { origin: { author: named("r-ryantm2", ryantm), headOwner: ryantm.id } },
    "`r-ryantm2`, who opened it, is n",
  ],
  [
    "an App with the trusted author's login opened it",
    { origin: { author: { ...BOT, login: "r-ryantm" }, headOwner: BOT.id } },
    "`r-ryantm[bot]`, who opened it, is n",
  ],
  [
    "the author is trusted by id, and somebody with their login opened it",
    { configuration: { trustedAuthors: [ryantm.id] }, origin: { author: named("r-ryantm", mallory) } },
    "`r-ryantm`, who opened it, is n",
  ],
  ["the author is gone", { origin: { author: null } }, "The account that opened it was deleted"],
  [
    "the branch is in a repository of somebody else",
    { origin: { headOwner: mallory.id } },
    "others can push to",
  ],
  ["the branch is in a repository that is gone", { origin: { headOwner: null } }, "others can push to"],
];

const TRUST_KEPT: readonly Case[] = [
  ["the trusted author is named by id", { configuration: { trustedAuthors: [ryantm.id] } }],
  ["the trusted author is named in another case", { configuration: { trustedAuthors: ["R-RyanTM"] } }],
  ["the branch is the repository's own", { origin: { ownBranch: true, headOwner: null } }],
];

const PURE_LOSSES: readonly Loss[] = [
  [
    "the update is more than that",
    { updates: [impureUpdateOf(HELLO)] },
    "unmet: It is more than an update of `hello`: `buildInputs` differs (`pkgs/by-name/he/hello/package.nix`)",
  ],
  [
    "the package's own override is changed too",
    { files: { overrides: ["pkgs/top-level/all-packages.nix"] } },
    "unmet: It also changes overrides: `pkgs/top-level/all-packages.nix`",
  ],
  [
    "the package was not looked at",
    { updates: [pureUpdateOf(COWSAY)] },
    "unmet: The change of `hello` was not examined",
  ],
  [
    "one of two updates is more than that",
    { files: TWO, updates: [pureUpdateOf(HELLO), impureUpdateOf(COWSAY)] },
    "unmet: It is more than an update of `cowsay`",
  ],
];

const MAINTAINER_LOSSES: readonly Loss[] = [
  [
    "the repository names ids of others, and of the maintainer only a login",
    { maintainers: maintained(BOB_AND_A_LOGIN) },
    "asks: ",
  ],
  [
    "the maintainers are not known",
    { maintainers: maintained(UNKNOWN) },
    "unmet: Its maintainers are not known: `f b` was not understood",
  ],
  [
    "the maintainers were not looked up",
    { maintainers: new Map() },
    "unmet: Its maintainers are not known: they were not looked up",
  ],
  ["nobody maintains it", { maintainers: maintained(UNMAINTAINED) }, "unmet: `hello` has no maintainer"],
  [
    "one of two packages is somebody else's",
    { files: TWO, maintainers: maintained(maintainedBy(alice), maintainedBy(bob)) },
    "",
  ],
  [
    "the maintainers of one of two packages are not known",
    { files: TWO, maintainers: maintained(maintainedBy(alice), UNKNOWN) },
    "unmet: Its maintainers are not known",
  ],
  [
    "nobody maintains one of two packages",
    { files: TWO, maintainers: maintained(maintainedBy(alice), UNMAINTAINED) },
    "unmet: `cowsay` has no maintainer",
  ],
  [
    "neither id nor login of the maintainer is known",
    {
      configuration: { maintainers: { kind: "map", map: new Map() } },
      maintainers: maintained({ ...BOB_AND_A_LOGIN, people: [{ name: "ghost", id: null, login: null }] }),
    },
    "unmet: No maintainer of `hello` can do that: ",
  ],
  [
    "the repository names no id of the maintainer",
    { maintainers: maintained(maintainedByLogin("alice")) },
    "unmet",
  ],
];

describe("maintainer-command", () => {
  losing("maintainer-command", commandLosses(alice));
  keeping("maintainer-command", commandKept(alice));
  losing("maintainer-command", MAINTAINER_LOSSES);
  losing("maintainer-command", TRUST_LOSSES);
  keeping("maintainer-command", TRUST_KEPT);

  losing("maintainer-command", [
    [
      "the author cancels it",
      { commands: [merge(alice), cancel(ryantm, LATEST)] },
      "the merge was cancelled since",
    ],
    [
      "a maintainer of one of the packages cancels it",
      {
        files: TWO,
        maintainers: maintained(maintainedBy(alice), maintainedBy(alice, bob)),
        commands: [merge(alice), cancel(bob, LATEST)],
      },
      "the merge was cancelled since",
    ],
    [
      "a member of the maintainers' team cancels it",
      {
        configuration: { maintainersTeam: "maintainers" },
        memberships: {
          teams: new Map([["maintainers", new Set([alice.id, tina.id])]]),
          permissions: new Map(),
        },
        commands: [merge(alice), cancel(tina, LATEST)],
      },
      "the merge was cancelled since",
    ],
    [
      "the maintainer is not in the maintainers' team",
      { configuration: { maintainersTeam: "maintainers" } },
      "asks: Waiting for a `merge` comment from a maintainer of `hello` (`alice`), who is also a member of the team `maintainers`",
    ],
    [
      "a member of the maintainers' team says so who does not maintain it",
      { configuration: { maintainersTeam: "maintainers" }, commands: [merge(tina)] },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "a committer comments `merge` who does not maintain it",
      { commands: [merge(carol)] },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "two people say so who each maintain one of the packages",
      { files: TWO, commands: [merge(alice), merge(bob)] },
      "unmet: Nobody maintains all the packages that it changes",
    ],
    [
      "the only vouching approval is of an older commit",
      { origin: BY_MALLORY, reviews: [approval(carol, LATER, OLD_HEAD)] },
      "neither a trusted author nor a committer",
    ],
    [
      "the only vouching approval came before the base was changed",
      {
        origin: BY_MALLORY,
        reviews: [approval(carol, LATER)],
        times: { retargetedAt: LATER },
        commands: [merge(alice, LATEST)],
      },
      "neither a trusted author nor a committer",
    ],
    [
      "the only vouching approval came before it was taken back",
      {
        origin: BY_MALLORY,
        reviews: [approval(carol, LATER)],
        times: { takenBackAt: LATER },
        commands: [merge(alice, LATEST)],
      },
      "neither a trusted author nor a committer",
    ],
    [
      "the only vouching approval is by the maintainer, who is no committer",
      { origin: BY_MALLORY, reviews: [approval(alice)] },
      "`mallory`, who opened it, is neither a trusted author nor a committer",
    ],
    [
      "the only vouching approval is by a deleted account",
      { origin: BY_MALLORY, reviews: [approval(null)] },
      "neither a trusted author nor a committer",
    ],
    [
      "the only vouching approval is by an App with a committer's login",
      {
        origin: BY_MALLORY,
        configuration: { committers: { team: null, users: ["carol"], permission: null } },
        reviews: [approval({ ...BOT, login: "carol" })],
      },
      "neither a trusted author nor a committer",
    ],
    [
      "a committer opened it from a branch of somebody else",
      { origin: { author: carol, headOwner: mallory.id } },
      "unmet: `carol` opened it from a branch that others can push to",
    ],
    [
      "a backport is from a branch of another name",
      { origin: { author: backporter, ownBranch: true, headBranch: "my-backport-1" } },
      "unmet: `backporter[bot]`, who opened it, is neither",
    ],
    [
      "a backport is from a branch of a fork",
      { origin: { author: backporter, headOwner: backporter.id, headBranch: "backport-1-to-release" } },
      "unmet: `backporter[bot]`, who opened it, is neither",
    ],
    [
      "a backport is by a person with the App's login",
      {
        origin: {
          author: named("backporter", mallory),
          ownBranch: true,
          headBranch: "backport-1-to-release",
        },
      },
      "unmet: `backporter`, who opened it, is neither",
    ],
    [
      "CODEOWNERS names a team that the maintainer is not in",
      {
        configuration: { maintainers: { kind: "codeowners" } },
        maintainers: maintained({ kind: "known", people: [], teams: ["owners"], collaborators: false }),
      },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "collaborators maintain it, and the maintainer may only triage",
      {
        configuration: { maintainers: { kind: "collaborators" } },
        maintainers: maintained({ kind: "known", people: [], teams: [], collaborators: true }),
        memberships: { teams: new Map(), permissions: new Map([[alice.id, "triage"]]) },
      },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "an App that the list of maintainers has says so",
      { maintainers: maintained(maintainedBy(BOT)), commands: [merge(BOT)] },
      "asks: Waiting for a `merge` comment",
    ],
  ]);

  keeping("maintainer-command", [
    ["a committer opened it", { origin: { author: carol, headOwner: carol.id } }],
    ["a committer approved the head", { origin: BY_MALLORY, reviews: [approval(carol)] }],
    [
      "a committer approved the head of a trusted author's change from elsewhere",
      { origin: { headOwner: mallory.id }, reviews: [approval(carol)] },
    ],
    [
      "a committer by permission approved it",
      {
        origin: BY_MALLORY,
        configuration: { committers: { team: null, users: [], permission: "write" } },
        memberships: { teams: new Map(), permissions: new Map([[bob.id, "admin"]]) },
        reviews: [approval(bob)],
      },
    ],
    [
      "the author is gone and a committer approved it",
      { origin: { author: null }, reviews: [approval(carol)] },
    ],
    [
      "it is a backport that a label asked for",
      { origin: { author: backporter, ownBranch: true, headBranch: "backport-1-to-release" } },
    ],
    [
      "a committer opened it who maintains it, and says so",
      {
        origin: { author: carol, headOwner: carol.id },
        maintainers: maintained(maintainedBy(carol)),
        commands: [merge(carol)],
      },
    ],
    [
      "the map names the maintainer by login, in another case",
      {
        configuration: { maintainers: { kind: "map", map: new Map() } },
        maintainers: maintained(maintainedByLogin("ALICE")),
      },
    ],
    [
      "the map names the maintainer in another case than GitHub",
      {
        configuration: { maintainers: { kind: "map", map: new Map() } },
        maintainers: maintained(maintainedByLogin("alice")),
        commands: [merge(named("Alice", alice))],
      },
    ],
    [
      "the map names the maintainer by id for the one and by login for the other package",
      {
        configuration: { maintainers: { kind: "map", map: new Map() } },
        files: TWO,
        maintainers: maintained(
          { kind: "known", people: [{ name: "1", id: 1, login: null }], teams: [], collaborators: false },
          maintainedByLogin("alice"),
        ),
      },
    ],
    [
      "the map names an App",
      {
        configuration: { maintainers: { kind: "map", map: new Map() } },
        maintainers: maintained(maintainedByLogin("alice[bot]")),
        commands: [merge(BOT)],
      },
    ],
    [
      "CODEOWNERS names a team that the maintainer is in",
      {
        configuration: { maintainers: { kind: "codeowners" } },
        maintainers: maintained({ kind: "known", people: [], teams: ["owners"], collaborators: false }),
        memberships: { teams: new Map([["owners", new Set([alice.id])]]), permissions: new Map() },
      },
    ],
    [
      "collaborators maintain it, and the maintainer may write",
      {
        configuration: { maintainers: { kind: "collaborators" } },
        maintainers: maintained({ kind: "known", people: [], teams: [], collaborators: true }),
        memberships: { teams: new Map(), permissions: new Map([[alice.id, "write"]]) },
      },
    ],
    [
      "the package's own override is changed too",
      { files: { overrides: ["pkgs/top-level/all-packages.nix"] } },
    ],
    [
      "the maintainer of both packages says so",
      { files: TWO, maintainers: maintained(maintainedBy(alice), maintainedBy(bob, alice)) },
    ],
    [
      "the maintainer is in the maintainers' team",
      {
        configuration: { maintainersTeam: "maintainers" },
        memberships: { teams: new Map([["maintainers", new Set([alice.id])]]), permissions: new Map() },
      },
    ],
  ]);
});

/** Why an approval that is there does not count. */
const APPROVAL_LOSSES: readonly Loss[] = [
  ["it was approved before the base was changed", { times: { retargetedAt: LATER } }, "asks:"],
  ["it was taken back on GitHub later", { times: { takenBackAt: LATEST } }, "unmet: The merge was cancelled"],
  [
    "it was taken back in the second of the approval",
    { times: { takenBackAt: LATER } },
    "The merge was cancelled",
  ],
  ["the author cancels", { commands: [cancel(mallory, LATEST)] }, "The merge was cancelled"],
  ["the author cancelled before", { commands: [cancel(mallory, PUSHED)] }, "The merge was cancelled"],
  ["a committer cancels", { commands: [cancel(carol, LATEST)] }, "The merge was cancelled"],
  ["there are more comments than are seen", { commandsComplete: false }, "or may have been"],
  [
    "somebody without a say asks for it after a cancel",
    { commands: [cancel(mallory, EARLIER), merge(mallory)] },
    "The merge was cancelled",
  ],
];

describe("maintainer-approval", () => {
  losing("maintainer-approval", APPROVAL_LOSSES);
  losing("maintainer-approval", MAINTAINER_LOSSES);
  losing("maintainer-approval", [
    ["nobody approved", { reviews: [] }, "asks: A maintainer of `hello`"],
    [
      "an older commit was approved",
      { reviews: [approval(alice, LATER, OLD_HEAD)] },
      "asks: A maintainer of",
    ],
    [
      "a commit that is gone was approved",
      { reviews: [approval(alice, LATER, null)] },
      "asks: A maintainer of",
    ],
    ["somebody else approved", { reviews: [approval(mallory)] }, "asks: A maintainer of"],
    [
      "a committer approved who does not maintain it",
      { reviews: [approval(carol)] },
      "asks: A maintainer of",
    ],
    ["an App with the maintainer's login approved", { reviews: [approval(BOT)] }, "asks: A maintainer of"],
    [
      "somebody who took the maintainer's login approved",
      { reviews: [approval(named("alice", bob))] },
      "asks:",
    ],
    ["a deleted account approved", { reviews: [approval(null)] }, "asks: A maintainer of"],
    [
      "the maintainer asked for changes later",
      { reviews: [approval(alice), request(alice, LATEST)] },
      "asks: A maintainer of",
    ],
    [
      "the maintainer approved an older commit later",
      { reviews: [approval(alice), approval(alice, LATEST, OLD_HEAD)] },
      "asks: A maintainer of",
    ],
    [
      "the author is the only maintainer",
      { origin: { author: alice, headOwner: alice.id } },
      "unmet: No maintainer of `hello` can do that: `alice` opened it",
    ],
    [
      "the author is a maintainer, and seems to have approved it",
      {
        origin: { author: alice, headOwner: alice.id },
        maintainers: maintained(maintainedBy(alice, bob)),
      },
      "asks: A maintainer of",
    ],
    [
      "two people approved who each maintain one of the packages",
      { files: TWO, reviews: [approval(alice), approval(bob)] },
      "unmet: Nobody maintains all the packages",
    ],
    [
      "the maintainer only commented `merge`",
      { reviews: [], commands: [merge(alice)] },
      "asks: A maintainer of",
    ],
  ]);
  keeping("maintainer-approval", [
    ["the maintainer has another login now", { reviews: [approval(named("new-name", alice))] }],
    ["nobody knows when the push came", { times: { pushedBy: null } }],
    ["the approval was given twice", { reviews: [approval(alice, EARLIER, OLD_HEAD), approval(alice)] }],
    ["it was cancelled by somebody without a say", { commands: [cancel(tina, LATEST)] }],
    ["the base was changed before", { times: { retargetedAt: PUSHED } }],
    [
      "it was cancelled, and approved and asked for later",
      { commands: [cancel(mallory, PUSHED), merge(alice, LATER)] },
    ],
    [
      "not all comments are seen, and a committer asks for it",
      { commandsComplete: false, commands: [merge(carol)] },
    ],
    [
      "the map names the maintainer by login",
      {
        configuration: { maintainers: { kind: "map", map: new Map() } },
        maintainers: maintained(maintainedByLogin("alice")),
      },
    ],
  ]);
});

describe("all-maintainers", () => {
  losing("all-maintainers", APPROVAL_LOSSES);
  losing("all-maintainers", [
    [
      "one of two has not approved",
      { reviews: [approval(alice)] },
      "asks: `bob` has to approve the newest commit",
    ],
    [
      "one of two approved an older commit",
      { reviews: [approval(alice), approval(bob, LATER, OLD_HEAD)] },
      "asks: `bob` has to approve",
    ],
    [
      "one of two asked for changes later",
      { reviews: [approval(alice), approval(bob), request(bob, LATEST)] },
      "asks: `bob` has to approve",
    ],
    [
      "there is a third maintainer",
      { maintainers: maintained(maintainedBy(alice, tina), maintainedBy(bob)) },
      "asks: `tina` has to approve",
    ],
    [
      "one of the maintainers opened it",
      { origin: { author: bob, headOwner: bob.id } },
      "unmet: `bob` opened it, and nobody can approve their own change",
    ],
    [
      "nobody maintains one of them",
      { maintainers: maintained(maintainedBy(alice), UNMAINTAINED) },
      "has no maintainer",
    ],
    [
      "the maintainers of one are not known",
      { maintainers: maintained(maintainedBy(alice), UNKNOWN) },
      "not known",
    ],
    ["the maintainers were not looked up", { maintainers: new Map() }, "not known"],
    ["it changes no package", { files: { packages: [] } }, "unmet: It changes no existing package"],
    [
      "one of the maintainers has no account",
      {
        maintainers: maintained(maintainedBy(alice), {
          kind: "known",
          people: [
            { name: "bob", id: bob.id, login: "bob" },
            { name: "gone", id: null, login: null },
          ],
          teams: [],
          collaborators: false,
        }),
      },
      "unmet: The GitHub account of `gone` is not known",
    ],
    [
      "the list names no id of one of the maintainers",
      { maintainers: maintained(maintainedBy(alice), maintainedByLogin("bob")) },
      "unmet: The GitHub account of `bob` is not known",
    ],
    [
      "a team maintains one of them",
      {
        configuration: { maintainers: { kind: "codeowners" } },
        maintainers: maintained(maintainedByLogin("alice"), {
          kind: "known",
          people: [{ name: "bob", id: null, login: "bob" }],
          teams: ["owners"],
          collaborators: false,
        }),
      },
      "unmet: The maintainers of `cowsay` are not listed by name",
    ],
    [
      "collaborators maintain one of them",
      {
        configuration: { maintainers: { kind: "collaborators" } },
        maintainers: maintained(maintainedBy(alice), {
          kind: "known",
          people: [],
          teams: [],
          collaborators: true,
        }),
        memberships: { teams: new Map(), permissions: new Map([[bob.id, "admin"]]) },
      },
      "unmet: The maintainers of `cowsay` are not listed by name",
    ],
    [
      "an App with the login of one approved",
      { reviews: [approval(alice), approval({ ...BOT, login: "bob" })] },
      "asks: `bob` has to approve",
    ],
  ]);
  keeping("all-maintainers", [
    ["both have other logins now", { reviews: [approval(named("a", alice)), approval(named("b", bob))] }],
    ["one person maintains both", { maintainers: maintained(maintainedBy(alice), maintainedBy(alice)) }],
    ["the author is gone", { origin: { author: null } }],
    [
      "the map names both by login",
      {
        configuration: { maintainers: { kind: "map", map: new Map() } },
        maintainers: maintained(maintainedByLogin("Alice"), maintainedByLogin("bob")),
      },
    ],
  ]);
});

describe("trusted-update", () => {
  losing("trusted-update", TRUST_LOSSES);
  keeping("trusted-update", TRUST_KEPT);
  losing("trusted-update", PURE_LOSSES);
  losing("trusted-update", [
    ["it changes no package", { files: { packages: [] } }, "unmet: It changes no existing package"],
    [
      "a committer who is not trusted opened it",
      { origin: { author: carol, headOwner: carol.id } },
      "is not a trusted",
    ],
    [
      "it is a backport that a label asked for",
      { origin: { author: backporter, ownBranch: true, headBranch: "backport-1-to-release" } },
      "not a trusted author",
    ],
    [
      "no check is required, and none named",
      { checks: { failed: [], running: [], required: false } },
      "unmet: No check has to pass before it merges: name one in `merge.checks` of the configuration, or require one for `master` on GitHub",
    ],
    ["a maintainer cancels", { commands: [cancel(alice, EARLIER)] }, "unmet: The merge was cancelled"],
    ["the author cancels", { commands: [cancel(ryantm)] }, "unmet: The merge was cancelled"],
    ["a committer cancels", { commands: [cancel(carol)] }, "unmet: The merge was cancelled"],
    ["it was taken back on GitHub", { times: { takenBackAt: EARLIER } }, "unmet: The merge was cancelled"],
    ["there are more comments than are seen", { commandsComplete: false }, "or may have been"],
    [
      "it is asked for before the cancel",
      { commands: [merge(alice, LATER), cancel(carol, LATEST)] },
      "unmet: The merge was cancelled",
    ],
    [
      "the author asks for it after a cancel",
      { commands: [cancel(carol, LATER), merge(ryantm, LATEST)] },
      "unmet: The merge was cancelled",
    ],
    [
      "it is asked for after a cancel, and pushed again",
      { commands: [cancel(carol, EARLIER), merge(alice, LATER)], times: { pushedBy: LATEST } },
      "unmet: The merge was cancelled",
    ],
  ]);
  keeping("trusted-update", [
    [
      "no check is required, and one is named",
      {
        checks: { failed: [], running: [], required: false },
        configuration: { checks: [{ name: "build", app: null }] },
      },
    ],
    ["the maintainers are not known", { maintainers: maintained(UNKNOWN) }],
    ["nobody maintains it", { maintainers: maintained(UNMAINTAINED) }],
    ["it updates two packages", { files: TWO }],
    [
      "it was cancelled, and a committer asks for it",
      { commands: [cancel(alice, LATER), merge(carol, LATEST)] },
    ],
    [
      "it was cancelled, and a maintainer asks for it",
      { commands: [cancel(carol, LATER), merge(alice, LATEST)] },
    ],
    ["somebody without a say cancels", { commands: [cancel(mallory)] }],
    ["nobody knows when the push came", { times: { pushedBy: null } }],
  ]);
});

describe("unmaintained-update", () => {
  losing("unmaintained-update", commandLosses(tina));
  keeping("unmaintained-update", commandKept(tina));
  losing("unmaintained-update", TRUST_LOSSES);
  keeping("unmaintained-update", TRUST_KEPT);
  losing("unmaintained-update", PURE_LOSSES);
  losing("unmaintained-update", [
    [
      "somebody maintains it",
      { maintainers: maintained(maintainedBy(alice)) },
      "unmet: Somebody maintains `hello`",
    ],
    [
      "somebody without an account maintains it",
      { maintainers: maintained(maintainedByLogin("gone")) },
      "unmet: Somebody maintains `hello`",
    ],
    [
      "somebody maintains one of two packages",
      {
        files: TWO,
        maintainers: maintained(UNMAINTAINED, maintainedBy(bob)),
        updates: [HELLO, COWSAY].map(pureUpdateOf),
      },
      "unmet: Somebody maintains `cowsay`",
    ],
    [
      "the maintainers are not known",
      { maintainers: maintained(UNKNOWN) },
      "unmet: Its maintainers are not known",
    ],
    [
      "the maintainers were not looked up",
      { maintainers: new Map() },
      "unmet: Its maintainers are not known",
    ],
    ["it changes no package", { files: { packages: [] } }, "unmet: It changes no existing package"],
    [
      "a team maintains it",
      {
        configuration: { maintainersTeam: "maintainers", maintainers: { kind: "codeowners" } },
        maintainers: maintained({ kind: "known", people: [], teams: ["owners"], collaborators: false }),
      },
      "unmet: Somebody maintains `hello`",
    ],
    [
      "collaborators maintain it",
      {
        configuration: { maintainersTeam: "maintainers", maintainers: { kind: "collaborators" } },
        maintainers: maintained({ kind: "known", people: [], teams: [], collaborators: true }),
      },
      "unmet: Somebody maintains `hello`",
    ],
    [
      "no team is named",
      { configuration: { maintainersTeam: null } },
      "unmet: `merge.maintainers-team` is not set in the configuration",
    ],
    [
      "a committer comments `merge` who is not in the team",
      { commands: [merge(carol)] },
      "asks: Waiting for a `merge` comment",
    ],
  ]);
});

describe("committer-command", () => {
  losing("committer-command", commandLosses(carol));
  keeping("committer-command", commandKept(carol));
  losing("committer-command", [
    [
      "a maintainer says so",
      { maintainers: maintained(maintainedBy(alice)), commands: [merge(alice)] },
      "asks:",
    ],
    [
      "the configuration names no such committer",
      { configuration: { committers: { team: null, users: ["alice"], permission: null } } },
      "asks: Waiting for a `merge` comment from a committer",
    ],
    [
      "the permission is lower than that of committers",
      {
        configuration: { committers: { team: null, users: [], permission: "maintain" } },
        memberships: { teams: new Map(), permissions: new Map([[carol.id, "write"]]) },
      },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "an App that is not named has the permission of committers",
      {
        configuration: { committers: { team: null, users: [], permission: "write" } },
        memberships: { teams: new Map(), permissions: new Map([[BOT.id, "admin"]]) },
        commands: [merge(BOT)],
      },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "an App that is not named is in the team of committers",
      {
        memberships: { teams: new Map([["committers", new Set([BOT.id])]]), permissions: new Map() },
        commands: [merge(BOT)],
      },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "a committer only approved",
      { reviews: [approval(carol)], commands: [] },
      "asks: Waiting for a `merge` comment",
    ],
    [
      "the author cancels",
      { commands: [merge(carol), cancel(mallory, LATEST)] },
      "the merge was cancelled since",
    ],
  ]);
  keeping("committer-command", [
    [
      "the committer is named by login, in another case",
      { configuration: { committers: { team: null, users: ["Carol"], permission: null } } },
    ],
    [
      "the committer is named by id",
      { configuration: { committers: { team: null, users: [carol.id], permission: null } } },
    ],
    [
      "an App is named",
      {
        configuration: { committers: { team: null, users: ["alice[bot]"], permission: null } },
        commands: [merge(BOT)],
      },
    ],
    [
      "the permission is higher than that of committers",
      {
        configuration: { committers: { team: null, users: [], permission: "write" } },
        memberships: { teams: new Map(), permissions: new Map([[carol.id, "admin"]]) },
      },
    ],
  ]);
});

describe("several strategies at once", () => {
  it("are all on the checklist, in the order of the configuration", () => {
    const strategies: readonly Strategy[] = ["committer-command", "trusted-update"];
    const [line] = decide(facts({ configuration: { strategies } })).lines.filter(
      ({ id }) => id === "strategy",
    );
    expect(line?.parts.map(({ strategy, state }) => [strategy, state])).toEqual([
      ["committer-command", "asks"],
      ["trusted-update", "met"],
    ]);
    expect(line?.text).toMatch(/^`trusted-update` holds: /);
  });

  it("rest on a command that was not obeyed yet, where there is one", () => {
    const strategies: readonly Strategy[] = ["maintainer-command", "trusted-update", "committer-command"];
    const fresh = merge(carol, LATEST);
    const commands = [merge(alice, LATER, { state: "obeyed" }), fresh];
    const given = { configuration: { strategies }, commands };
    expect(decide(facts(given)).grounds).toEqual({ strategy: "committer-command", command: fresh });
  });

  it.each<readonly [Strategy, Person]>([
    ["maintainer-command", alice],
    ["unmaintained-update", tina],
    ["committer-command", carol],
  ])("rest on the last of the commands that count: %s", (strategy, by) => {
    const last = merge(by, LATEST);
    const commands = [merge(by, LATER, { state: "obeyed" }), last, merge(STRANGER, LATEST)];
    expect(decide(sound(strategy, { commands })).grounds).toEqual({ strategy, command: last });
  });

  it("rest on none where one holds without, and the commands were obeyed", () => {
    const strategies: readonly Strategy[] = ["maintainer-command", "trusted-update"];
    const given = { configuration: { strategies }, commands: [merge(alice, LATER, { state: "obeyed" })] };
    expect(decide(facts(given)).grounds).toEqual({ strategy: "trusted-update", command: null });
  });
});
