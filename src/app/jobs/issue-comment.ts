import { gitHubClient } from "../../github/client.ts";
import { comment, react } from "../../github/comments.ts";
import { defaultCommit, ownCommentsSince, readIssueComment } from "../../github/issue-comments.ts";
import { readMemberships } from "../../github/memberships.ts";
import { gitHubObjects } from "../../github/objects.ts";
import { readCommands } from "../../review/conversation/commands.ts";
import { readReplyMarker } from "../../review/conversation/markers.ts";
import { initText, mayInit } from "../run/commands/init.ts";
import { replyBody } from "../run/commands/reply.ts";
import type { RunContext } from "../run/run-context.ts";
import type { JobData } from "./jobs.ts";

type OnIssue = Extract<JobData, { kind: "issue-comment" }>;

/**
 * Answers `init` in a comment on an issue that is no pull request. Nothing else is heard there. Says what it did, for
 * the log. A second run of the same comment says nothing again.
 */
export async function answerOnIssue(job: OnIssue, context: RunContext): Promise<string> {
  const client = gitHubClient(context.api, context.onFailure);
  const { bot } = context;
  const asking = await readIssueComment(client, job, job.comment);
  if (asking === null || asking.by === null || asking.byApp || asking.issue !== job.number)
    return "not heard";
  const heard = readCommands(asking.body, bot);
  const isAsked = heard.some((one) => one.kind === "command" && one.command === "init");
  if (!isAsked) return "no command";
  const { by, stamp } = asking;
  const { permissions } = await readMemberships(client, job, { people: [by], teams: [], permissions: true });
  if (!mayInit(permissions.get(by.id))) {
    await react(client, job, asking.id, "-1");
    return "refused";
  }
  const key = String(asking.id);
  const own = await ownCommentsSince(client, job, job.number, stamp, bot);
  const isAnswered = own.some((body) => {
    const marker = readReplyMarker(body);
    return marker?.comment === key && marker.stamp === stamp;
  });
  if (!isAnswered) {
    const commit = await defaultCommit(client, job);
    const text = await initText(gitHubObjects(client, job, context.objects), commit);
    await comment(client, job, job.number, replyBody([text], { comment: key, stamp, commands: ["init"] }));
  }
  await react(client, job, asking.id, "rocket");
  return isAnswered ? "answered before" : "answered";
}
