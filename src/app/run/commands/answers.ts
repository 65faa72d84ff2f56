import type { Reaction } from "../../../github/comments.ts";
import type { PullRequestComment } from "../../../github/pull-request-comments.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import type { Command } from "../../../review/conversation/commands.ts";
import type { MergeOutcome } from "../merge/merge-writes.ts";
import type { Run } from "../run.ts";
import type { Write } from "../writes/write.ts";
import type { Answer } from "./answer.ts";
import { type Asked, isAwaited, isReplied, reactionWrite } from "./asked.ts";
import { cancelAnswer } from "./cancel.ts";
import { checkAnswer } from "./check.ts";
import { explainAnswer } from "./explain.ts";
import { helpAnswer } from "./help.ts";
import { initAnswer } from "./init.ts";
import { mergeAnswer } from "./merge.ts";
import { byEmailAnswer, extraWordsAnswer, missAnswer, tooLongAnswer, unreadAnswer } from "./near-misses.ts";
import { replyBody, waitingBody } from "./reply.ts";
import { hasReaction, type Said } from "./said.ts";
import { unknownCommandAnswer } from "./unknown.ts";

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
  const { key, stamp } = asking;
  const writes: Write<GitHubWrite>[] = [];
  if (texts.length > 0 && !isReplied(asking, state)) {
    const body = replyBody(texts, {
      comment: key,
      stamp,
      commands: said.flatMap(wordOf),
    });
    writes.push({
      name: "reply",
      expected: { kind: "reply", comment: key, stamp },
      what: { kind: "comment", number: state.number, body },
    });
  }
  if (!hasReaction(asking, reaction)) {
    writes.push({ name: "reaction", expected: null, what: reactionWrite(asking, reaction) });
  }
  return writes;
}

/** What a reply's marker calls what it answers. */
function wordOf(said: Said): string[] {
  if (said.kind === "command") return [said.command];
  return said.kind === "unknown" ? [said.word] : [];
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
  const { key, stamp } = asking;
  const body = waitingBody(texts.join("\n\n"), { comment: key, stamp });
  return [
    {
      name: "waiting reply",
      expected: { kind: "waiting reply", comment: key, stamp },
      what: { kind: "comment", number: state.number, body },
    },
  ];
}

function answerTo(said: Said, asking: PullRequestComment, run: Run, outcome: MergeOutcome | null): Answer {
  const { bot } = run.state;
  switch (said.kind) {
    case "command":
      return answerToCommand(said, asking, run, outcome);
    case "unknown":
      return { text: unknownCommandAnswer(said.word, bot), result: "refused" };
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
  heard: Command,
  asking: PullRequestComment,
  run: Run,
  outcome: MergeOutcome | null,
): Answer {
  switch (heard.command) {
    case "merge":
      return mergeAnswer(run, asking, outcome);
    case "cancel":
      return cancelAnswer(run, asking);
    case "check":
      return checkAnswer();
    case "explain":
      return explainAnswer(run, heard.argument);
    case "init":
      return initAnswer(run.init, asking);
    case "help":
      return { text: helpAnswer(run.state.bot), result: "done" };
  }
}
