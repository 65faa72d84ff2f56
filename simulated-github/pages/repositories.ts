import type { World } from "../world/interface.ts";
import type { Repository } from "../world/model.ts";
import { checkSignHtml } from "./check-sign.ts";
import { type Html, html } from "./html.ts";
import { labelHtml } from "./labels.ts";
import { pageHtml } from "./layout.ts";
import { pullPath, repositoryPath, subjectOf } from "./site.ts";

/** All repositories that are no forks, with their pull requests. */
export function homePage(world: World): Html {
  const repositories = world.state.repositories().filter(({ parentId }) => parentId === null);
  const shown = repositories.map((repository) => pullRequestsHtml(world, repository));
  return pageHtml(
    "Simulated GitHub",
    html`<h1 class="title">Repositories</h1>${shown.length === 0 ? html`<p>There is none yet.</p>` : shown}`,
  );
}

/** A repository: its pull requests. */
export function repositoryPage(world: World, repository: Repository): Html {
  return pageHtml(
    repository.nameWithOwner,
    html`<h1 class="title">Pull requests</h1>${pullRequestsHtml(world, repository)}`,
  );
}

function pullRequestsHtml(world: World, repository: Repository): Html {
  const rows = world.state
    .pullRequests(repository.id)
    .toReversed()
    .map(({ number }) => {
      const subject = subjectOf(world, repository, number);
      if (subject === null) return null;
      const { view, pullRequest } = subject;
      const state = view.state === "OPEN" ? "open" : view.state.toLowerCase();
      return html`<li><a href="${pullPath(subject)}" class="name">${view.title}</a> ${view.checks.map(checkSignHtml)} ${world.labelsOf(pullRequest).map(labelHtml)}
<div class="faint">#${number} ${state}, by ${view.author}</div></li>`;
    });
  return html`<section class="box"><header><a href="${repositoryPath(repository)}"><strong>${repository.nameWithOwner}</strong></a></header><ul class="pulls">${rows.length === 0 ? html`<li class="faint">No pull request yet</li>` : rows}</ul></section>`;
}
