import { describe, expect, it } from "vitest";
import { commander, givenCommands } from "../../src/app/run/commands/given-commands.ts";
import { mergeConfiguration } from "../../src/config/merge.ts";
import { reactionsOf } from "../../src/github/comments.ts";
import type { PullRequestComment } from "../../src/github/pull-request-comments.ts";
import type { Person } from "../../src/policy/person.ts";
import { comment, state } from "./pull-request-state.ts";

const ROBOT: Person = { id: 2, login: "robot", kind: "bot" };

const ANSWER = comment({ databaseId: 9, body: "", byBot: true, by: ROBOT });

/** The commands on a pull request with these comments. */
function given(comments: readonly PullRequestComment[], users: readonly (string | number)[] = []) {
  const merge = mergeConfiguration({ committers: { users: [...users] } });
  return givenCommands(state({ comments }), merge).map(
    ({ command, by, state }) => `${by.login} ${command} ${state}`,
  );
}

describe("a command to merge", () => {
  it.each([
    ["that waits for its answer", {}, ["ann merge fresh"]],
    ["that was obeyed", { reactions: reactionsOf(["ROCKET"]) }, ["ann merge obeyed"]],
    [
      "that was refused, in words that are gone",
      { reactions: reactionsOf(["THUMBS_DOWN"]) },
      ["ann merge refused"],
    ],
    [
      "that was refused before it was edited",
      { reactions: reactionsOf(["THUMBS_DOWN"]), edited: true },
      ["ann merge fresh"],
    ],
    ["of a deleted account", { by: null }, []],
    ["that somebody else made of a comment", { editedByOther: true }, []],
    ["that somebody has hidden", { hidden: true }, []],
    ["of our own", { byBot: true }, []],
    ["of another App", { by: ROBOT, byApp: true }, []],
  ])("%s", (_what, changes, expected) => {
    expect(given([comment(changes)])).toEqual(expected);
  });

  it("was refused once there is a reply to it as it stands now", () => {
    const reply = (stamp: string) => ({ ...ANSWER, answers: { comment: "1", stamp } });
    expect(given([comment(), reply("2026-01-01T00:00:00Z")])).toEqual(["ann merge refused"]);
    expect(given([comment({ stamp: "2026-01-01T00:01:00Z" }), reply("2026-01-01T00:00:00Z")])).toEqual([
      "ann merge fresh",
    ]);
    expect(
      given([comment(), { ...ANSWER, answers: { comment: "r1", stamp: "2026-01-01T00:00:00Z" } }]),
    ).toEqual(["ann merge fresh"]);
    const waits = { ...ANSWER, awaits: { comment: "1", stamp: "2026-01-01T00:00:00Z" } };
    expect(given([comment(), waits])).toEqual(["ann merge fresh"]);
  });

  it("counts of an App that is named, and not of a person with its name", () => {
    const robot = comment({ by: ROBOT, byApp: true });
    expect(given([robot], ["robot[bot]"])).toEqual(["robot merge fresh"]);
    expect(given([robot], [2])).toEqual(["robot merge fresh"]);
    expect(given([robot], ["robot"])).toEqual([]);
  });
});

it("no App commands where the configuration is not known", () => {
  expect(commander(comment({ by: ROBOT, byApp: true }), null)).toBeNull();
});

it.each(["check", "explain", "init", "help", "dance"])("%s is no command about merging", (word) => {
  expect(given([comment({ body: `@by-name-bot ${word}` })])).toEqual([]);
});

it("commands stand in the order of their time, which is later where a comment was edited", () => {
  const at = (second: number) => `2026-01-01T00:00:0${second}Z`;
  const comments = [
    comment({ databaseId: 1, body: "@by-name-bot cancel", stamp: at(3), edited: true }),
    comment({ databaseId: 2, stamp: at(2) }),
  ];
  expect(given(comments)).toEqual(["ann merge fresh", "ann cancel fresh"]);
});

it("a command to cancel counts though somebody has hidden it", () => {
  expect(given([comment({ body: "@by-name-bot cancel", hidden: true })])).toEqual(["ann cancel fresh"]);
});
