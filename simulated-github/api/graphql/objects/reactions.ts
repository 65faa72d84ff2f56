import type * as schema from "@octokit/graphql-schema";
import type { GraphQLResolveInfo } from "graphql";
import { type Reaction, type ReactionContent, reactionNames } from "../../../world/model.ts";
import { connection, type PageArguments } from "../connection.ts";
import type { Source, View } from "../source.ts";
import { actorById, userById } from "./actor.ts";

const contents = Object.keys(reactionNames) as ReactionContent[];

/** The fields of what can be reacted to. All eight groups are always there, as on GitHub. */
export function reactable(view: View, reactions: readonly Reaction[]) {
  return {
    reactionGroups: () => contents.map((content) => group(view, reactions, content)),
    reactions: (
      args: PageArguments & { content?: schema.ReactionContent | null },
      _: View,
      info: GraphQLResolveInfo,
    ) =>
      connection(
        reactions.filter(({ content }) => args.content == null || reactionNames[content] === args.content),
        args,
        info,
        (one) => reaction(view, one),
        { key: ({ id }) => id, takes: ["content"] },
      ),
  };
}

export function reaction(view: View, record: Reaction): Source<schema.Reaction> {
  return {
    __typename: "Reaction",
    id: record.nodeId,
    databaseId: record.id,
    content: reactionNames[record.content],
    createdAt: record.createdAt,
    user: () => userById(view, record.userId),
  };
}

function group(view: View, all: readonly Reaction[], content: ReactionContent): Source<schema.ReactionGroup> {
  const reactions = all.filter((one) => one.content === content);
  const people = (args: PageArguments, _: View, info: GraphQLResolveInfo) =>
    connection(reactions, args, info, ({ userId }) => actorById(view, userId), { key: ({ id }) => id });
  return {
    __typename: "ReactionGroup",
    content: reactionNames[content],
    createdAt: reactions[0]?.createdAt ?? null,
    viewerHasReacted: reactions.some(({ userId }) => userId === view.viewer.id),
    users: people,
    reactors: people,
  };
}

/** The content of REST's name for GraphQL's. */
export function contentOf(name: string): ReactionContent {
  const found = contents.find((content) => reactionNames[content] === name);
  if (found === undefined) throw new Error(`there is no reaction ${name}`);
  return found;
}
