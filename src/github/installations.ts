import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./objects.ts";

/** A page of a list, and the number of the next one; null for the last. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: number | null };

/** The most that GitHub gives of either list at once. */
const AT_ONCE = 100;

/** A page of the App's installations that are not suspended, by their ids; pages begin with 1. Asked as the App. */
export async function installations(client: GitHubClient, page: number): Promise<Page<number>> {
  const all = await client.rest("apps.listInstallations", (rest) =>
    rest.apps.listInstallations({ per_page: AT_ONCE, page }),
  );
  const items = all.filter((installation) => !installation.suspended_at).map(({ id }) => id);
  return { items, next: nextOf(page, all) };
}

/** A page of an installation's repositories that can be written to; pages begin with 1. Asked as the installation. */
export async function installedRepositories(
  client: GitHubClient,
  page: number,
): Promise<Page<RepositoryName>> {
  const { repositories } = await client.rest("apps.listReposAccessibleToInstallation", (rest) =>
    rest.apps.listReposAccessibleToInstallation({ per_page: AT_ONCE, page }),
  );
  const live = repositories.filter((repository) => !repository.archived && !repository.disabled);
  const items = live.map(({ owner, name }) => ({ owner: owner.login, repo: name }));
  return { items, next: nextOf(page, repositories) };
}

function nextOf(page: number, all: readonly unknown[]): number | null {
  return all.length === AT_ONCE ? page + 1 : null;
}
