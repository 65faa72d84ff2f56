import type {
  CheckView,
  Conversation,
  ConversationEntry,
  PullRequestView,
  ReviewView,
  ThreadView,
} from "simulated-github";
import { suggestionsIn } from "simulated-github";

/**
 * What a person sees of a pull request, short enough for a snapshot: what was said and done in the order of
 * time, each review with the threads that it began as they are now, then the checks and labels. Commits are
 * named by their order.
 */
export function conversationOf(pr: Conversation): string {
  const view = pr.view();
  return named([...view.conversation.flatMap(entryLines), ...standing(view)].join("\n"), view);
}

/** The part of `conversationOf` that changes without anybody's saying anything: checks and labels. */
export function standingOf(pr: Conversation): string {
  const view = pr.view();
  return named(standing(view).join("\n"), view);
}

/** The threads alone, in their order. */
export function threadsOf(pr: Conversation): string {
  const view = pr.view();
  return named(view.threads.flatMap(threadLines).join("\n"), view);
}

function standing(view: PullRequestView): string[] {
  return [
    ...view.checks.map(checkLine),
    ...(view.labels.length === 0 ? [] : [`labels: ${view.labels.join(", ")}`]),
  ];
}

function entryLines(entry: ConversationEntry): string[] {
  switch (entry.kind) {
    case "comment":
      return [`${entry.author}: ${proseOf(entry.body)}${reactionsOf(entry.reactions)}`];
    case "review":
      return [
        `${entry.author} ${verb(entry)}: ${proseOf(entry.body)}`,
        ...entry.threads.flatMap(threadLines).map(indented),
      ];
    case "event":
      return eventLines(entry);
  }
}

function eventLines({ event, actor, about }: Extract<ConversationEntry, { kind: "event" }>): string[] {
  switch (event) {
    case "PullRequestCommit":
      return [`${actor} pushed ${about}`];
    case "HeadRefForcePushedEvent":
      return [`${actor} force-pushed ${about}`];
    case "ReviewDismissedEvent":
      return [`${actor} dismissed a review: ${about}`];
    case "LabeledEvent":
    case "UnlabeledEvent":
      return [];
    default:
      return [`${actor}: ${event}`];
  }
}

function verb({ state }: ReviewView): string {
  const verbs = {
    APPROVED: "approved",
    CHANGES_REQUESTED: "requests changes",
    COMMENTED: "reviewed",
    DISMISSED: "requested changes (dismissed)",
    PENDING: "is still writing",
  };
  return verbs[state];
}

function threadLines(thread: ThreadView): string[] {
  const { path, startLine, line, isResolved, isOutdated, resolvedBy } = thread;
  const [first, ...replies] = thread.comments;
  const lines = line === null ? "" : startLine === null ? `:${line}` : `:${startLine}-${line}`;
  const states = [
    ...(isOutdated ? ["outdated"] : []),
    ...(isResolved ? [`resolved by ${resolvedBy}`] : []),
    ...(first?.minimized == null ? [] : [`hidden as ${first.minimized.toLowerCase()}`]),
  ];
  const state = states.length === 0 ? "" : ` (${states.join(", ")})`;
  return [
    `${path}${lines}${state}: ${first === undefined ? "" : titleOf(first.body)}`,
    ...(first === undefined ? [] : suggestionLines(first.body)),
    ...replies.map(({ author, body }) => `  ${author}: ${proseOf(body)}`),
  ];
}

/** What the button of a comment puts in the place of its lines. */
function suggestionLines(body: string): string[] {
  const [lines] = suggestionsIn(body);
  if (lines === undefined) return [];
  return lines.length === 0 ? ["  - deletes it"] : lines.map((text) => `  + ${text}`);
}

/** The first line of a comment and, where it was fixed, of what it was. */
function titleOf(body: string): string {
  const lines = body.split("\n").filter((line) => line !== "" && !line.startsWith("<"));
  const [first = "", second = ""] = lines;
  return plain(first.startsWith("✅") ? `${first} Was: ${second}` : first);
}

/** A body without what is hidden, folded or small in it. */
function proseOf(body: string): string {
  return plain(
    body
      .replaceAll(/<!--[\s\S]*?-->/g, "")
      .replaceAll(/<(details|sub)>[\s\S]*<\/\1>/g, "")
      .trim(),
  ).replaceAll(/\n+/g, "\n  ");
}

/** Markdown without bold and with links as their text. */
function plain(text: string): string {
  return text.replaceAll("**", "").replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}

function checkLine({ name, status, conclusion, title, annotations }: CheckView): string {
  const notes = annotations.map(
    ({ path, startLine, endLine }) => `\n  ${path}:${startLine}${endLine === startLine ? "" : `-${endLine}`}`,
  );
  return `check ${name}: ${(conclusion ?? status).toLowerCase()}, ${title}${notes.join("")}`;
}

function reactionsOf(reactions: Readonly<Record<string, readonly string[] | undefined>>): string {
  const given = Object.entries(reactions).map(([content, by]) => `${content} by ${by?.join(", ")}`);
  return given.length === 0 ? "" : ` (${given.join("; ")})`;
}

function indented(line: string): string {
  return `  ${line}`;
}

/** The text with commits by the order in which they came into the pull request. */
function named(text: string, view: PullRequestView): string {
  const oids = view.conversation.flatMap((entry) =>
    entry.kind === "event" ? (entry.about.match(/\b[0-9a-f]{40}\b/g) ?? []) : [],
  );
  return [...new Set([...oids, view.head])].reduce(
    (named, oid, i) =>
      named.replaceAll(oid, `commit ${i + 1}`).replaceAll(oid.slice(0, 12), `commit ${i + 1}`),
    text,
  );
}
