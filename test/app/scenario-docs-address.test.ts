import { expect, onTestFinished, test } from "vitest";
import { HELLO, openStage, packageText, proposes } from "./kit.ts";

test("all links to the documentation lead where the operator says", async () => {
  const stage = await openStage({ settings: { docsUrl: "https://bot.example.org/docs" } });
  onTestFinished(stage.close);
  const pr = await proposes(stage, { [HELLO]: packageText("hello", ["src = ~/src/hello;"]) });
  await stage.idle();
  await pr
    .as("alice")
    .comment("@by-name-bot explain path-home\n\n@by-name-bot explain\n\n@by-name-bot explain nothing");
  await stage.idle();
  const { threads, reviews, comments, checks } = pr.view();
  const said = [
    ["thread", threads[0]?.comments[0]?.body],
    ["review", reviews[0]?.body],
    ["check", JSON.stringify(checks)],
    ...comments.slice(1).map(({ body }) => ["answer", body] as const),
  ] as const;
  const links = said.flatMap(([where, text]) =>
    [...(text ?? "").matchAll(/https?:[^\s)"\\]*\/docs\/[^\s)"\\]*/g)].map(
      ([link]) => [where, link] as const,
    ),
  );
  expect(new Set(links.map(([where]) => where))).toEqual(new Set(["thread", "check", "answer"]));
  for (const [, link] of links) expect(link).toMatch(/^https:\/\/bot\.example\.org\/docs\/rules\//);
  expect(links.map(([, link]) => link)).toEqual(
    expect.arrayContaining([
      "https://bot.example.org/docs/rules/references/path-home.md",
      "https://bot.example.org/docs/rules/README.md",
    ]),
  );
});
