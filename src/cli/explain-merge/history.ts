import type { MergeConfiguration } from "../../config/merge.ts";
import { displayName } from "../../nix/shown.ts";
import type { GivenCommand, MergeFacts, Review } from "../../policy/facts.ts";
import { fullLogin, isNamed, type Person } from "../../policy/person.ts";
import { personName } from "../../policy/words.ts";
import { Failure } from "../failure.ts";
import type { PullRequestEvent } from "./options.ts";

/** What was said of a change, as if on GitHub. */
export type History = Pick<MergeFacts, "reviews" | "commands" | "times"> & {
  readonly notes: readonly string[];
};

const HEAD = "head";
const OLDER = "older";

/**
 * What follows from the events: each is a minute after the one before it, and the first one after the push
 * of the newest commit, unless a push is among them. Throws a Failure for what GitHub does not allow.
 */
export function historyOf(
  events: readonly PullRequestEvent[],
  author: Person,
  person: (written: string) => Person,
  merge: MergeConfiguration,
): History {
  const lastPush = events.findLastIndex(({ kind }) => kind === "pushed");
  const reviews: Review[] = [];
  const commands: GivenCommand[] = [];
  const notes: string[] = [];
  events.forEach((event, i) => {
    if (event.kind === "pushed") return;
    const by = person(event.by);
    const at = minute(i);
    if (event.kind === "approved" || event.kind === "changes-requested") {
      if (by.id === author.id) {
        throw new Failure(
          `--${event.kind} ${displayName(fullLogin(by))}: GitHub lets nobody review a change of their own`,
        );
      }
      reviews.push({ by, kind: event.kind, commit: i > lastPush ? HEAD : OLDER, at });
    } else if (by.kind === "bot" && !isNamed(by, merge.committers.users)) {
      notes.push(
        `the command of ${personName(by)} is ignored: a bot may give one only if \`merge.committers.users\` names it`,
      );
    } else {
      commands.push({ command: event.kind, by, at, comment: i + 1, review: null, state: "fresh" });
    }
  });
  return {
    reviews,
    commands,
    times: {
      pushedBy: minute(lastPush),
      replacedAt: null,
      retargetedAt: null,
      editedAt: null,
      takenBackAt: null,
    },
    notes,
  };
}

/** The commit that `historyOf` lets what follows the last push be about. */
export const historyHead = HEAD;

function minute(index: number): string {
  return new Date(Date.UTC(2000, 0, 1, 0, index + 1)).toISOString();
}
