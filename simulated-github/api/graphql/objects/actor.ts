import type * as schema from "@octokit/graphql-schema";
import type { Account } from "../../../world/model.ts";
import type { Source, View } from "../source.ts";
import { organizationTeam } from "./team.ts";

type Actor = Source<schema.User> | Source<schema.Bot> | Source<schema.Organization>;

/** An account as `Actor`, `RepositoryOwner` or `User`. A Bot's login is without the `[bot]` that REST adds. */
export function actor(view: View, account: Account): Actor {
  const shared = {
    id: account.nodeId,
    databaseId: account.id,
    login: account.type === "Bot" ? account.login.replace(/\[bot\]$/, "") : account.login,
    createdAt: account.createdAt,
    url: `${view.world.urls.html}/${account.type === "Bot" ? "apps/" : ""}${account.login.replace(/\[bot\]$/, "")}`,
    avatarUrl: `${view.world.urls.html}/avatars/${account.id}`,
  };
  if (account.type === "Bot") return { __typename: "Bot", ...shared };
  const named = { ...shared, name: account.name, email: account.email ?? "" };
  if (account.type === "Organization") {
    return {
      __typename: "Organization",
      ...named,
      team: ({ slug }: { slug: string }) => organizationTeam(view, account, slug),
    };
  }
  return { __typename: "User", ...named, isViewer: account.id === view.viewer.id };
}

/** The account of an id as `Actor`; null for one that is gone. */
export function actorById(view: View, id: number): Actor | null {
  const account = view.reader.account(id);
  return account === null ? null : actor(view, account);
}

/** Where the schema says `User`, a Bot is null: `resolvedBy`, `Reaction.user`. */
export function userById(view: View, id: number | null): Actor | null {
  const account = id === null ? null : view.reader.account(id);
  return account?.type === "User" ? actor(view, account) : null;
}

/** `viewer` of an installation: GitHub calls it a User, and its login keeps the `[bot]`. */
export function viewer(view: View): Source<schema.User> {
  const { viewer: bot } = view;
  return {
    __typename: "User",
    id: bot.nodeId,
    databaseId: bot.id,
    login: bot.login,
    name: bot.name,
    createdAt: bot.createdAt,
    isViewer: true,
    url: `${view.world.urls.html}/apps/${bot.login.replace(/\[bot\]$/, "")}`,
    avatarUrl: `${view.world.urls.html}/avatars/${bot.id}`,
  };
}
