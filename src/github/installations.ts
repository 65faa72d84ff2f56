import { type Api, type GitHubClient, jsonOf, type RestAnswer } from "./client.ts";
import { nextPage } from "./link.ts";
import type { RepositoryName } from "./objects.ts";

/** A page of a list, and the number of the next one; null for the last. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: number | null };

/** The most that GitHub gives of either list at once. */
const AT_ONCE = 100;

/** A page of the App's installations that are not suspended, by their ids; pages begin with 1. Asked as the App. */
export async function installations(client: GitHubClient, page: number): Promise<Page<number>> {
  const { data, next } = await listed(client, "apps.listInstallations", (rest) =>
    rest.apps.listInstallations({ per_page: AT_ONCE, page }),
  );
  return { items: data.filter((installation) => !installation.suspended_at).map(({ id }) => id), next };
}

/** A page of an installation's repositories that can be written to; pages begin with 1. Asked as the installation. */
export async function installedRepositories(
  client: GitHubClient,
  page: number,
): Promise<Page<RepositoryName>> {
  const { data, next } = await listed(client, "apps.listReposAccessibleToInstallation", (rest) =>
    rest.apps.listReposAccessibleToInstallation({ per_page: AT_ONCE, page }),
  );
  const live = data.repositories.filter((repository) => !repository.archived && !repository.disabled);
  return { items: live.map(({ owner, name }) => ({ owner: owner.login, repo: name })), next };
}

type Linked<Data> = RestAnswer<Data> & { readonly headers: { readonly link?: string | undefined } };

/** A page may be short though more follow, because GitHub leaves out what may not be seen: its header tells. */
function listed<Data>(
  client: GitHubClient,
  name: string,
  ask: (rest: Api["rest"]) => Promise<Linked<Data>>,
): Promise<{ readonly data: Data; readonly next: number | null }> {
  return client.rest(name, async (rest) => {
    const answer = await ask(rest);
    const next = Number(nextPage(answer.headers.link, "page"));
    return {
      data: { data: jsonOf(answer, name), next: Number.isInteger(next) && next > 0 ? next : null },
    };
  });
}
