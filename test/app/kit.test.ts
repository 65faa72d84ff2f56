import { expect, onTestFinished, test } from "vitest";
import { conversationOf, HELLO, openStage, packageText, proposes } from "./kit.ts";

test("a mistake is reported on its line, and the report goes with the mistake", async () => {
  const stage = await openStage();
  onTestFinished(stage.close);
  const pr = await proposes(stage, { [HELLO]: packageText("hello", ["src = ~/src/hello;"]) });
  await stage.idle();
  expect(pr.view().threads).toMatchObject([{ path: HELLO, line: 8, isResolved: false }]);
  await pr.push({ [HELLO]: packageText("hello") });
  await stage.idle();
  expect(conversationOf(pr)).toContain("resolved by by-name-bot[bot]");
});
