import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import type { Account, Team } from "../../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import { forbidden } from "../problem.ts";
import type { Source, View } from "../source.ts";
import { actor } from "./actor.ts";

/** A team of an organization on which the App is installed; null if there is none of this slug. */
export function organizationTeam(view: View, organization: Account, slug: string) {
  if (view.caller.installation.accountId !== organization.id) throw forbidden();
  const found = view.reader.team(organization.id, slug);
  return found === null ? null : team(view, organization, found);
}

type MembersArguments = PageArguments & {
  readonly query?: string | null;
  readonly membership?: schema.TeamMembershipType | null;
};

function team(view: View, organization: Account, found: Team): Source<schema.Team> {
  const { reader } = view;
  const path = `/orgs/${organization.login}/teams/${found.slug}`;
  return {
    __typename: "Team",
    id: found.nodeId,
    databaseId: found.id,
    slug: found.slug,
    name: found.name,
    combinedSlug: `${organization.login}/${found.slug}`,
    createdAt: found.createdAt,
    url: `${view.world.urls.html}${path}`,
    resourcePath: path,
    organization: () => actor(view, organization),
    parentTeam: () => {
      const parent = reader.teams(organization.id).find(({ id }) => id === found.parentId);
      return parent === undefined ? null : team(view, organization, parent);
    },
    members: (args: MembersArguments, _: View, info: GraphQLResolveInfo) => {
      const wanted = args.query?.toLowerCase() ?? "";
      const members = reader
        .teamMemberIds(found, args.membership ?? "ALL")
        .map((id) => reader.account(id))
        .filter((account) => account !== null)
        .filter(({ login, name }) => `${login} ${name ?? ""}`.toLowerCase().includes(wanted))
        .toSorted((one, other) => one.id - other.id);
      return connection(members, args, info, (account) => actor(view, account), {
        key: ({ id }) => id,
        takes: ["query", "membership"],
      });
    },
  };
}
