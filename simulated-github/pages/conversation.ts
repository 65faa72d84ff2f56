import type { Review, ReviewThread, TimelineEvent } from "../world/model.ts";
import { checkSignHtml } from "./check-sign.ts";
import { commentHtml, loginOf, threadHtml, unlessHidden } from "./comments.ts";
import { type Content, type Html, html } from "./html.ts";
import { type Icon, iconHtml } from "./icons.ts";
import { labelHtml } from "./labels.ts";
import { pullRequestHtml } from "./layout.ts";
import { markdownHtml } from "./markdown-html.ts";
import { avatarHtml, loginHtml, pullPath, type Subject, timeHtml } from "./site.ts";

/** What was said and done, in the order of time, and a box to say more. */
export async function conversationPage(subject: Subject): Promise<Html> {
  const { world, pullRequest } = subject;
  const { files } = await world.diff(pullRequest);
  const entries: { id: number; html: Html }[] = [
    ...pullRequest.comments.map((comment) => ({ id: comment.id, html: commentHtml(subject, comment) })),
    ...pullRequest.timeline.map((event) => ({ id: event.id, html: eventHtml(subject, event) })),
  ];
  for (const review of pullRequest.reviews) {
    if (review.state === "PENDING") continue;
    entries.push({ id: review.id, html: await reviewHtml(subject, review) });
  }
  // Ids grow with time.
  const timeline = entries.sort((one, other) => one.id - other.id).map((entry) => entry.html);
  return pullRequestHtml(
    subject,
    "conversation",
    files.length,
    html`<div class="columns"><div class="conversation">${descriptionHtml(subject)}${timeline}${checksBox(subject)}${commentForm(subject)}</div>${sidebarHtml(subject)}</div>`,
  );
}

function descriptionHtml(subject: Subject): Html {
  const { pullRequest, view } = subject;
  const body = view.body ?? "";
  const content =
    body.trim() === "" ? html`<p class="faint">No description provided.</p>` : markdownHtml(body);
  return html`<div class="entry">${avatarHtml(view.author)}<div class="said"><article class="box"><header>${loginHtml(view.author)} opened this ${timeHtml(pullRequest.createdAt)}</header><div class="body">${content}</div></article></div></div>`;
}

const verbs = {
  PENDING: ["dot", "faint", "is reviewing"],
  COMMENTED: ["dot", "faint", "reviewed"],
  APPROVED: ["check", "good", "approved these changes"],
  CHANGES_REQUESTED: ["cross", "bad", "requested changes"],
  DISMISSED: ["cross", "faint", "previously requested changes"],
} as const satisfies Record<Review["state"], readonly [Icon, string, string]>;

async function reviewHtml(subject: Subject, review: Review): Promise<Html> {
  const author = loginOf(subject, review.authorId);
  const [sign, look, verb] = verbs[review.state];
  const threads: Html[] = [];
  for (const thread of threadsOf(subject, review))
    threads.push(await threadHtml(subject, thread, "conversation"));
  const body =
    review.body.trim() === ""
      ? null
      : html`<article class="box"><div class="body">${markdownHtml(review.body)}</div></article>`;
  const head = html`<p class="event"><span class="sign">${iconHtml(sign, look, null)}</span> ${loginHtml(author)} ${verb} ${timeHtml(review.submittedAt ?? review.createdAt)}</p>`;
  return html`<div class="entry" id="pullrequestreview-${review.id}">${avatarHtml(author)}<div class="said">${head}${unlessHidden(review.minimized, html`${body}`)}${threads}</div></div>`;
}

function threadsOf({ pullRequest }: Subject, review: Review): readonly ReviewThread[] {
  return pullRequest.threads.filter(({ comments }) => comments[0]?.reviewId === review.id);
}

function eventHtml(subject: Subject, event: TimelineEvent): Html {
  return html`<p class="event"><span class="dot"></span> ${loginHtml(loginOf(subject, event.actorId))} ${aboutEvent(event)} ${timeHtml(event.createdAt)}${reasonHtml(event)}</p>`;
}

function reasonHtml(event: TimelineEvent): Html | null {
  return event.kind === "ReviewDismissedEvent" ? html`<span class="reason">${event.message}</span>` : null;
}

function aboutEvent(event: TimelineEvent): Content {
  switch (event.kind) {
    case "LabeledEvent":
      return html`added ${labelHtml(event.label)}`;
    case "UnlabeledEvent":
      return html`removed ${labelHtml(event.label)}`;
    case "ReviewDismissedEvent":
      return "dismissed a review";
    case "HeadRefForcePushedEvent":
      return html`force-pushed from ${commitHtml(event.before)} to ${commitHtml(event.after)}`;
    case "PullRequestCommit":
      return html`added the commit ${commitHtml(event.commitOid)}`;
    case "BaseRefChangedEvent":
    case "AutomaticBaseChangeSucceededEvent":
      return html`changed the base from <code>${event.before}</code> to <code>${event.after}</code>`;
    case "RenamedTitleEvent":
      return html`changed the title from <del>${event.before}</del> to <strong>${event.after}</strong>`;
    case "MergedEvent":
      return html`merged ${commitHtml(event.commitOid)}`;
    default:
      return words[event.kind];
  }
}

function commitHtml(oid: string): Html {
  return html`<code>${oid.slice(0, 7)}</code>`;
}

const words = {
  ReadyForReviewEvent: "marked this as ready for review",
  ConvertToDraftEvent: "marked this as a draft",
  ClosedEvent: "closed this",
  ReopenedEvent: "reopened this",
  HeadRefDeletedEvent: "deleted the branch",
  HeadRefRestoredEvent: "restored the branch",
  AddedToMergeQueueEvent: "added this to the merge queue",
  RemovedFromMergeQueueEvent: "removed this from the merge queue",
  AutoMergeEnabledEvent: "enabled auto-merge",
  AutoMergeDisabledEvent: "disabled auto-merge",
} as const;

/** The box in which GitHub says whether a pull request can be merged. */
function checksBox(subject: Subject): Html | null {
  const { view } = subject;
  if (view.state !== "OPEN") return null;
  const blocking = view.reviews.filter(({ state }) => state === "CHANGES_REQUESTED");
  const requests = blocking.map(
    ({ author }) =>
      html`<li><span class="sign">${iconHtml("cross", "bad", null)}</span> ${loginHtml(author)} requested changes</li>`,
  );
  const checks = view.checks.map(
    (check) =>
      html`<li>${checkSignHtml(check)} <a href="${pullPath(subject)}/checks"><strong>${check.name}</strong></a> ${check.title}</li>`,
  );
  const statuses = Object.entries(view.statuses).map(
    ([context, state]) =>
      html`<li><span class="sign">${iconHtml("dot", state === "success" ? "good" : "bad", state)}</span> ${context}: ${state}</li>`,
  );
  if (requests.length + checks.length + statuses.length === 0) return null;
  return html`<div class="entry"><span class="avatar merge">${iconHtml("arrows", "", "Merging")}</span><div class="said"><ul class="box checks">${requests}${checks}${statuses}</ul></div></div>`;
}

function commentForm(subject: Subject): Html {
  const { author } = subject.view;
  return html`<div class="entry" id="comment">${avatarHtml(author)}<div class="said"><form method="post" action="${pullPath(subject)}/comment" class="box form">
<label>Comment as <input name="as" value="${author}" size="12"></label>
<textarea name="body" rows="3" placeholder="@by-name-bot help" required aria-label="Comment"></textarea>
<button class="primary">Comment</button>
</form></div></div>`;
}

function sidebarHtml(subject: Subject): Html {
  const { world, pullRequest, view } = subject;
  const labels = world.labelsOf(pullRequest).map(labelHtml);
  const reviewers = [...new Set(view.reviews.map(({ author }) => author))].map((author) => {
    const last = view.reviews.findLast((review) => review.author === author);
    const [sign, look, verb] = verbs[last?.state ?? "COMMENTED"];
    return html`<li>${avatarHtml(author)} ${loginHtml(author)} <span class="sign">${iconHtml(sign, look, verb)}</span></li>`;
  });
  return html`<aside>
<h2>Reviewers</h2><ul>${reviewers.length === 0 ? html`<li class="faint">None yet</li>` : reviewers}</ul>
<h2>Labels</h2><p class="labels">${labels.length === 0 ? html`<span class="faint">None yet</span>` : labels}</p>
</aside>`;
}
