import { maySee } from "../access.ts";
import { node } from "./node.ts";
import { actor, viewer } from "./objects/actor.ts";
import { repository } from "./objects/repository.ts";
import { GraphqlProblem } from "./problem.ts";
import type { View } from "./source.ts";

/** How many ids `nodes` takes. */
const idLimit = 100;

/** The fields of `Query`; `rateLimit` is what the request's own cost has left. */
export const queryRoot = (rateLimit: () => unknown) => ({
  __typename: "Query",
  viewer: (_args: unknown, view: View) => viewer(view),
  rateLimit,
  repository: ({ owner, name }: { owner: string; name: string }, view: View) => {
    const found = view.reader.repositoryByName(`${owner}/${name}`);
    if (found === null || !maySee(view.reader, view.caller, found)) {
      throw new GraphqlProblem(
        "NOT_FOUND",
        `Could not resolve to a Repository with the name '${owner}/${name}'.`,
      );
    }
    return repository(view, found);
  },
  repositoryOwner: ({ login }: { login: string }, view: View) => {
    const found = view.reader.accountByLogin(login);
    return found === null || found.type === "Bot" ? null : actor(view, found);
  },
  user: ({ login }: { login: string }, view: View) => account(view, login, "User"),
  organization: ({ login }: { login: string }, view: View) => account(view, login, "Organization"),
  node: ({ id }: { id: string }, view: View) => node(view, id),
  nodes: ({ ids }: { ids: readonly string[] }, view: View) => {
    if (ids.length > idLimit) {
      throw new GraphqlProblem(
        "ARGUMENT_LIMIT",
        `You may not provide more than ${idLimit} node ids; you provided ${ids.length}.`,
      );
    }
    return ids.map((id) => node(view, id));
  },
});

function account(view: View, login: string, type: "User" | "Organization") {
  const found = view.reader.accountByLogin(login);
  if (found?.type !== type) {
    const article = type === "User" ? "a" : "an";
    throw new GraphqlProblem(
      "NOT_FOUND",
      `Could not resolve to ${article} ${type} with the login of '${login}'.`,
    );
  }
  return actor(view, found);
}
