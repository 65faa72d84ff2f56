import type { PullRequestState } from "../../../github/pull-request.ts";
import { thrownOutKey } from "../../../github/thrown-out.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import { elsewhereMarker } from "../../../review/conversation/markers.ts";
import { markdownCode, markdownProse, shorten } from "../../../review/text/escape.ts";
import type { Write } from "../writes/write.ts";

const longestReason = 300;

type State = Pick<PullRequestState, "thrownOut" | "comments" | "commentCount" | "bot" | "number" | "open">;

/** Tells whoever had it merged that GitHub gave it up, and why: once. */
export function thrownOutWrites(state: State): Write<GitHubWrite>[] {
  const { thrownOut, comments, bot, number } = state;
  const key = thrownOutKey(thrownOut);
  if (thrownOut === null || key === null || !state.open) return [];
  if (comments.some(({ elsewhere }) => elsewhere.includes(key))) return [];
  // It may have been said in a comment that is not among those that are read.
  const isAllRead = state.commentCount <= comments.length;
  if (!isAllRead && comments.every(({ stamp }) => Date.parse(stamp) > Date.parse(thrownOut.at))) return [];
  const what =
    thrownOut.from === "queue" ? "GitHub took this out of the merge queue" : "GitHub turned auto-merge off";
  const body = [
    `${what}: ${markdownProse(shorten(thrownOut.why, longestReason))}.`,
    `To have it merged after all, a fresh ${markdownCode(`@${bot} merge`)} is needed.`,
    elsewhereMarker([key]),
  ].join("\n\n");
  return [
    {
      name: "thrown out",
      expected: { kind: "reply elsewhere", remarks: [key] },
      what: { kind: "comment", number, body },
    },
  ];
}
