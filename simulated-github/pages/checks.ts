import type { Annotation } from "../world/model.ts";
import type { CheckView } from "../world/view.ts";
import { checkSignHtml } from "./check-sign.ts";
import { type Html, html } from "./html.ts";
import { iconHtml } from "./icons.ts";
import { pullRequestHtml } from "./layout.ts";
import { markdownHtml } from "./markdown-html.ts";
import { blobPath, buttonHtml, pullPath, type Subject } from "./site.ts";

/** The checks on the head: what each says, and its annotations. */
export async function checksPage(subject: Subject): Promise<Html> {
  const { files } = await subject.world.diff(subject.pullRequest);
  const { checks, head } = subject.view;
  const shown = checks.map((check) => checkHtml(subject, check));
  return pullRequestHtml(
    subject,
    "checks",
    files.length,
    html`<p class="faint">On the head, <code>${head.slice(0, 7)}</code></p>${shown.length === 0 ? html`<p>There is no check yet.</p>` : shown}`,
  );
}

function checkHtml(subject: Subject, check: CheckView): Html {
  const as = subject.view.author;
  const rerun =
    check.status === "completed"
      ? buttonHtml(`${pullPath(subject)}/rerun`, "Re-run", { check: check.name, as })
      : null;
  const actions = check.actions.map(({ label, identifier }) =>
    buttonHtml(`${pullPath(subject)}/action`, label, { check: check.name, identifier, as }),
  );
  return html`<section class="box"><header class="check"><span>${checkSignHtml(check)} <strong>${check.app} / ${check.name}</strong></span><span class="buttons">${rerun}${actions}</span></header>
<div class="body"><h2>${check.title ?? check.conclusion ?? check.status}</h2>
${check.summary === null ? null : markdownHtml(check.summary)}
${check.text === null ? null : markdownHtml(check.text)}</div>
${check.annotations.length === 0 ? null : html`<div class="annotations"><h3>Annotations</h3>${check.annotations.map((annotation) => annotationHtml(subject, annotation))}</div>`}
</section>`;
}

const levels = {
  failure: ["cross", "bad"],
  warning: ["mark", "warning"],
  notice: ["note", "faint"],
} as const;

/** As GitHub shows it: the text as it stands. */
function annotationHtml({ repository, view }: Subject, annotation: Annotation): Html {
  const { path, startLine, endLine, level, title, message, rawDetails } = annotation;
  const [sign, look] = levels[level];
  const lines = startLine === endLine ? `line ${startLine}` : `lines ${startLine} to ${endLine}`;
  return html`<div class="annotation ${look}"><p><span class="sign">${iconHtml(sign, look, level)}</span> <strong>${title}</strong> <a href="${blobPath(repository, view.head, path)}#L${startLine}"><code>${path}</code></a> <span class="faint">${lines}</span></p>
<pre class="words">${message}</pre>${rawDetails === null ? null : html`<pre>${rawDetails}</pre>`}</div>`;
}
