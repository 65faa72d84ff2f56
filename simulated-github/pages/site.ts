import type { World } from "../world/interface.ts";
import type { PullRequest, Repository, Timestamp } from "../world/model.ts";
import { type PullRequestView, viewPullRequest } from "../world/view.ts";
import { type Html, html } from "./html.ts";

/** A pull request that a page is about. */
export type Subject = {
  readonly world: World;
  readonly repository: Repository;
  readonly pullRequest: PullRequest;
  readonly view: PullRequestView;
};

/** The pull request as it is now; null if there is none. */
export function subjectOf(world: World, repository: Repository, number: number): Subject | null {
  const pullRequest = world.state.pullRequest(repository.id, number);
  if (pullRequest === null) return null;
  return { world, repository, pullRequest, view: viewPullRequest(world.state, pullRequest) };
}

/** The path of a page, with what is in names spelled as an address has it. */
export function pathOf(...names: readonly (string | number)[]): string {
  return names.map((name) => `/${encodeURIComponent(name)}`).join("");
}

export function repositoryPath({ owner, name }: Repository): string {
  return pathOf(owner, name);
}

export function pullPath({ repository, pullRequest }: Pick<Subject, "repository" | "pullRequest">): string {
  return `${repositoryPath(repository)}/pull/${pullRequest.number}`;
}

/** Where a file of a commit is shown. */
export function blobPath(repository: Repository, commit: string, path: string): string {
  return `${repositoryPath(repository)}/blob/${commit}${pathOf(...path.split("/"))}`;
}

/** A login with a sign for Apps. */
export function loginHtml(login: string): Html {
  const name = login.replace(/\[bot\]$/, "");
  const isBot = name !== login;
  return html`<span class="login">${name}</span>${isBot ? html` <span class="pill">bot</span>` : null}`;
}

/** A round picture: the first letter on a colour that is the login's own. */
export function avatarHtml(login: string): Html {
  const hue = [...login].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);
  const [letter = "?"] = login;
  return html`<span class="avatar" style="background:hsl(${hue} 45% 45%)">${letter.toUpperCase()}</span>`;
}

/** The time of day. */
export function timeHtml(at: Timestamp): Html {
  return html`<time datetime="${at}">${at.slice(11, 19)}</time>`;
}

/** What a button sends. `as` is who presses it. */
export function buttonHtml(
  action: string,
  label: string,
  fields: Readonly<Record<string, string | number>>,
  look: "plain" | "primary" = "plain",
): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  return html`<form method="post" action="${action}">${hidden}<button class="${look}">${label}</button></form>`;
}
