import { describe, expect, it } from "vitest";
import type { MergeConfiguration } from "../../src/config/merge.ts";
import type { LineId, State } from "../../src/policy/checklist.ts";
import { decide } from "../../src/policy/decision.ts";
import type { MergeFacts } from "../../src/policy/facts.ts";
import {
  approval,
  carol,
  changed,
  EARLIER,
  HELLO,
  LATER,
  LATEST,
  lineOf,
  mallory,
  metStrategies,
  OLD_HEAD,
  request,
  STRATEGIES,
  sound,
} from "./builders.ts";

/** What a change loses, by whatever strategy it would merge. */
type Loss = readonly [
  what: string,
  lose: (facts: MergeFacts) => Partial<MergeFacts>,
  line: LineId,
  state: State,
  text: string | RegExp,
];

const LOSSES: readonly Loss[] = [
  [
    "goes into another branch",
    () => ({ branch: "python-updates" }),
    "branch",
    "unmet",
    "Its base branch is `python-updates`; automatic merging is only allowed into `master`, `staging*`",
  ],
  ["goes into a branch below one", () => ({ branch: "staging/next" }), "branch", "unmet", "`staging/next`"],
  [
    "goes into a branch that only starts like one",
    () => ({ branch: "master2" }),
    "branch",
    "unmet",
    "`master2`",
  ],
  ["goes into a branch of another case", () => ({ branch: "Master" }), "branch", "unmet", "`Master`"],
  [
    "goes into a repository without such branches",
    (facts) => configured(facts, { branches: [] }),
    "branch",
    "unmet",
    "`merge.branches` is empty, so nothing may merge automatically",
  ],
  ["is a draft", () => ({ draft: true }), "ready", "unmet", "It is a draft"],
  [
    "conflicts with its base",
    () => ({ mergeable: "conflict" }),
    "ready",
    "unmet",
    "It conflicts with its base",
  ],
  ["may conflict with its base", () => ({ mergeable: "unknown" }), "ready", "waits", "is still checking"],
  [
    "touches a file outside of the packages",
    ({ files }) => ({ files: { ...files, outside: ["flake.nix"] }, registry: null }),
    "files",
    "unmet",
    "It changes files outside existing package directories: `flake.nix`",
  ],
  [
    "touches 100 files",
    ({ files }) => ({ files: { ...files, count: 100 } }),
    "files",
    "unmet",
    "It changes 100 files; automatic merging allows at most 99",
  ],
  [
    "touches a link",
    ({ files }) => ({
      files: { ...files, unusual: [{ path: `${HELLO.directory}/x`, why: "is a symbolic link" }] },
    }),
    "files",
    "unmet",
    "`pkgs/by-name/he/hello/x` is a symbolic link",
  ],
  [
    "touches no package",
    () => ({ files: changed([]), registry: null }),
    "files",
    "unmet",
    "It changes no package",
  ],
  [
    "has a finding that blocks",
    (facts) => reviewed(facts, { blocking: 1 }),
    "findings",
    "unmet",
    "One finding",
  ],
  [
    "has two findings that block",
    (facts) => reviewed(facts, { blocking: 2 }),
    "findings",
    "unmet",
    "2 findings",
  ],
  [
    "does not parse",
    (facts) => reviewed(facts, { syntax: ["pkgs/by-name/he/hello/x.nix"] }),
    "findings",
    "unmet",
    "A file does not parse: `pkgs/by-name/he/hello/x.nix`",
  ],
  [
    "could not be read",
    (facts) => reviewed(facts, { unknown: ["`x.nix` is too large"] }),
    "findings",
    "unmet",
    "Part of it could not be checked without evaluation: `x.nix` is too large",
  ],
  [
    "has a committer who asks for changes",
    ({ reviews }) => ({ reviews: [...reviews, request(carol)] }),
    "reviews",
    "unmet",
    "Changes were requested by `carol`",
  ],
  [
    "has a committer who asked for changes of an older commit",
    ({ reviews }) => ({ reviews: [request(carol, EARLIER, OLD_HEAD), ...reviews] }),
    "reviews",
    "unmet",
    "`carol`",
  ],
  [
    "has a committer who asked for changes of a commit that is gone",
    ({ reviews }) => ({ reviews: [request(carol, EARLIER, null), ...reviews] }),
    "reviews",
    "unmet",
    "`carol`",
  ],
  [
    "has a committer who approved and asked for changes later",
    ({ reviews }) => ({ reviews: [...reviews, approval(carol, LATER), request(carol, LATEST)] }),
    "reviews",
    "unmet",
    "`carol`",
  ],
  [
    "has somebody whose account is gone who asked for changes",
    ({ reviews }) => ({ reviews: [request(null, EARLIER, OLD_HEAD), ...reviews, approval(null, LATEST)] }),
    "reviews",
    "unmet",
    "Changes were requested by a deleted account",
  ],
  [
    "is judged by a configuration that is not valid",
    () => ({ configuration: null }),
    "configuration",
    "unmet",
    "The configuration on the base branch is not valid",
  ],
  [
    "touches the configuration",
    () => ({ touchesConfiguration: true }),
    "configuration",
    "unmet",
    "It changes the configuration, which decides what may merge",
  ],
  [
    "is in a repository where nothing merges itself",
    (facts) => configured(facts, { strategies: [] }),
    "strategy",
    "unmet",
    "Automatic merging is off",
  ],
  [
    "has checks that failed",
    () => ({ checks: { failed: ["build"], running: [], required: true } }),
    "checks",
    "unmet",
    "Checks have failed: `build`",
  ],
  [
    "has checks that run",
    () => ({ checks: { failed: [], running: ["build"], required: true } }),
    "checks",
    "waits",
    "Checks are still running: `build`",
  ],
  [
    "has a named check that is not green",
    () => ({ namedChecks: [GREEN, { name: "build", state: "red", why: "was skipped" }] }),
    "checks",
    "unmet",
    "The check `build` was skipped, and has to pass",
  ],
  [
    "lacks a named check",
    () => ({ namedChecks: [GREEN, { name: "build", state: "running", why: "has not started" }] }),
    "checks",
    "waits",
    "The check `build` has not started, and has to pass",
  ],
  [
    "changes a file that is too large",
    () => ({ largeFiles: ["pkgs/by-name/he/hello/big.bin"] }),
    "files",
    "unmet",
    "It changes files larger than 1 MiB: `pkgs/by-name/he/hello/big.bin`",
  ],
  [
    "changes a file that is larger than some KiB",
    (facts) => ({ ...configured(facts, { maxFileSize: 5 * 1024 }), largeFiles: ["a"] }),
    "files",
    "unmet",
    "It changes files larger than 5 KiB: `a`",
  ],
  [
    "changes a file that is larger than some bytes",
    (facts) => ({ ...configured(facts, { maxFileSize: 1000 }), largeFiles: ["a"] }),
    "files",
    "unmet",
    "It changes files larger than 1000 bytes: `a`",
  ],
];

const GREEN = { name: "tests", state: "green", why: "is green" } as const;

function reviewed({ review }: MergeFacts, more: Partial<MergeFacts["review"]>): Partial<MergeFacts> {
  return { review: { ...review, ...more } };
}

function configured(
  { configuration }: MergeFacts,
  more: Partial<MergeConfiguration>,
): Pick<MergeFacts, "configuration"> {
  return { configuration: configuration === null ? null : { ...configuration, ...more } };
}

describe.each(STRATEGIES)("a change that merges by %s", (strategy) => {
  it("merges, by that alone", () => {
    const decision = decide(sound(strategy));
    expect(decision.lines.filter(({ state }) => state !== "met")).toEqual([]);
    expect(decision.verdict).toBe("merge");
    expect(metStrategies(decision)).toEqual([strategy]);
    expect(decision.grounds?.strategy).toBe(strategy);
  });

  it.each(LOSSES)("does not where it %s", (_, lose, id, state, text) => {
    const facts = sound(strategy);
    const decision = decide({ ...facts, ...lose(facts) });
    expect(decision.verdict).toBe(state === "waits" ? "waits" : "no");
    const line = lineOf(decision, id);
    expect(line.state).toBe(state);
    expect(line.text).toMatch(text);
  });

  it.each<readonly [string, (facts: MergeFacts) => Partial<MergeFacts>]>([
    ["goes into a branch by a pattern", () => ({ branch: "staging-next" })],
    ["touches 99 files", ({ files }) => ({ files: { ...files, count: 99 } })],
    [
      "has somebody who asks for changes and is no committer",
      ({ reviews }) => ({ reviews: [...reviews, request(mallory)] }),
    ],
    [
      "has a committer who asked for changes and approved later, on whatever commit",
      ({ reviews }) => ({
        reviews: [request(carol, EARLIER), approval(carol, EARLIER, OLD_HEAD), ...reviews],
      }),
    ],
  ])("still does where it %s", (_, change) => {
    const facts = sound(strategy);
    expect(decide({ ...facts, ...change(facts) }).verdict).toBe("merge");
  });

  it("does not by that where it is not configured", () => {
    const strategies = STRATEGIES.filter((one) => one !== strategy);
    expect(metStrategies(decide(sound(strategy, { configuration: { strategies } })))).not.toContain(strategy);
  });
});
