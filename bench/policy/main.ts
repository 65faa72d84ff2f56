import { availableParallelism } from "node:os";
import type { MergeConfiguration } from "../../src/config/merge.ts";
import { STRATEGIES } from "../../src/config/schema.ts";
import { decide } from "../../src/policy/decision.ts";
import type { MergeFacts } from "../../src/policy/facts.ts";
import type { Person } from "../../src/policy/person.ts";
import { median } from "../measure.ts";

// The decision for an update of one package whose data is loaded, and for ever more of what it looks at.
const MOST_MILLISECONDS = 5;
const ROUNDS = 21;
const SCALES = [1, 10, 100];

console.log(
  `Node ${process.version}, ${availableParallelism()} processors; the middle of ${ROUNDS} rounds each\n`,
);
const started = performance.now();
decide(factsOf(1));
const cold = performance.now() - started;
const rows = SCALES.map((scale) => ({ scale, milliseconds: timeOf(factsOf(scale)) }));
const [first] = rows;
console.log("packages, maintainers of each, comments, reviews    one decision");
for (const { scale, milliseconds } of rows) {
  const ratio = first === undefined ? "-" : `${(milliseconds / first.milliseconds).toFixed(1)}x`;
  console.log(`${String(scale).padStart(48)}    ${milliseconds.toFixed(4)} ms (${ratio})`);
}
const verdicts = new Set(SCALES.map((scale) => decide(factsOf(scale)).verdict));
console.log(
  `\nThe first of the process: ${cold.toFixed(2)} ms. All of them come to ${[...verdicts].join(", ")}.`,
);
console.log("In brackets: against one of each.");
if (first !== undefined) {
  const share = (first.milliseconds / MOST_MILLISECONDS) * 100;
  console.log(`One package takes ${share.toFixed(2)} % of the ${MOST_MILLISECONDS} ms that it may.`);
  if (share > 100) process.exitCode = 1;
}

function timeOf(facts: MergeFacts): number {
  const times: number[] = [];
  let decisions = 1;
  while (times.length < ROUNDS) {
    const started = performance.now();
    for (let i = 0; i < decisions; i++) decide(facts);
    const passed = performance.now() - started;
    // Rounds that are too short for the clock only warm it up.
    if (passed < 2) decisions *= 2;
    else times.push(passed / decisions);
  }
  return median(times);
}

function person(id: number): Person {
  return { id, login: `person-${id}`, kind: "user" };
}

/** So many of each: the first maintains all packages, has said so last, and everybody has approved. */
function factsOf(scale: number): MergeFacts {
  const people = Array.from({ length: scale }, (_, i) => person(i + 1));
  const author: Person = { id: 1000, login: "r-ryantm", kind: "user" };
  const packages = people.map(({ id }) => ({
    name: `package-${id}`,
    directory: `pkgs/by-name/pa/package-${id}`,
    file: "package.nix" as const,
  }));
  const known = people.map(({ id, login }) => ({ name: login, id, login }));
  return {
    configuration: configuration(),
    branch: "master",
    draft: false,
    mergeable: "yes",
    files: { count: Math.min(scale, 99), outside: [], unusual: [], overrides: [], packages },
    touchesConfiguration: false,
    review: { blocking: 0, syntax: [], unknown: [] },
    origin: { author, headOwner: author.id, ownBranch: false, headBranch: "update" },
    head: "b".repeat(40),
    reviews: people.map((by) => ({
      by,
      kind: "approved",
      commit: "b".repeat(40),
      at: "2025-01-01T12:00:10Z",
    })),
    commands: people.toReversed().map((by) => ({
      command: "merge",
      by,
      at: "2025-01-01T12:00:20Z",
      comment: by.id,
      review: null,
      state: "fresh",
    })),
    commandsComplete: true,
    times: {
      pushedBy: "2025-01-01T12:00:00Z",
      replacedAt: null,
      retargetedAt: null,
      editedAt: null,
      takenBackAt: null,
    },
    maintainers: new Map(
      packages.map(({ directory }) => [
        directory,
        { kind: "known", people: known, teams: [], collaborators: false },
      ]),
    ),
    updates: packages.map((one) => ({
      ...one,
      version: { before: "1.0", after: "1.1" },
      pins: [],
      impurities: [],
    })),
    memberships: {
      teams: new Map([["committers", new Set(people.map(({ id }) => id))]]),
      permissions: new Map(),
    },
    registry: null,
    checks: { failed: [], running: [], required: true },
    namedChecks: [],
    added: [],
    unrested: [],
    largeFiles: [],
  };
}

function configuration(): MergeConfiguration {
  return {
    strategies: STRATEGIES,
    branches: ["master", "staging*", "release-*"],
    trustedAuthors: ["r-ryantm"],
    backportAuthors: ["nixpkgs-ci[bot]"],
    committers: { team: "committers", users: [], permission: null },
    maintainers: { kind: "nixpkgs" },
    maintainersTeam: "committers",
    updateFiles: [],
    ownOverrides: false,
    method: "squash",
    checks: [],
    ignoredChecks: [],
    commandsInReviews: true,
    dryRun: false,
    maxFileSize: 1024 * 1024,
  };
}
