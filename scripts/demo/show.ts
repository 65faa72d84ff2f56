import type {
  CheckView,
  Conversation,
  ConversationEntry,
  ReviewView,
  ThreadView,
  World,
} from "simulated-github";
import { suggestedChange } from "simulated-github/pages";
import type { Paint } from "../../src/review/text/terminal.ts";
import type { News } from "./news.ts";
import { terminalMarkdown } from "./terminal-markdown.ts";

export type Screen = {
  readonly paint: Paint;
  /** In columns. */
  readonly width: number;
  print(line: string): void;
};

/** Where what somebody said begins, behind the time and a space. */
const indent = " ".repeat(10);
const bot = "by-name-bot";

/** Prints what came of something, in the order of time. */
export async function showNews(
  screen: Screen,
  world: World,
  pullRequest: Conversation,
  news: readonly News[],
): Promise<void> {
  for (const each of news) {
    const [title = "", ...rest] = await newsLines(screen, world, pullRequest, each);
    if (title === "") continue;
    const time = `${Math.round(each.milliseconds)} ms`.padStart(8);
    screen.print(`${screen.paint.faint(time)}  ${title}`);
    for (const line of rest) screen.print(line === "" ? "" : `${indent}${line}`);
  }
}

async function newsLines(
  screen: Screen,
  world: World,
  pullRequest: Conversation,
  news: News,
): Promise<string[]> {
  const { paint } = screen;
  switch (news.kind) {
    case "check":
      return checkLines(screen, news.check);
    case "reaction":
      return [`${who(news.by, paint)} reacts with ${signs[news.content] ?? news.content}`];
    case "fixed": {
      const [first] = news.thread.comments;
      const [said = ""] = first?.body.split("\n") ?? [];
      const title = `${who(first?.author ?? "", paint)} edits its comment on ${paint.strong(news.thread.path)}:`;
      return [title, ...terminalMarkdown(said, screen)];
    }
    case "resolved":
      return [`${who(news.thread.resolvedBy ?? "", paint)} resolves the thread`];
    case "entry":
      return entryLines(screen, world, pullRequest, news.entry);
  }
}

const signs: Readonly<Record<string, string>> = { eyes: "👀", rocket: "🚀", "-1": "👎", "+1": "👍" };

function who(login: string, paint: Paint): string {
  const name = login.replace(/\[bot\]$/, "");
  return name === bot ? paint.help(name) : paint.strong(name);
}

function checkLines({ paint }: Screen, check: CheckView): string[] {
  const [sign, paintSign] =
    check.conclusion === "success"
      ? (["✔", paint.good] as const)
      : check.conclusion === "neutral"
        ? (["■", paint.faint] as const)
        : (["✘", paint.error] as const);
  return [`${paintSign(`${sign} check ${check.name}:`)} ${check.title ?? ""}`];
}

async function entryLines(
  screen: Screen,
  world: World,
  pullRequest: Conversation,
  entry: ConversationEntry,
): Promise<string[]> {
  const { paint } = screen;
  const inner = { ...screen, width: screen.width - indent.length };
  switch (entry.kind) {
    case "comment":
      return [`${who(entry.author, paint)} comments`, ...terminalMarkdown(entry.body, inner), ""];
    case "review": {
      const threads = [];
      for (const thread of entry.threads) {
        threads.push("", ...(await threadLines(inner, world, pullRequest, thread)));
      }
      const body = terminalMarkdown(entry.body, inner);
      return [`${who(entry.author, paint)} ${verbOf(entry, paint)}`, ...body, ...threads, ""];
    }
    case "event":
      return eventLines(entry, paint);
  }
}

function verbOf({ state }: ReviewView, paint: Paint): string {
  return state === "CHANGES_REQUESTED" ? paint.error("requests changes") : "reviews";
}

async function threadLines(
  screen: Screen,
  world: World,
  pullRequest: Conversation,
  thread: ThreadView,
): Promise<string[]> {
  const record = pullRequest.record().threads.find(({ nodeId }) => nodeId === thread.nodeId);
  const { path, line, startLine } = thread;
  const lines = startLine === null ? `line ${line}` : `lines ${startLine} to ${line}`;
  const title = `${screen.paint.strong(path)}, ${lines}`;
  const comments = [];
  for (const { body } of thread.comments) {
    const suggested =
      record === undefined ? null : await suggestedChange(world, pullRequest.record(), record, body);
    comments.push(...terminalMarkdown(body, { ...screen, suggested }));
  }
  return [title, ...comments];
}

function eventLines(
  { event, actor, about }: Extract<ConversationEntry, { kind: "event" }>,
  paint: Paint,
): string[] {
  switch (event) {
    case "LabeledEvent":
      return [`${who(actor, paint)} adds the label ${paint.code(about)}`];
    case "UnlabeledEvent":
      return [`${who(actor, paint)} removes the label ${paint.code(about)}`];
    case "PullRequestCommit":
      return [`${who(actor, paint)} pushes a commit`];
    case "ReviewDismissedEvent":
      return [`${who(actor, paint)} takes back that it requested changes:`, about];
    case "MergedEvent":
      return [`${who(actor, paint)} ${paint.good("merges it")}`];
    default:
      return [];
  }
}
