import { userJson } from "../../world/json/account.ts";
import type { Team } from "../../world/model.ts";
import { type Call, found, type Handlers, notFound } from "./call.ts";
import { page } from "./page.ts";

type OnTeam = "teams/get-membership-for-user-in-org" | "teams/list-members-in-org";

export const teamHandlers: Handlers<OnTeam> = {
  "teams/get-membership-for-user-in-org": (call) => {
    const { reader, path, shown } = call;
    const team = teamOf(call);
    const user = found(reader.accountByLogin(path.username));
    if (!reader.teamMemberIds(team, "ALL").includes(user.id)) throw notFound();
    const url = `${shown.urls.api}/organizations/${team.organizationId}/team/${team.id}/memberships/${user.login}`;
    return { status: 200, body: { url, role: "member", state: "active" } };
  },
  "teams/list-members-in-org": (call) => {
    const { reader, query, shown } = call;
    const members = query.role === "maintainer" ? [] : reader.teamMemberIds(teamOf(call), "ALL");
    const { items, headers } = page(
      call,
      members.map((id) => reader.account(id)).filter((account) => account !== null),
    );
    return { status: 200, body: items.map((account) => userJson(shown, account)), headers };
  },
};

function teamOf({ reader, path }: Call<OnTeam>): Team {
  return found(reader.team(found(reader.accountByLogin(path.org)).id, path.team_slug));
}
