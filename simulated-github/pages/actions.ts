import { unprocessable } from "../world/errors.ts";
import { pullPath, type Subject } from "./site.ts";

/** The fields of a form. */
export type Fields = { get(name: string): string | null };

type Action = (subject: Subject, fields: Fields) => Promise<string> | string;

/**
 * What a person can do with a pull request, by the last part of the address of a form: each returns where to
 * look next. What GitHub would refuse is thrown as a Refusal.
 */
export const actions: Readonly<Record<string, Action>> = {
  comment(subject, fields) {
    const { id } = visit(subject, fields).comment(textOf(fields, "body"));
    return `${pullPath(subject)}#issuecomment-${id}`;
  },
  reply(subject, fields) {
    const { world, pullRequest, repository } = subject;
    const thread = threadOf(subject, fields);
    const { id } = world.user(textOf(fields, "as"));
    const first = thread.comments[0]?.id ?? 0;
    world.replyToReviewComment(repository.id, pullRequest.number, id, first, textOf(fields, "body"));
    return backTo(subject, fields, thread.id);
  },
  async suggestion(subject, fields) {
    await visit(subject, fields).pressSuggestion({ id: numberOf(fields, "comment"), nodeId: "" });
    return pullPath(subject);
  },
  resolve: (subject, fields) => setResolved(subject, fields, true),
  unresolve: (subject, fields) => setResolved(subject, fields, false),
  rerun(subject, fields) {
    visit(subject, fields).rerun(textOf(fields, "check"));
    return `${pullPath(subject)}/checks`;
  },
  action(subject, fields) {
    visit(subject, fields).pressCheckAction(textOf(fields, "check"), textOf(fields, "identifier"));
    return `${pullPath(subject)}/checks`;
  },
};

function visit({ world, repository, pullRequest }: Subject, fields: Fields) {
  return world.as(textOf(fields, "as")).visits(world.handle(repository.id), pullRequest.number);
}

function setResolved(subject: Subject, fields: Fields, isResolved: boolean): string {
  const thread = threadOf(subject, fields);
  const { id } = subject.world.user(textOf(fields, "as"));
  subject.world.setThreadResolved(thread.nodeId, id, isResolved);
  return backTo(subject, fields, thread.id);
}

function threadOf({ pullRequest }: Subject, fields: Fields) {
  const nodeId = textOf(fields, "thread");
  const thread = pullRequest.threads.find((each) => each.nodeId === nodeId);
  if (thread === undefined) throw unprocessable("There is no such conversation.");
  return thread;
}

function backTo(subject: Subject, fields: Fields, threadId: number): string {
  const tab = fields.get("back") === "files" ? "/files" : "";
  return `${pullPath(subject)}${tab}#thread-${threadId}`;
}

function textOf(fields: Fields, name: string): string {
  const text = fields.get(name)?.trim() ?? "";
  if (text === "") throw unprocessable(`The field ${name} is empty.`);
  // Forms send line ends as CRLF; GitHub keeps LF.
  return text.replaceAll("\r\n", "\n");
}

function numberOf(fields: Fields, name: string): number {
  const number = Number(textOf(fields, name));
  if (!Number.isSafeInteger(number)) throw unprocessable(`The field ${name} is no number.`);
  return number;
}
