import type { Urls } from "../inputs.ts";
import type { Account } from "../model.ts";
import type { Reader } from "../reader.ts";

/** What records are shown from: as webhooks and REST show them. */
export type Shown = { readonly reader: Reader; readonly urls: Urls };

/** A `simple-user` of REST. */
export function userJson({ urls }: Shown, account: Account) {
  const { login, id, nodeId, type } = account;
  const url = `${urls.api}/users/${encodeURIComponent(login)}`;
  const app = login.replace(/\[bot\]$/, "");
  return {
    login,
    id,
    node_id: nodeId,
    avatar_url: `${urls.html}/avatars/u/${id}`,
    gravatar_id: "",
    url,
    html_url: type === "Bot" ? `${urls.html}/apps/${app}` : `${urls.html}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** The user of an id; null for an account that is gone. */
export function userOf(shown: Shown, id: number | null) {
  const account = id === null ? null : shown.reader.account(id);
  return account === null ? null : userJson(shown, account);
}

/** An `organization-simple`. */
export function organizationJson({ urls }: Shown, account: Account) {
  const url = `${urls.api}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: account.nodeId,
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${urls.html}/avatars/u/${account.id}`,
    description: "",
  };
}
