import type { CheckRun, PullRequest, World } from "simulated-github";
import { BOT } from "./bot.ts";

/** A text that the bot has posted. */
export type Posted = {
  readonly where: string;
  readonly body: string;
  /** Whether GitHub shows it as it stands, and not as Markdown. */
  readonly plain: boolean;
};

/** Everything that the bot has posted anywhere, check runs that newer ones replace among it. */
export function postedBy(world: World): Posted[] {
  const bot = world.state.accountByLogin(`${BOT}[bot]`)?.id;
  const ofPull = (pull: PullRequest): Posted[] => [
    ...[...pull.comments, ...pull.reviews, ...pull.threads.flatMap((thread) => thread.comments)]
      .filter(({ authorId }) => authorId === bot)
      .map(({ body }) => ({ where: `#${pull.number}`, body, plain: false })),
    ...pull.formerHeads.flatMap((head) => ofChecks(world.state.checkRuns(pull.repositoryId, head))),
  ];
  return world.state
    .repositories()
    .flatMap(({ id }) => [
      ...world.state.pullRequests(id).flatMap(ofPull),
      ...world.state.mergeGroups(id).flatMap(({ headOid }) => ofChecks(world.state.checkRuns(id, headOid))),
    ]);
}

function ofChecks(runs: readonly CheckRun[]): Posted[] {
  return runs.flatMap(({ name, output, annotations }) => {
    const { title, summary, text } = output;
    const notes = annotations.flatMap((each) => [each.title, each.message, each.rawDetails]);
    const where = `check ${name}`;
    return [
      ...texts([summary, text]).map((body) => ({ where, body, plain: false })),
      ...texts([title, ...notes]).map((body) => ({ where, body, plain: true })),
    ];
  });
}

function texts(some: readonly (string | null | undefined)[]): string[] {
  return some.flatMap((text) => (text === null || text === undefined ? [] : [text]));
}
