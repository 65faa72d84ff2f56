import type { World } from "../world/interface.ts";
import type { PullRequest, ReviewThread } from "../world/model.ts";
import { suggestionsIn, whyNotApplicable } from "../world/suggestions.ts";
import { type Html, html } from "./html.ts";
import { buttonHtml, pullPath, type Subject } from "./site.ts";

/** What the button below a suggestion does, as GitHub shows it: lines that go and lines that come. */
export type SuggestedChange = {
  /** The number of the first line. */
  readonly from: number;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

/** The first suggestion of a comment; null where it has none, or is on no line of the new side. */
export async function suggestedChange(
  world: World,
  { repositoryId }: PullRequest,
  thread: ReviewThread,
  body: string,
): Promise<SuggestedChange | null> {
  const [after] = suggestionsIn(body);
  const { path, side, originalLine, originalStartLine, originalCommitOid } = thread;
  if (after === undefined || side === "LEFT" || originalLine === null) return null;
  const from = originalStartLine ?? originalLine;
  const text = (await world.handle(repositoryId).read(path, originalCommitOid)) ?? "";
  const before = text.split(/\r?\n/).slice(from - 1, originalLine);
  return { from, before, after };
}

/** A suggestion as a diff, with the button that commits it or why there is none. */
export function suggestionHtml(
  subject: Subject,
  thread: ReviewThread,
  commentId: number,
  { from, before, after }: SuggestedChange,
): Html {
  const rows = [
    ...before.map((line, i) => rowHtml("removed", from + i, `-${line}`)),
    ...after.map((line, i) => rowHtml("added", from + i, `+${line}`)),
  ];
  const why = subject.view.state === "OPEN" ? whyNotApplicable(thread) : "The pull request is closed.";
  const foot =
    why === null
      ? buttonHtml(`${pullPath(subject)}/suggestion`, "Commit suggestion", {
          comment: commentId,
          as: subject.view.author,
        })
      : html`<span class="faint">${why}</span>`;
  return html`<div class="suggestion"><div class="title">Suggested change</div><table class="diff">${rows}</table><div class="foot">${foot}</div></div>`;
}

function rowHtml(look: "added" | "removed", number: number, text: string): Html {
  return html`<tr class="${look}"><td class="number">${number}</td><td class="line">${text}</td></tr>`;
}
