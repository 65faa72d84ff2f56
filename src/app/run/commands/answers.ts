import type { Finding } from "../../../checker/finding.ts";
import { differsByPath, levelOf } from "../../../checker/level.ts";
import type { Reaction } from "../../../github/comments.ts";
import type { PullRequestComment } from "../../../github/pull-request.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import type { Command } from "../../../review/commands.ts";
import { HOME, ruleUrl } from "../../../review/home.ts";
import {
  byEmailAnswer,
  extraWordsAnswer,
  missAnswer,
  tooLongAnswer,
  unreadAnswer,
} from "../../../review/near-misses.ts";
import {
  helpAnswer,
  replyBody,
  ruleAnswer,
  stateAnswer,
  unknownCommandAnswer,
  unknownRuleAnswer,
  waitingBody,
} from "../../../review/replies.ts";
import { findRules, RULE_NAMES } from "../../../rules/naming.ts";
import type { MergeOutcome } from "../merge/merge-writes.ts";
import { shownVerdict } from "../places/head-places.ts";
import { placeUrl } from "../places/place-url.ts";
import type { Run } from "../run.ts";
import { outcomeOf } from "../writes/check-run-writes.ts";
import type { Write } from "../writes/write.ts";
import type { Answer } from "./answer.ts";
import { type Asked, hasReaction, isAwaited, isReplied, type Said } from "./asked.ts";
import { cancelAnswer, explainMerging, mergeAnswer } from "./merge-answers.ts";

/**
 * Answers comments: for each a reply where there is something to say, then a rocket, a thumb down, or, to what
 * is only like a command, a confused face.
 * `outcome` is what came of asking GitHub for the merge; null where it was not asked.
 */
export function answerWrites(
  run: Run,
  asked: readonly Asked[],
  outcome: MergeOutcome | null,
): Write<GitHubWrite>[] {
  return asked.flatMap((each) => answerOne(run, each, outcome));
}

function answerOne(
  run: Run,
  { comment: asking, said }: Asked,
  outcome: MergeOutcome | null,
): Write<GitHubWrite>[] {
  const { state } = run;
  const answers = said.map((one) => answerTo(one, asking, run, outcome));
  if (answers.some(({ result }) => result === "awaited")) return awaitWrites(run, asking, answers);
  const texts = answers.flatMap(({ text }) => (text === null ? [] : [text]));
  const reaction = reactionTo(answers);
  const { databaseId, stamp } = asking;
  const writes: Write<GitHubWrite>[] = [];
  if (texts.length > 0 && !isReplied(asking, state)) {
    const body = replyBody(texts, {
      comment: String(databaseId),
      stamp,
      commands: said.flatMap((one) => (one.kind === "command" ? [one.command] : [])),
    });
    writes.push({
      name: "reply",
      expected: { kind: "reply", comment: databaseId, stamp },
      what: { kind: "comment", number: state.number, body },
    });
  }
  if (!hasReaction(asking, reaction)) {
    writes.push({
      name: "reaction",
      expected: null,
      what: { kind: "reaction", comment: databaseId, reaction },
    });
  }
  return writes;
}

function reactionTo(answers: readonly Answer[]): Reaction {
  if (answers.every(({ result }) => result === "done")) return "rocket";
  return answers.every(({ result }) => result === "missed") ? "confused" : "-1";
}

/** What a comment with a command that waits is told, once: the eyes that it has say that it was seen. */
function awaitWrites(
  { state }: Run,
  asking: PullRequestComment,
  answers: readonly Answer[],
): Write<GitHubWrite>[] {
  const texts = answers.flatMap(({ text }) => (text === null ? [] : [text]));
  if (texts.length === 0 || isAwaited(asking, state)) return [];
  const { databaseId, stamp } = asking;
  const body = waitingBody(texts.join("\n\n"), { comment: String(databaseId), stamp });
  return [
    {
      name: "waiting reply",
      expected: { kind: "waiting reply", comment: databaseId, stamp },
      what: { kind: "comment", number: state.number, body },
    },
  ];
}

function answerTo(said: Said, asking: PullRequestComment, run: Run, outcome: MergeOutcome | null): Answer {
  const { bot } = run.state;
  switch (said.kind) {
    case "command":
      return answerToCommand(said, asking, run, outcome);
    case "extra":
      return { text: extraWordsAnswer(said.command, bot), result: "refused" };
    case "miss":
      return { text: missAnswer(bot), result: "missed" };
    case "too-long":
      return { text: tooLongAnswer(bot), result: "refused" };
    case "unread":
      return { text: unreadAnswer(bot), result: "refused" };
    case "by-email":
      return { text: byEmailAnswer(bot), result: "refused" };
  }
}

function answerToCommand(
  { command, argument }: Command,
  asking: PullRequestComment,
  run: Run,
  outcome: MergeOutcome | null,
): Answer {
  const { state } = run;
  switch (command) {
    case "check":
      return { text: null, result: "done" };
    case "help":
      return { text: helpAnswer(state.bot), result: "done" };
    case "explain":
      return argument === null ? { text: stateText(run), result: "done" } : explainRule(argument, run);
    case "merge":
      return mergeAnswer(run, asking, outcome);
    case "cancel":
      return cancelAnswer(run, asking);
    default:
      return { text: unknownCommandAnswer(command, state.bot), result: "refused" };
  }
}

function stateText({ verdict, places, merging, name, state, context }: Run): string {
  const urls = {
    ruleUrl,
    placeUrl: (finding: Finding) => placeUrl(context.website, name, state.head, finding),
  };
  return stateAnswer(outcomeOf(shownVerdict(verdict, places)), urls, explainMerging(merging));
}

function explainRule(asked: string, { verdict, context }: Run): Answer {
  const rules = findRules(asked);
  if (rules.length === 0) {
    const all = { names: RULE_NAMES, url: `${HOME}/blob/main/docs/rules/README.md` };
    return { text: unknownRuleAnswer(asked, all), result: "refused" };
  }
  const configuration = "checked" in verdict ? verdict.checked.configuration : null;
  const answers = rules.map((rule) =>
    ruleAnswer({
      name: rule.name,
      codes: rule.codes,
      level: levelOf(rule, configuration?.preset ?? "nixpkgs", configuration?.levels ?? new Map()),
      differs: configuration !== null && differsByPath(rule, configuration),
      page: context.rulePage(rule.name),
      url: ruleUrl(rule.name),
    }),
  );
  return { text: answers.join("\n\n"), result: "done" };
}
