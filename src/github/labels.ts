import { folded, type Label } from "../review/conversation/labels.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";
import type { RepositoryName } from "./objects.ts";

export type LabelChange = { readonly add: readonly Label[]; readonly remove: readonly string[] };

/** What to add and remove so that of the `managed` labels those that are `wanted` are there. */
export function labelChange(
  present: readonly string[],
  wanted: readonly Label[],
  managed: readonly string[],
): LabelChange {
  const there = new Set(present.map(folded));
  const keep = new Set(wanted.map(({ name }) => folded(name)));
  return {
    add: wanted.filter(({ name }) => !there.has(folded(name))),
    remove: managed.filter((name) => there.has(folded(name)) && !keep.has(folded(name))),
  };
}

const MOST_KNOWN = 10_000;

/**
 * Makes the change; labels that the repository lacks are created with their colour and description. `known`
 * keeps which labels there are, so that nobody need ask again.
 */
export async function changeLabels(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  number: number,
  { add, remove }: LabelChange,
  known: Set<string>,
): Promise<void> {
  for (const { name, color, description } of add) {
    const key = `${owner}/${repo}\0${folded(name)}`;
    if (known.has(key)) continue;
    await unlessRefused(() =>
      client.rest("issues.createLabel", (rest) =>
        rest.issues.createLabel({ owner, repo, name, color, description }),
      ),
    );
    if (known.size >= MOST_KNOWN) known.clear();
    known.add(key);
  }
  if (add.length > 0) {
    const labels = add.map(({ name }) => name);
    await client.rest("issues.addLabels", (rest) =>
      rest.issues.addLabels({ owner, repo, issue_number: number, labels }),
    );
  }
  for (const name of remove) {
    await unlessGone(() =>
      client.rest("issues.removeLabel", (rest) =>
        rest.issues.removeLabel({ owner, repo, issue_number: number, name }),
      ),
    );
  }
}

/** A label that exists already is refused, and is what was wanted. */
async function unlessRefused(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.kind !== "refused") throw error;
  }
}

async function unlessGone(write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof GitHubFailure) || error.status !== 404) throw error;
  }
}
