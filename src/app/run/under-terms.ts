import type { PullRequestState } from "../../github/pull-request.ts";
import type { PostedThread } from "../../review/conversation/posted.ts";
import { isSince } from "./memory/pushed-by.ts";
import type { ActionTerms } from "./terms.ts";

/** The state of a pull request as far as a run inside of GitHub Actions may rely on it. */
export function underTerms(state: PullRequestState, terms: ActionTerms): PullRequestState {
  const configuration =
    terms.configuration === null
      ? state.configuration
      : ({ kind: "text", text: terms.configuration } as const);
  const own = { ...state, configuration, checkRuns: checkRunsOf(state) };
  if (terms.shared === null) return own;
  const { gate, posted } = state;
  return {
    ...own,
    // The jobs of all workflows are in suites of the same App, the one that runs now among them.
    checksFinished: true,
    gate: {
      ...gate,
      // Whatever is under way was asked for by another workflow: nothing is handed over to GitHub with this token.
      autoMerge: gate.autoMerge === null ? null : "others",
      queued: gate.queued === "ours" ? "others" : gate.queued,
      handsOver: false,
    },
    thrownOut: null,
    posted: {
      threads: posted.threads.filter(readsAsOurs),
      // A review that asks for changes is somebody else's, and not to be taken back.
      reviews: posted.reviews.map((review) =>
        review.state === "changes-requested" ? { ...review, state: "other" } : review,
      ),
    },
  };
}

/**
 * Those about this pull request and its head as it is now: two may have one head, and a head may come back. Then
 * there is to be another, which says by when that was.
 */
function checkRunsOf({ number, checkRuns, times }: PullRequestState): PullRequestState["checkRuns"] {
  return checkRuns.filter(
    ({ externalId, startedAt }) =>
      externalId?.split("/")[2] === String(number) && isSince(startedAt, times.replacedAt),
  );
}

/** How the bot's own comments on lines begin. Other workflows quote what strangers wrote, but begin otherwise. */
const OPENINGS = ["**❌ ", "**⚠️ ", "✅ "];

function readsAsOurs({ body }: PostedThread): boolean {
  return OPENINGS.some((opening) => body.startsWith(opening));
}
