import { checkSignHtml } from "./check-sign.ts";
import { loginOf } from "./comments.ts";
import { type Content, type Html, html } from "./html.ts";
import { loginHtml, pullPath, repositoryPath, type Subject } from "./site.ts";

/** A whole page. `refresh` has the browser load it again after so many seconds. */
export function pageHtml(title: string, content: Content, refresh: number | null = null): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
${refresh === null ? null : html`<meta http-equiv="refresh" content="${refresh}">`}
<link rel="stylesheet" href="/style.css">
</head>
<body>
<nav class="top"><a href="/">Simulated GitHub</a></nav>
<main>
${content}
</main>
</body>
</html>
`;
}

export type Tab = "conversation" | "checks" | "files";

/** The head of a pull request's pages, and what the tab shows. */
export function pullRequestHtml(subject: Subject, tab: Tab, changedFiles: number, content: Content): Html {
  const { repository, pullRequest, view } = subject;
  const own = pullPath(subject);
  const tabs: readonly (readonly [Tab, string, string, number])[] = [
    ["conversation", own, "Conversation", view.comments.length + view.reviews.length],
    ["checks", `${own}/checks`, "Checks", view.checks.length],
    ["files", `${own}/files`, "Files changed", changedFiles],
  ];
  const title = `${view.title} · Pull Request #${view.number} · ${repository.nameWithOwner}`;
  return pageHtml(
    title,
    html`<p class="where"><a href="${repositoryPath(repository)}">${repository.nameWithOwner}</a></p>
<h1 class="title">${view.title} <span class="faint">#${view.number}</span></h1>
<p class="subtitle">${stateHtml(subject)} ${loginHtml(loginOf(subject, pullRequest.authorId))} wants to merge into <code>${view.base}</code> from <code>${headName(subject)}</code></p>
<div class="tabs">${tabs.map(([name, path, label, count]) => html`<a href="${path}" class="${name === tab ? "tab here" : "tab"}">${label} <span class="count">${count}</span>${name === "checks" ? view.checks.map(checkSignHtml) : null}</a>`)}</div>
${content}`,
    isWaiting(subject) ? 1 : null,
  );
}

function headName({ repository, pullRequest, world }: Subject): string {
  const { headOwnerId, headRefName } = pullRequest;
  return headOwnerId === repository.ownerId
    ? headRefName
    : `${loginOf({ world }, headOwnerId)}:${headRefName}`;
}

function stateHtml({ view }: Subject): Html {
  const state = view.state === "OPEN" && view.isDraft ? "Draft" : view.state;
  const words = { OPEN: "Open", CLOSED: "Closed", MERGED: "Merged", Draft: "Draft" };
  return html`<span class="state ${state.toLowerCase()}">${words[state]}</span>`;
}

/** In milliseconds: after that nobody answers any more. */
const longestWait = 15_000;
const shortestWait = 3_000;

/** Whether an App may be at work: something happened a moment ago, or no check on the head has come to an end. */
function isWaiting({ world, pullRequest, view }: Subject): boolean {
  if (view.state !== "OPEN") return false;
  const passed = world.now() - Date.parse(pullRequest.updatedAt);
  const isChecked = view.checks.length > 0 && view.checks.every(({ status }) => status === "completed");
  return passed < (isChecked ? shortestWait : longestWait);
}
