import type { GitHubClient } from "../../github/client.ts";
import { comment, type Reaction, react } from "../../github/comments.ts";
import type { PullRequestState } from "../../github/pull-request.ts";
import type { CheckOutcome } from "../../review/check-run.ts";
import type { Command } from "../../review/commands.ts";
import { HOME, ruleUrl } from "../../review/home.ts";
import {
  helpAnswer,
  replyBody,
  ruleAnswer,
  stateAnswer,
  unavailableAnswer,
  unknownCommandAnswer,
  unknownRuleAnswer,
} from "../../review/replies.ts";
import { findRule, levelOf, RULE_NAMES } from "../../rules/index.ts";
import type { PullRequestName, RunContext } from "../jobs/run-context.ts";
import { type Asked, hasReaction, isReplied } from "./commands.ts";
import { placeUrl } from "./place-url.ts";
import type { Verdict } from "./verdict.ts";
import type { Write } from "./write.ts";

/** What a run can answer from. */
export type Answering = {
  readonly client: GitHubClient;
  readonly name: PullRequestName;
  readonly state: PullRequestState;
  readonly verdict: Verdict;
  readonly outcome: CheckOutcome;
  readonly context: RunContext;
};

/** The answer to one command: null where the run itself is the answer. */
type Answer = { readonly text: string | null; readonly done: boolean };

/** Answers comments: for each a reply where there is something to say, then a rocket or a thumb down. */
export function answerWrites(answering: Answering, asked: readonly Asked[]): Write[] {
  return asked.flatMap((each) => answerOne(answering, each));
}

function answerOne(answering: Answering, { comment: asking, commands }: Asked): Write[] {
  const { client, name, state } = answering;
  const answers = commands.map((command) => answerTo(command, answering));
  const texts = answers.flatMap(({ text }) => (text === null ? [] : [text]));
  const reaction: Reaction = answers.every(({ done }) => done) ? "rocket" : "-1";
  const { databaseId, stamp } = asking;
  const writes: Write[] = [];
  if (texts.length > 0 && !isReplied(asking, state)) {
    const body = replyBody(texts, {
      comment: String(databaseId),
      stamp,
      commands: commands.map(({ command }) => command),
    });
    writes.push({
      name: "reply",
      expected: { kind: "reply", comment: databaseId, stamp },
      perform: () => comment(client, name, name.number, body),
    });
  }
  if (!hasReaction(asking, reaction)) {
    writes.push({
      name: "reaction",
      expected: null,
      perform: () => react(client, name, databaseId, reaction),
    });
  }
  return writes;
}

function answerTo({ command, argument }: Command, answering: Answering): Answer {
  const { state } = answering;
  switch (command) {
    case "check":
      return { text: null, done: true };
    case "help":
      return { text: helpAnswer(state.bot), done: true };
    case "explain":
      return argument === null
        ? { text: stateText(answering), done: true }
        : explainRule(argument, answering);
    case "merge":
    case "cancel":
      return { text: unavailableAnswer(command), done: false };
    default:
      return { text: unknownCommandAnswer(command, state.bot), done: false };
  }
}

function stateText({ outcome, name, state, context }: Answering): string {
  return stateAnswer(outcome, {
    ruleUrl,
    placeUrl: (finding) => placeUrl(context.website, name, state.head, finding),
  });
}

function explainRule(asked: string, { verdict, context }: Answering): Answer {
  const rule = findRule(asked);
  if (rule === null) {
    const all = { names: RULE_NAMES, url: `${HOME}/blob/main/docs/rules/README.md` };
    return { text: unknownRuleAnswer(asked, all), done: false };
  }
  const configuration = "checked" in verdict ? verdict.checked.configuration : null;
  const text = ruleAnswer({
    name: rule.name,
    codes: rule.codes,
    level: levelOf(rule, configuration?.preset ?? "nixpkgs", configuration?.levels ?? new Map()),
    page: context.rulePage(rule.name),
    url: ruleUrl(rule.name),
  });
  return { text, done: true };
}
