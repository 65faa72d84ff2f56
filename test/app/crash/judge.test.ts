import { tmpdir } from "node:os";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CHECK_NAME } from "../../../src/config/own-check.ts";
import { findingMarker, reviewMarker } from "../../../src/review/conversation/markers.ts";
import { type Expected, expectedOf } from "./expected.ts";
import { judgePull } from "./judge.ts";
import type { Pull } from "./people.ts";
import { BASE, type CrashStage, openCrashStage } from "./stage.ts";

let stage: CrashStage;
let pull: Pull;
let should: Expected;
beforeEach(async () => {
  stage = await openCrashStage(tmpdir(), () => 0);
  await stage.people.act();
  const [opened] = stage.people.pulls;
  const [head] = opened?.heads ?? [];
  if (opened === undefined || head === undefined) throw new Error("nobody has opened anything");
  pull = opened;
  should = await expectedOf(BASE, head.files);
});
afterEach(() => stage.close());

it("asks for nothing where nothing was acknowledged", async () => {
  expect(await faults({ told: false })).toEqual([]);
});

it("finds a head that was told of and not reviewed", async () => {
  expect(await faults()).toEqual(["lost: head 0 was told of, and the last that was reviewed is -1"]);
});

it("finds a review that was begun and never finished", async () => {
  await postFindings(should.findings);
  expect(await faults({ told: false })).toEqual(["lost: a review was begun and never finished"]);
});

it("finds nothing where everything stands there once", async () => {
  expect(should.findings.length).toBeGreaterThan(1);
  await postFindings(should.findings);
  await postCheckRun();
  expect(await faults()).toEqual([]);
});

it("finds a comment, a review and a check run too many", async () => {
  await postFindings(should.findings);
  await postFindings(should.findings.slice(0, 1));
  await postCheckRun();
  await postCheckRun();
  expect(await faults()).toEqual([
    "twice: head 0 has 2 check runs for 1",
    `twice: two reviews say ${should.findings[0]}`,
    `twice: finding ${should.findings[0]} has 2 comments`,
  ]);
});

it("finds what is not as the checker says", async () => {
  await postFindings([...should.findings.slice(1), "abc"]);
  await postCheckRun("Nothing new is wrong in 1 package");
  expect(await faults()).toEqual([
    expect.stringContaining('wrong: its check run says {"conclusion":"failure","title":"Nothing new'),
    `wrong: finding ${should.findings[0]} has no comment`,
    "wrong: finding abc is fixed, which its thread does not show",
  ]);
});

it("finds a command that was not answered", async () => {
  const { id } = pull.conversation.comment("@by-name-bot help");
  const comments = [{ id, afterHeads: 1, wants: "a reply" as const, merges: false }];
  await postFindings(should.findings);
  await postCheckRun();
  const told = { ...pull, comments };
  expect(await faults({ comments: [id], of: told })).toEqual([
    `lost: comment ${id}, which wants a reply: none`,
  ]);
  expect(await faults({ of: told })).toEqual([]);
});

it("finds a word that merged nothing, and a merge without a word", async () => {
  const { id } = pull.conversation.comment("@by-name-bot merge");
  const comments = [{ id, afterHeads: 1, wants: "a verdict" as const, merges: true }];
  await postFindings(should.findings);
  await postCheckRun();
  const told = await faults({ comments: [id], of: { ...pull, comments } });
  expect(told).toContain(`lost: comment ${id} was told of, and it is not merged`);
  await pull.conversation.as("NixOS").merge();
  const before = [{ id, afterHeads: 0, wants: "a verdict" as const, merges: true }];
  expect(await faults({ of: { ...pull, comments: before } })).toContain(
    "wrong: it was merged, and nobody who may has said so",
  );
  expect(await faults({ of: { ...pull, comments } })).not.toContain(
    "wrong: it was merged, and nobody who may has said so",
  );
});

async function faults({
  told = true,
  comments = [],
  of = pull,
}: {
  readonly told?: boolean;
  readonly comments?: readonly number[];
  readonly of?: Pull;
} = {}): Promise<string[]> {
  const { world, bot } = stage;
  const heads = told ? pull.heads.map(({ oid }) => oid) : [];
  const acknowledged = { heads: new Set(heads), comments: new Set(comments) };
  const { faults } = await judgePull(of, { world, bot, acknowledged, expected: async () => should });
  return faults.map(({ kind, what }) => `${kind}: ${what}`);
}

/** What the bot says of findings: a review with their comments, and the labels. */
async function postFindings(ids: readonly string[]): Promise<void> {
  const { conversation, heads } = pull;
  const path = Object.keys(heads[0]?.files ?? {})[0] ?? "";
  const comments = ids.map((id) => ({ path, line: 1, body: findingMarker({ id, fixed: false }) }));
  const { world, bot } = stage;
  await world.createReview(conversation.repository.id, conversation.number, bot, {
    event: "REQUEST_CHANGES",
    body: reviewMarker({ inline: ids, inBody: [] }),
    comments,
  });
  world.addLabels(conversation.repository.id, conversation.number, bot, should.labels);
}

async function postCheckRun(title = should.title): Promise<void> {
  const { repository, record } = pull.conversation;
  await stage.world.createCheckRun(repository.id, stage.github.app.id, {
    name: CHECK_NAME,
    headOid: record().headRefOid,
    status: "completed",
    conclusion: "failure",
    output: {
      title,
      summary: "",
      annotations: should.places.map((place) => {
        const [path = "", line] = place.split(":");
        const places = { startLine: Number(line), endLine: Number(line), startColumn: null, endColumn: null };
        return { path, ...places, level: "failure", message: "No.", title: null, rawDetails: null };
      }),
    },
  });
}
