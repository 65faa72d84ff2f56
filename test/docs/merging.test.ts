import { describe, expect, it } from "vitest";
import { refusedAnswer, waitingAnswer } from "../../src/app/run/commands/merge.ts";
import { takenBackComment } from "../../src/app/run/merge/taken-back.ts";
import { decide } from "../../src/policy/decision.ts";
import type { MergeFacts } from "../../src/policy/facts.ts";
import { mergingSection } from "../../src/review/conversation/checklist.ts";
import { alice, BY_MALLORY, facts, type Given, LATEST, mallory, merge } from "../policy/builders.ts";
import { proseOf, readText, sourceTexts } from "./pages.ts";

const page = { path: "docs/merging.md", text: readText("docs/merging.md") };
const BOT = "by-name-bot";

/** The repository of the page, in which a maintainer's command is the only way. */
function inExample(given: Given = {}): MergeFacts {
  return facts({ ...given, configuration: { strategies: ["maintainer-command"] } });
}

/** What stands in the quotes of the page, each as one line. */
const quoted = [...page.text.matchAll(/(?:^>.*\n)+/gm)].map(([quote]) => flat(quote.replace(/^> ?/gm, "")));

function flat(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

describe("what the bot says on the page for maintainers is what it says", () => {
  it.each([
    ["in its check", () => mergingSection(decide(inExample()), { dryRun: false })],
    [
      "where it waits itself",
      () =>
        waitingAnswer(
          decide(
            inExample({
              commands: [merge(alice)],
              checks: { failed: [], running: ["build"], required: true },
            }),
          ),
          BOT,
        ),
    ],
    [
      "when it takes a merge back",
      () =>
        takenBackComment(decide(inExample({ commands: [merge(alice)], times: { pushedBy: LATEST } })), BOT),
    ],
  ])("%s", (_, said) => {
    expect(quoted).toContain(flat(said()));
  });

  it("to somebody who maintains nothing, at its beginning and its end", () => {
    const said = flat(refusedAnswer(decide(inExample({ commands: [merge(mallory)] })), BOT, "comment"));
    const shown = quoted.filter((quote) => said.startsWith(quote) || said.endsWith(quote));
    expect(shown).toHaveLength(2);
  });

  it("of a change that nobody stands for", () => {
    const said = refusedAnswer(
      decide(inExample({ origin: BY_MALLORY, commands: [merge(alice)] })),
      BOT,
      "comment",
    );
    const shown = quoted.find((quote) => quote.includes("is neither a trusted author"));
    expect(flat(said)).toContain(shown);
  });
});

it("explains lines of the checklist that there are", () => {
  const [, table = ""] = /^\| when it says.*\n\|[- |]+\n((?:\|.*\n)+)/m.exec(proseOf(page)) ?? [];
  const phrases = [...table.matchAll(/^\| (.*?) +\|/gm)].map(([, phrase = ""]) => phrase);
  expect(phrases.length).toBeGreaterThan(20);
  const sources = [...sourceTexts("src/policy/"), readText("src/packages/changed-files.ts")].join("\n");
  expect(phrases.filter((phrase) => !sources.includes(phrase))).toEqual([]);
});
