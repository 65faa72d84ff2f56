import { bareLogin } from "../policy/person.ts";
import type { GitHubClient } from "./client.ts";

/** Whose name a token writes in. */
export type Identity =
  | {
      readonly kind: "app";
      readonly appId: number;
      /** With `[bot]`. */
      readonly login: string;
      /** Whether it is the App in whose name all workflows write that have no token of their own. */
      readonly isActions: boolean;
    }
  /** A person's token, or what GitHub does not tell the App of: no check run can be written with it. */
  | { readonly kind: "other"; readonly login: string };

/** The App of GitHub Actions; its name is taken for good. */
const ACTIONS = "github-actions";

const VIEWER_QUERY = "query Viewer { viewer { login } }";

/** Asks whose token it is. Throws a GitHubFailure. */
export async function readIdentity(client: GitHubClient): Promise<Identity> {
  const { viewer } = await client.query<{ viewer: { readonly login: string } }>("Viewer", VIEWER_QUERY, {});
  const { login } = viewer;
  if (!login.endsWith("[bot]")) return { kind: "other", login };
  const slug = bareLogin(login);
  const app = await client.rest("apps.getBySlug", (rest) => rest.apps.getBySlug({ app_slug: slug }));
  if (app === null) return { kind: "other", login };
  return { kind: "app", appId: app.id, login, isActions: slug === ACTIONS };
}
