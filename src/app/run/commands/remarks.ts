import type { PullRequestState } from "../../../github/pull-request.ts";
import { type Remark, remarkKey } from "../../../github/remarks.ts";
import type { GitHubWrite } from "../../../github/writes.ts";
import { areCommandsSaid } from "../../../review/conversation/commands.ts";
import type { Run } from "../run.ts";
import type { PullRequestName, RunContext } from "../run-context.ts";
import type { Write } from "../writes/write.ts";
import { heardReviews, oldestRead } from "./heard-reviews.ts";
import { elsewhereBody } from "./reply.ts";

/** So many of the remarks that one reply answers get a confused face. */
const MOST_FACES = 10;

type Around = Pick<Run, "name" | "state" | "verdict"> & { readonly context: Pick<RunContext, "website"> };

/**
 * Answers commands that stand on a line of code, or in a review that is not heard: one reply in the conversation
 * for all that were not answered yet, whoever wrote them, and a confused face to each of the first ten. A remark is
 * answered once, whatever it says later.
 */
export function remarkWrites({ name, state, context, verdict }: Around): Write<GitHubWrite>[] {
  const merge = "checked" in verdict ? verdict.checked.configuration.merge : null;
  const asked = unansweredRemarks(state, new Set(heardReviews(state, merge).map(({ key }) => key)));
  const keys = asked.map(remarkKey);
  const faceless = new Map(
    state.remarks.flatMap((remark) =>
      remark.reactions.has("confused") ? [] : [[remarkKey(remark), remark.id] as const],
    ),
  );
  const replies = [...state.comments.map(({ elsewhere }) => elsewhere), keys];
  const faces = replies.flatMap((told) =>
    told.slice(0, MOST_FACES).flatMap((key) => {
      const id = faceless.get(key);
      return id === undefined ? [] : [id];
    }),
  );
  const urls = asked.map((remark) => remarkUrl(context.website, name, remark));
  return [
    ...(keys.length === 0
      ? []
      : [
          {
            name: "reply elsewhere",
            expected: { kind: "reply elsewhere", remarks: keys } as const,
            what: {
              kind: "comment",
              number: name.number,
              body: elsewhereBody(state.bot, urls, keys, merge?.commandsInReviews === true),
            } as const,
          },
        ]),
    ...(faces.length === 0
      ? []
      : [
          {
            name: "reaction elsewhere",
            expected: null,
            what: { kind: "reactions", to: faces, reaction: "confused" } as const,
          },
        ]),
  ];
}

/** The remarks that say a command and were not answered yet, the newest first; but for the reviews that are heard. */
function unansweredRemarks(state: PullRequestState, heard: ReadonlySet<string>): Remark[] {
  const answered = new Set([
    ...heard,
    // A review that was heard, and is not any more: it was dismissed since, or the configuration is another.
    ...state.comments.flatMap(({ answers, awaits }) => [answers?.comment, awaits?.comment]),
    ...state.comments.flatMap(({ elsewhere }) => elsewhere),
  ]);
  const readFrom = oldestRead(state);
  const open = state.remarks.filter(
    (remark) =>
      remark.reactions.size === 0 && !answered.has(remarkKey(remark)) && remark.publishedAt >= readFrom,
  );
  const said = areCommandsSaid(
    open.map(({ body }) => body),
    state.bot,
  );
  return open
    .filter((_, i) => said[i] === true)
    .toSorted((a, b) => Date.parse(b.publishedAt) - Date.parse(a.publishedAt));
}

function remarkUrl(website: string, { owner, repo, number }: PullRequestName, remark: Remark): string {
  const anchor = remark.in === "review" ? "pullrequestreview-" : "discussion_r";
  return `${website}/${owner}/${repo}/pull/${number}#${anchor}${remark.databaseId}`;
}
