import type { World } from "../world/interface.ts";
import type { Repository } from "../world/model.ts";
import { type Html, html } from "./html.ts";
import { pageHtml } from "./layout.ts";
import { repositoryPath } from "./site.ts";

/** A file of a commit or branch, its lines to be linked to as `#L3`; null if there is none. */
export async function blobPage(
  world: World,
  repository: Repository,
  at: string,
  path: string,
): Promise<Html | null> {
  const text = await world.handle(repository.id).read(path, at);
  if (text === null) return null;
  const lines = text.replace(/\n$/, "").split("\n");
  const rows = lines.map(
    (line, i) => html`<tr id="L${i + 1}"><td class="number">${i + 1}</td><td class="line">${line}</td></tr>`,
  );
  return pageHtml(
    `${path} · ${repository.nameWithOwner}`,
    html`<p class="where"><a href="${repositoryPath(repository)}">${repository.nameWithOwner}</a> at <code>${at.slice(0, 12)}</code></p>
<section class="box file"><header><code>${path}</code></header><table class="diff">${rows}</table></section>`,
  );
}
