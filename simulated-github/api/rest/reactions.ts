import type { Shown } from "../../world/json/account.ts";
import { reactionJson } from "../../world/json/pull-request.ts";
import { type Reaction, type ReactionContent, reactionNames } from "../../world/model.ts";
import type { Body } from "./body.ts";
import { page } from "./page.ts";

const contents = Object.keys(reactionNames) as ReactionContent[];

export function reactionContent(body: Body<"content">): ReactionContent {
  return body.oneOf("content", contents);
}

/** A page of reactions, of one content if the query says so. */
export function shownReactions(
  call: {
    readonly query: { readonly page?: string; readonly per_page?: string; readonly content?: string };
    readonly url: string;
    readonly shown: Shown;
  },
  reactions: readonly Reaction[],
) {
  const { content } = call.query;
  const wanted = reactions.filter((one) => content === undefined || one.content === content);
  const { items, headers } = page(call, wanted);
  return { status: 200 as const, body: items.map((one) => reactionJson(call.shown, one)), headers };
}
