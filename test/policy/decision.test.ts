import { describe, expect, it } from "vitest";
import type { Strategy } from "../../src/config/schema.ts";
import { decide } from "../../src/policy/decision.ts";
import {
  alice,
  approval,
  BY_MALLORY,
  carol,
  EARLIER,
  facts,
  type Given,
  HELLO,
  impureUpdateOf,
  LATER,
  lineOf,
  mallory,
  merge,
  OLD_HEAD,
  partOf,
  request,
  sound,
} from "./builders.ts";

const FAILED = { checks: { failed: ["build"], running: [], required: true } };
const RUNNING = { checks: { failed: [], running: ["build"], required: true } };
const NO_COMMAND: Given = { origin: BY_MALLORY, configuration: { strategies: ["committer-command"] } };

describe("the verdict", () => {
  it.each<readonly [string, "merge" | "waits" | "asks" | "no", boolean, Given]>([
    ["merges what lacks nothing", "merge", true, {}],
    ["waits for checks", "waits", true, RUNNING],
    ["waits for GitHub to look for conflicts", "waits", true, { mergeable: "unknown" }],
    ["asks for a person's word", "asks", true, NO_COMMAND],
    ["asks for a person's word while checks run", "asks", true, { ...NO_COMMAND, ...RUNNING }],
    ["says no where checks have failed, of what is eligible all the same", "no", true, FAILED],
    [
      "says no where checks have failed and others run",
      "no",
      true,
      {
        checks: { failed: ["build"], running: ["tests"], required: true },
      },
    ],
    ["says no to a draft, whatever it waits for", "no", false, { ...RUNNING, draft: true }],
    ["says no to a draft that needs a word", "no", false, { ...NO_COMMAND, draft: true }],
    [
      "says no where no strategy is open",
      "no",
      false,
      {
        origin: BY_MALLORY,
        configuration: { strategies: ["trusted-update"] },
      },
    ],
    [
      "asks where one strategy is open and another is not",
      "asks",
      true,
      {
        origin: BY_MALLORY,
        configuration: { strategies: ["trusted-update", "committer-command"] },
      },
    ],
  ])("%s", (_, verdict, eligible, given) => {
    expect(decide(facts(given))).toMatchObject({ verdict, eligible });
  });

  it("keeps its grounds while checks run, and has none without a strategy that holds", () => {
    const command = merge(carol);
    expect(decide(sound("committer-command", { ...RUNNING, commands: [command] })).grounds).toEqual({
      strategy: "committer-command",
      command,
    });
    expect(decide(facts(NO_COMMAND)).grounds).toBeNull();
  });
});

describe("the checklist", () => {
  it("has the same lines for every change, in the same order", () => {
    const ids = ["configuration", "branch", "ready", "files", "findings", "reviews", "strategy", "checks"];
    for (const given of [{}, NO_COMMAND, FAILED]) {
      expect(decide(facts(given)).lines.map(({ id }) => id)).toEqual(ids);
    }
    expect(decide({ ...facts(), configuration: null }).lines.map(({ id }) => id)).toEqual(ids);
  });

  it("reads like this where a maintainer has to say so", () => {
    const merge = facts({
      origin: BY_MALLORY,
      reviews: [approval(carol)],
      updates: [impureUpdateOf(HELLO)],
      configuration: { strategies: ["maintainer-command", "trusted-update"] },
    });
    expect(textOf(merge).split("\n")).toEqual([
      "asks",
      "met: The configuration is valid, and this change does not touch it",
      "met: Its base branch `master` allows automatic merging",
      "met: It is not a draft and has no conflicts",
      "met: It only changes existing packages: `hello`",
      "met: No finding blocks it, and all of it could be checked",
      "met: No committer requested changes",
      "asks: No merge strategy is complete yet",
      "  maintainer-command (somebody who maintains every touched package comments `merge`): asks",
      "    met: `carol`, a committer, approved the newest commit",
      "    met: `hello`: maintained by `alice`",
      "    asks: Waiting for a `merge` comment from a maintainer of `hello` (`alice`)",
      "  trusted-update (a trusted author updates packages and changes nothing else): unmet",
      "    unmet: `mallory`, who opened it, is not a trusted author",
      "    unmet: It is more than an update of `hello`: `buildInputs` differs (`pkgs/by-name/he/hello/package.nix`)",
      "    met: Nobody has cancelled the merge",
      "    met: The checks that GitHub requires have to pass",
      "met: No check has failed, and none is running",
    ]);
  });

  it("reads like this where everything is wrong", () => {
    const merge = facts({
      origin: BY_MALLORY,
      draft: true,
      branch: "@everyone",
      files: { outside: ["@here", "a`b"] },
      review: { blocking: 3, syntax: [], unknown: [] },
      reviews: [approval(carol, EARLIER, OLD_HEAD), request(carol, LATER)],
      maintainers: new Map([[HELLO.directory, { kind: "unknown", why: "`f b` was not understood" }]]),
      checks: { failed: ["build"], running: [], required: true },
    });
    expect(textOf(merge).split("\n")).toEqual([
      "no",
      "met: The configuration is valid, and this change does not touch it",
      "unmet: Its base branch is `@everyone`; automatic merging is only allowed into `master`, `staging*`",
      "unmet: It is a draft",
      "unmet: It changes files outside existing package directories: `@here`, `a'b`",
      "unmet: 3 findings block it",
      "unmet: Changes were requested by `carol`",
      "asks: No merge strategy is complete yet",
      "  maintainer-command (somebody who maintains every touched package comments `merge`): unmet",
      "    unmet: `mallory`, who opened it, is neither a trusted author nor a committer: a committer has to approve the newest commit",
      "    unmet: Its maintainers are not known: `f b` was not understood",
      "    asks: Waiting for a `merge` comment from a maintainer of `hello`",
      "  maintainer-approval (somebody who maintains every touched package approves the newest commit): unmet",
      "    unmet: Its maintainers are not known: `f b` was not understood",
      "    asks: A maintainer of `hello` has to approve the newest commit",
      "    met: Nobody has cancelled the merge",
      "  all-maintainers (every maintainer of every touched package approves the newest commit): unmet",
      "    unmet: Its maintainers are not known: `f b` was not understood",
      "    met: Nobody has cancelled the merge",
      "  trusted-update (a trusted author updates packages and changes nothing else): unmet",
      "    unmet: `mallory`, who opened it, is not a trusted author",
      "    met: It only updates packages",
      "    met: Nobody has cancelled the merge",
      "    met: The checks that GitHub requires have to pass",
      "  unmaintained-update (a trusted author updates packages without maintainers, and a member of the maintainers' team comments `merge`): unmet",
      "    unmet: `mallory`, who opened it, is not a trusted author",
      "    met: It only updates packages",
      "    unmet: Its maintainers are not known: `f b` was not understood",
      "    unmet: `merge.maintainers-team` is not set in the configuration",
      "  committer-command (a committer comments `merge`): asks",
      "    asks: Waiting for a `merge` comment from a committer",
      "  own-entry (the contact of an entry of NUR's registry opened it, and it changes nothing else): unmet",
      "    unmet: It does not change NUR's registry",
      "    met: Nobody has cancelled the merge",
      "    met: The checks that GitHub requires have to pass",
      "  registry-command (a member of the maintainers' team comments `merge` on a change of NUR's registry): unmet",
      "    unmet: It does not change NUR's registry",
      "    unmet: `merge.maintainers-team` is not set in the configuration",
      "unmet: Checks have failed: `build`",
    ]);
  });

  it("says of a command that does not count why", () => {
    const command = (strategy: Strategy, given: Given) =>
      partOf(decide(sound(strategy, given)), strategy).conditions.at(-1)?.text;
    expect(command("committer-command", { commands: [merge(carol, EARLIER)] })).toBe(
      "Waiting for a `merge` comment from a committer; the one from `carol` does not count, because it may be older than the last push",
    );
    expect(command("maintainer-command", { times: { pushedBy: null } })).toBe(
      "Waiting for a `merge` comment from a maintainer of `hello` (`alice`); the one from `alice` does not count, because it is not known whether it came after the last push",
    );
  });

  it("names eight of many", () => {
    const outside = Array.from({ length: 11 }, (_, i) => `file-${i}`);
    expect(lineOf(decide(facts({ files: { outside } })), "files").text).toMatch(/`file-7` and 3 more$/);
  });

  it("names once who asks for changes twice, and all who do", () => {
    const committers = { team: null, users: ["alice", "carol"], permission: null };
    const reviews = [request(carol), request(alice), request(mallory), request(carol)];
    const decision = decide(facts({ configuration: { committers }, reviews }));
    expect(lineOf(decision, "reviews").text).toBe("Changes were requested by `carol`, `alice`");
  });
});

/** The checklist as text, a line each. */
function textOf(merge: Parameters<typeof decide>[0]): string {
  const { verdict, lines } = decide(merge);
  const shown = lines.flatMap(({ state, text, parts }) => [
    `${state}: ${text}`,
    ...parts.flatMap((part) => [
      `  ${part.strategy} (${part.text}): ${part.state}`,
      ...part.conditions.map((condition) => `    ${condition.state}: ${condition.text}`),
    ]),
  ]);
  return [verdict, ...shown].join("\n");
}
