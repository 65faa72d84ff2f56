import { parseHunks } from "../world/git-diff.ts";
import type {
  IssueComment,
  MinimizedReason,
  Reaction,
  ReviewComment,
  ReviewThread,
  Timestamp,
} from "../world/model.ts";
import { diffLines, lineHtml } from "./diff.ts";
import { type Content, type Html, html } from "./html.ts";
import { markdownHtml } from "./markdown-html.ts";
import { avatarHtml, blobPath, buttonHtml, loginHtml, pullPath, type Subject, timeHtml } from "./site.ts";
import { suggestedChange, suggestionHtml } from "./suggested.ts";

/** A comment on the pull request, with its author's picture beside it. */
export function commentHtml(subject: Subject, comment: IssueComment): Html {
  const author = loginOf(subject, comment.authorId);
  const box = html`<article class="box"><header>${loginHtml(author)} commented ${timeHtml(comment.createdAt)}${editedHtml(comment)}</header>
<div class="body">${markdownHtml(comment.body)}${reactionsHtml(subject, comment.reactions)}</div></article>`;
  return html`<div class="entry" id="issuecomment-${comment.id}">${avatarHtml(author)}<div class="said">${unlessHidden(comment.minimized, box)}</div></div>`;
}

/** What is hidden, folded; anything else as it is. */
export function unlessHidden(minimized: MinimizedReason | null, content: Html): Html {
  if (minimized === null) return content;
  const reason = minimized.toLowerCase().replaceAll("_", " ");
  return html`<details class="hidden"><summary>This comment was marked as ${reason}.</summary>${content}</details>`;
}

/** How many lines of the diff stand above a comment on one line. */
const shownLines = 4;

/**
 * A thread of a review: the lines it is about where they are wanted, its comments, and what can be done with it.
 * One that is resolved is folded.
 */
export async function threadHtml(
  subject: Subject,
  thread: ReviewThread,
  where: "conversation" | "files",
): Promise<Html> {
  const { path, isResolved, isOutdated, resolvedById } = thread;
  const comments: Html[] = [];
  for (const comment of thread.comments) comments.push(await reviewCommentHtml(subject, thread, comment));
  const fields = { thread: thread.nodeId, as: subject.view.author, back: where };
  const place = placeOf(thread);
  const title = html`<a href="${blobPath(subject.repository, thread.originalCommitOid, path)}#L${thread.originalLine}"><code>${path}</code></a>${place === "" ? null : html` <span class="faint">${place}</span>`}${isOutdated ? html` <span class="pill warning">Outdated</span>` : null}`;
  const foot = html`<footer>
<form method="post" action="${pullPath(subject)}/reply"><input type="hidden" name="thread" value="${thread.nodeId}"><input type="hidden" name="back" value="${where}"><input name="as" value="${subject.view.author}" size="10" aria-label="As whom"><input name="body" placeholder="Reply…" class="wide" aria-label="Reply"><button class="plain">Reply</button></form>
${buttonHtml(`${pullPath(subject)}/${isResolved ? "unresolve" : "resolve"}`, isResolved ? "Unresolve conversation" : "Resolve conversation", fields)}
</footer>`;
  const inside = html`${where === "conversation" ? excerptHtml(thread) : null}${comments}${foot}`;
  const id = `thread-${thread.id}`;
  if (!isResolved)
    return html`<section class="thread" id="${id}"><div class="title">${title}</div>${inside}</section>`;
  const by = resolvedById === null ? null : html` by ${loginHtml(loginOf(subject, resolvedById))}`;
  return html`<details class="thread" id="${id}"><summary class="title">${title} <span class="faint">resolved${by}</span></summary>${inside}</details>`;
}

function placeOf({ originalLine, originalStartLine }: ReviewThread): string {
  if (originalLine === null) return "";
  return originalStartLine === null
    ? `line ${originalLine}`
    : `lines ${originalStartLine} to ${originalLine}`;
}

/** The lines of the diff that a thread is about, and some above them. */
function excerptHtml({ originalLine, originalStartLine, comments }: ReviewThread): Html | null {
  const hunks = parseHunks(comments[0]?.diffHunk ?? "");
  const lines = hunks.flatMap(diffLines);
  const asked =
    originalLine === null || originalStartLine === null ? 1 : originalLine - originalStartLine + 1;
  const rows = lines.slice(-Math.max(asked, shownLines)).map(lineHtml);
  return rows.length === 0 ? null : html`<table class="diff">${rows}</table>`;
}

async function reviewCommentHtml(
  subject: Subject,
  thread: ReviewThread,
  comment: ReviewComment,
): Promise<Html> {
  const author = loginOf(subject, comment.authorId);
  const change = await suggestedChange(subject.world, subject.pullRequest, thread, comment.body);
  const suggestion = change === null ? null : suggestionHtml(subject, thread, comment.id, change);
  const content = html`<div class="body"><div class="by">${avatarHtml(author)} ${loginHtml(author)} ${timeHtml(comment.createdAt)}${editedHtml(comment)}</div>
${markdownHtml(comment.body, suggestion)}${reactionsHtml(subject, comment.reactions)}</div>`;
  return html`<div class="comment" id="discussion_r${comment.id}">${unlessHidden(comment.minimized, content)}</div>`;
}

function editedHtml({ lastEditedAt }: { readonly lastEditedAt: Timestamp | null }): Content {
  return lastEditedAt === null ? null : html` <span class="faint">· edited</span>`;
}

function reactionsHtml(subject: Subject, reactions: readonly Reaction[]): Content {
  if (reactions.length === 0) return null;
  const groups = [...Map.groupBy(reactions, ({ content }) => content)].map(([content, given]) => {
    const logins = given.map(({ userId }) => loginOf(subject, userId)).join(", ");
    return html`<span class="reaction" title="${logins}">${content} ${given.length}</span>`;
  });
  return html`<div class="reactions">${groups}</div>`;
}

/** The login of an account, with `[bot]` for that of an App. */
export function loginOf({ world }: Pick<Subject, "world">, accountId: number): string {
  return world.state.account(accountId)?.login ?? "ghost";
}
