import { bareLogin, type Person } from "../policy/person.ts";

/** What is read of whoever did something: the fields of `Actor` that tell accounts apart. */
export const ACTOR_FIELDS = /* GraphQL */ `
  __typename
  login
  ... on User { databaseId }
  ... on Bot { databaseId }`;

export type AnsweredActor = {
  readonly __typename: string;
  readonly login: string;
  readonly databaseId?: number | null;
} | null;

/** Who an actor is; null for a deleted account, or is neither a person nor an App. */
export function personOf(actor: AnsweredActor | undefined): Person | null {
  const kind = actor?.__typename === "User" ? "user" : actor?.__typename === "Bot" ? "bot" : null;
  if (!actor || kind === null || typeof actor.databaseId !== "number") return null;
  return { id: actor.databaseId, login: bareLogin(actor.login), kind };
}
