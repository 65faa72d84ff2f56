import type { App, Installation } from "../model.ts";
import { type Shown, userOf } from "./account.ts";

/** An `integration`: an App as REST and webhooks show it. */
export function appJson(shown: Shown, app: App) {
  return {
    id: app.id,
    slug: app.slug,
    node_id: app.nodeId,
    client_id: app.clientId,
    owner: userOf(shown, app.ownerId),
    name: app.name,
    description: "",
    external_url: `${shown.urls.html}/${app.slug}`,
    html_url: `${shown.urls.html}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.updatedAt,
    permissions: app.permissions,
    events: app.events,
  };
}

/** An `installation` as REST shows it; webhooks have their times as seconds. */
export function installationJson(shown: Shown, installation: Installation) {
  const { reader, urls } = shown;
  const app = reader.app(installation.appId);
  const account = reader.account(installation.accountId);
  const organization = account?.type === "Organization";
  const settings = organization ? `organizations/${account.login}/settings` : "settings";
  return {
    id: installation.id,
    account: userOf(shown, installation.accountId),
    repository_selection: installation.repositorySelection,
    access_tokens_url: `${urls.api}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${urls.api}/installation/repositories`,
    html_url: `${urls.html}/${settings}/installations/${installation.id}`,
    app_id: installation.appId,
    client_id: app?.clientId ?? "",
    app_slug: app?.slug ?? "",
    target_id: installation.accountId,
    target_type: organization ? "Organization" : "User",
    permissions: installation.permissions,
    events: installation.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: userOf(shown, installation.suspendedById),
    suspended_at: installation.suspendedAt,
  };
}
