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
    "It goes into `python-updates`, and only into `master`, `staging*` may changes merge themselves",
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
    "No branch is named into which changes may merge",
  ],
  ["is a draft", () => ({ draft: true }), "ready", "unmet", "It is a draft"],
  [
    "conflicts with its base",
    () => ({ mergeable: "conflict" }),
    "ready",
    "unmet",
    "It conflicts with its base",
  ],
  ["may conflict with its base", () => ({ mergeable: "unknown" }), "ready", "waits", "has not found out yet"],
  [
    "touches a file outside of the packages",
    ({ files }) => ({ files: { ...files, outside: ["flake.nix"] }, registry: null }),
    "files",
    "unmet",
    "It changes files that are in no package directory of the base: `flake.nix`",
  ],
  [
    "touches 100 files",
    ({ files }) => ({ files: { ...files, count: 100 } }),
    "files",
    "unmet",
    "It changes 100 files, and has to be below 100",
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
    "Something could not be told from syntax alone: `x.nix` is too large",
  ],
  [
    "has a committer who asks for changes",
    ({ opinions }) => ({ opinions: [...opinions, request(carol)] }),
    "opinions",
    "unmet",
    "Changes are asked for by `carol`",
  ],
  [
    "has a committer who asked for changes of an older commit",
    ({ opinions }) => ({ opinions: [request(carol, EARLIER, OLD_HEAD), ...opinions] }),
    "opinions",
    "unmet",
    "`carol`",
  ],
  [
    "has a committer who asked for changes of a commit that is gone",
    ({ opinions }) => ({ opinions: [request(carol, EARLIER, null), ...opinions] }),
    "opinions",
    "unmet",
    "`carol`",
  ],
  [
    "has a committer who approved and asked for changes later",
    ({ opinions }) => ({ opinions: [...opinions, approval(carol, LATER), request(carol, LATEST)] }),
    "opinions",
    "unmet",
    "`carol`",
  ],
  [
    "has somebody whose account is gone who asked for changes",
    ({ opinions }) => ({ opinions: [request(null, EARLIER, OLD_HEAD), ...opinions, approval(null, LATEST)] }),
    "opinions",
    "unmet",
    "Changes are asked for by an account that is gone",
  ],
  [
    "is judged by a configuration that is not valid",
    () => ({ configuration: null }),
    "configuration",
    "unmet",
    "The configuration of the base is not valid",
  ],
  [
    "touches the configuration",
    () => ({ touchesConfiguration: true }),
    "configuration",
    "unmet",
    "The change touches the configuration, by which it is judged",
  ],
  [
    "is in a repository where nothing merges itself",
    (facts) => configured(facts, { strategies: [] }),
    "strategy",
    "unmet",
    "names no way in which a change may merge itself",
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
    "Checks are not done yet: `build`",
  ],
  [
    "has a named check that is not green",
    () => ({ namedChecks: [GREEN, { name: "build", state: "red", why: "was skipped" }] }),
    "checks",
    "unmet",
    "The check `build` was skipped, and has to be green",
  ],
  [
    "lacks a named check",
    () => ({ namedChecks: [GREEN, { name: "build", state: "running", why: "is not there yet" }] }),
    "checks",
    "waits",
    "The check `build` is not there yet, and has to be green",
  ],
  [
    "changes a file that is too large",
    () => ({ largeFiles: ["pkgs/by-name/he/hello/big.bin"] }),
    "files",
    "unmet",
    "It changes files of more than 1 MiB: `pkgs/by-name/he/hello/big.bin`",
  ],
  [
    "changes a file that is larger than some KiB",
    (facts) => ({ ...configured(facts, { maxFileSize: 5 * 1024 }), largeFiles: ["a"] }),
    "files",
    "unmet",
    "It changes files of more than 5 KiB: `a`",
  ],
  [
    "changes a file that is larger than some bytes",
    (facts) => ({ ...configured(facts, { maxFileSize: 1000 }), largeFiles: ["a"] }),
    "files",
    "unmet",
    "It changes files of more than 1000 bytes: `a`",
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
      ({ opinions }) => ({ opinions: [...opinions, request(mallory)] }),
    ],
    [
      "has a committer who asked for changes and approved later, on whatever commit",
      ({ opinions }) => ({
        opinions: [request(carol, EARLIER), approval(carol, EARLIER, OLD_HEAD), ...opinions],
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
