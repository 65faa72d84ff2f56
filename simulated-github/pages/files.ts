import type { ChangedFile, DiffSide } from "../world/model.ts";
import { threadHtml } from "./comments.ts";
import { diffHtml } from "./diff.ts";
import { type Content, type Html, html } from "./html.ts";
import { pullRequestHtml } from "./layout.ts";
import { blobPath, type Subject } from "./site.ts";

/** What the pull request changes, with its review threads under the lines that they are on. */
export async function filesPage(subject: Subject): Promise<Html> {
  const { files } = await subject.world.diff(subject.pullRequest);
  const shown: Html[] = [];
  for (const file of files) shown.push(await fileHtml(subject, file));
  return pullRequestHtml(subject, "files", files.length, shown);
}

async function fileHtml(subject: Subject, file: ChangedFile): Promise<Html> {
  const { pullRequest, repository } = subject;
  const placed = new Map<string, Html[]>();
  const whole: Html[] = [];
  for (const thread of pullRequest.threads.filter(
    ({ path, isOutdated }) => path === file.path && !isOutdated,
  )) {
    const shown = await threadHtml(subject, thread, "files");
    const key = keyOf(thread.side, thread.line ?? 0);
    if (thread.line === null) whole.push(shown);
    else placed.set(key, [...(placed.get(key) ?? []), shown]);
  }
  const below = (side: DiffSide, line: number): Content => {
    const threads = placed.get(keyOf(side, line));
    return threads === undefined ? null : html`<tr class="inline"><td colspan="3">${threads}</td></tr>`;
  };
  const name = file.previousPath === null ? file.path : `${file.previousPath} renamed to ${file.path}`;
  const link =
    file.status === "removed"
      ? html`<code>${name}</code>`
      : html`<a href="${blobPath(repository, pullRequest.headRefOid, file.path)}"><code>${name}</code></a>`;
  return html`<section class="box file"><header>${link} <span class="faint">${file.status}</span> <span class="good">+${file.additions}</span> <span class="bad">−${file.deletions}</span></header>${whole}${diffHtml(file, below)}</section>`;
}

function keyOf(side: DiffSide, line: number): string {
  return `${side} ${line}`;
}
