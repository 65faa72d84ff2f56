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
    const ids = ["configuration", "branch", "ready", "files", "findings", "opinions", "strategy", "checks"];
    for (const given of [{}, NO_COMMAND, FAILED]) {
      expect(decide(facts(given)).lines.map(({ id }) => id)).toEqual(ids);
    }
    expect(decide({ ...facts(), configuration: null }).lines.map(({ id }) => id)).toEqual(ids);
  });

  it("reads like this where a maintainer has to say so", () => {
    const merge = facts({
      origin: BY_MALLORY,
      opinions: [approval(carol)],
      updates: [impureUpdateOf(HELLO)],
      configuration: { strategies: ["maintainer-command", "trusted-update"] },
    });
    expect(textOf(merge)).toMatchInlineSnapshot(`
      "asks
      met: The configuration of the base is valid, and the change does not touch it
      met: It goes into \`master\`, where changes may merge themselves
      met: It is no draft, and does not conflict with its base
      met: It changes nothing but packages that are there already: \`hello\`
      met: No finding blocks it, and all of it could be read
      met: No committer asks for changes
      asks: Somebody who may has to say so
        maintainer-command (somebody who maintains every touched package says so): asks
          met: \`carol\`, a committer, approved the newest commit
          met: \`hello\`: maintained by \`alice\`
          asks: It needs a comment \`merge\` by somebody who maintains all of it
        trusted-update (a trusted author updates packages and changes nothing else): unmet
          unmet: \`mallory\`, who opened it, is no trusted author
          unmet: It is more than an update of \`hello\`: \`buildInputs\` differs (\`pkgs/by-name/he/hello/package.nix\`)
          met: Nobody has taken it back
          met: It has to pass the checks that GitHub requires
      met: No check has failed, and none is running"
    `);
  });

  it("reads like this where everything is wrong", () => {
    const merge = facts({
      origin: BY_MALLORY,
      draft: true,
      branch: "@everyone",
      files: { outside: ["@here", "a`b"] },
      review: { blocking: 3, syntax: [], unknown: [] },
      opinions: [approval(carol, EARLIER, OLD_HEAD), request(carol, LATER)],
      maintainers: new Map([[HELLO.directory, { kind: "unknown", why: "`f b` was not understood" }]]),
      checks: { failed: ["build"], running: [], required: true },
    });
    expect(textOf(merge)).toMatchInlineSnapshot(`
      "no
      met: The configuration of the base is valid, and the change does not touch it
      unmet: It goes into \`@everyone\`, and only into \`master\`, \`staging*\` may changes merge themselves
      unmet: It is a draft
      unmet: It changes files that are in no package directory of the base: \`@here\`, \`a'b\`
      unmet: 3 findings block it
      unmet: Changes are asked for by \`carol\`
      asks: Somebody who may has to say so
        maintainer-command (somebody who maintains every touched package says so): unmet
          unmet: \`mallory\`, who opened it, is neither a trusted author nor a committer, and no committer approved the newest commit
          unmet: It is not known who maintains it: \`f b\` was not understood
          asks: It needs a comment \`merge\` by somebody who maintains all of it
        maintainer-approval (somebody who maintains every touched package approves the head): unmet
          unmet: It is not known who maintains it: \`f b\` was not understood
          asks: Somebody who maintains all of it has to approve the newest commit
          met: Nobody has taken it back
        all-maintainers (every maintainer of every touched package approves the head): unmet
          unmet: It is not known who maintains it: \`f b\` was not understood
          met: Nobody has taken it back
        trusted-update (a trusted author updates packages and changes nothing else): unmet
          unmet: \`mallory\`, who opened it, is no trusted author
          met: It updates packages, and changes nothing else
          met: Nobody has taken it back
          met: It has to pass the checks that GitHub requires
        unmaintained-update (a trusted author updates packages that nobody maintains, and a member of the maintainers' team says so): unmet
          unmet: \`mallory\`, who opened it, is no trusted author
          met: It updates packages, and changes nothing else
          unmet: It is not known who maintains it: \`f b\` was not understood
          unmet: \`merge.maintainers-team\` of the configuration names no team
        committer-command (a committer says so): asks
          asks: It needs a comment \`merge\` by a committer
        own-entry (whoever answers for an entry of NUR's registry opened it, and it touches nothing else): unmet
          unmet: It does not change NUR's registry
          met: Nobody has taken it back
          met: It has to pass the checks that GitHub requires
        registry-command (a member of the maintainers' team says so of a change of NUR's registry): unmet
          unmet: It does not change NUR's registry
          unmet: \`merge.maintainers-team\` of the configuration names no team
      unmet: Checks have failed: \`build\`"
    `);
  });

  it("says of a command that does not count why", () => {
    const command = (strategy: Strategy, given: Given) =>
      partOf(decide(sound(strategy, given)), strategy).conditions.at(-1)?.text;
    expect(command("committer-command", { commands: [merge(carol, EARLIER)] })).toMatchInlineSnapshot(
      `"It needs a comment \`merge\` by a committer; the command of \`carol\` does not count: it did not surely come after the last push"`,
    );
    expect(command("maintainer-command", { times: { pushedBy: null } })).toMatchInlineSnapshot(
      `"It needs a comment \`merge\` by somebody who maintains all of it; the command of \`alice\` does not count: it is not known whether it came after the last push"`,
    );
  });

  it("names eight of many", () => {
    const outside = Array.from({ length: 11 }, (_, i) => `file-${i}`);
    expect(lineOf(decide(facts({ files: { outside } })), "files").text).toMatch(/`file-7` and 3 more$/);
  });

  it("names once who asks for changes twice, and all who do", () => {
    const committers = { team: null, users: ["alice", "carol"], permission: null };
    const opinions = [request(carol), request(alice), request(mallory), request(carol)];
    const decision = decide(facts({ configuration: { committers }, opinions }));
    expect(lineOf(decision, "opinions").text).toBe("Changes are asked for by `carol`, `alice`");
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
