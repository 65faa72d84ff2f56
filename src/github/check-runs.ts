import type { GitHubClient } from "./client.ts";
import type { RepositoryName } from "./objects.ts";

export type CheckConclusion = "success" | "failure" | "neutral" | "action_required";

export type CheckAnnotation = {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "failure" | "warning" | "notice";
  readonly message: string;
  readonly title?: string;
  readonly raw_details?: string;
};

/** A check run of the bot's that stands on a commit. */
export type PostedCheckRun = {
  /** Null where GitHub does not say. */
  readonly databaseId: number | null;
  readonly startedAt: string | null;
  readonly completed: boolean;
  readonly conclusion: string | null;
  readonly externalId: string | null;
};

/** A check run as it should stand on a commit. */
export type DesiredCheckRun = {
  readonly name: string;
  readonly head: string;
  readonly conclusion: CheckConclusion;
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations: readonly CheckAnnotation[];
  /** The pull request that it is about, where that is to be seen in it. */
  readonly pull?: number;
  /** Equal for two that say the same: lower-case hexadecimal. */
  readonly digest: string;
};

/** https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const ANNOTATIONS_AT_ONCE = 50;

/** What is left to write of a check run. */
export type CheckRunStep =
  | { readonly kind: "none" }
  | { readonly kind: "create" }
  /** It is only to say so much while the rest is not written yet; null where there is no run for that. */
  | { readonly kind: "open"; readonly databaseId: number | null }
  /** A run was left unfinished after so many annotations. */
  | { readonly kind: "resume"; readonly databaseId: number; readonly sent: number };

/**
 * Compares the check runs on a commit with the desired one. The newest counts; a finished suite whose run
 * says the same needs nothing. Somebody who asks for a run again (GitHub then counts the suite as open)
 * gets a new one.
 */
export function checkRunStep(
  desired: DesiredCheckRun,
  posted: readonly PostedCheckRun[],
  finished: boolean,
): CheckRunStep {
  const newest = newestOf(posted);
  if (newest === null) return { kind: "create" };
  const opened = openedOf(newest);
  if (opened !== null) return { kind: "resume", databaseId: opened, sent: 0 };
  const [digest, sent] = (newest.externalId ?? "").split("/");
  if (digest !== desired.digest) return { kind: "create" };
  if (newest.completed) return finished ? { kind: "none" } : { kind: "create" };
  const { databaseId } = newest;
  return databaseId === null ? { kind: "create" } : { kind: "resume", databaseId, sent: Number(sent) || 0 };
}

/** The same for one that is not to be finished yet: it has no annotations, so that it can say something else later. */
export function openCheckRunStep(
  desired: DesiredCheckRun,
  posted: readonly PostedCheckRun[],
): Extract<CheckRunStep, { readonly kind: "none" | "open" }> {
  const newest = newestOf(posted);
  if (newest !== null && !newest.completed && newest.externalId === openedId(desired))
    return { kind: "none" };
  // That something is added to what it says is not worth that it is open again.
  if (newest?.completed && newest.conclusion === desired.conclusion) return { kind: "none" };
  return { kind: "open", databaseId: newest === null ? null : openedOf(newest) };
}

function newestOf(posted: readonly PostedCheckRun[]): PostedCheckRun | null {
  return posted.reduce<PostedCheckRun | null>(
    (last, run) => (last === null || isNewer(run, last) ? run : last),
    null,
  );
}

/** The id of a run that is open and has no annotations, whatever it says. */
function openedOf({ completed, databaseId, externalId }: PostedCheckRun): number | null {
  return !completed && externalId?.split("/")[1] === "0" ? databaseId : null;
}

function isNewer(one: PostedCheckRun, other: PostedCheckRun): boolean {
  const [started, before] = [one, other].map(({ startedAt }) => Date.parse(startedAt ?? "") || 0);
  if (started !== before) return (started ?? 0) > (before ?? 0);
  return (one.databaseId ?? 0) > (other.databaseId ?? 0);
}

/** The external id of a run that says all of it. */
export function finishedId(desired: DesiredCheckRun): string {
  return externalId(desired, desired.annotations.length);
}

/** The external id of a run that is only open. */
export function openedId(desired: DesiredCheckRun): string {
  return externalId(desired, 0);
}

/** The external id of a run of which so many annotations are there. */
function externalId({ digest, pull }: DesiredCheckRun, sent: number): string {
  return [digest, sent, ...(pull === undefined ? [] : [pull])].join("/");
}

/**
 * Writes a check run: annotations in batches of 50, the conclusion with the last of them. Each step records
 * in the run itself how far it came, so that it can be resumed.
 */
export async function writeCheckRun(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  desired: DesiredCheckRun,
  step: CheckRunStep,
): Promise<void> {
  if (step.kind === "none") return;
  if (step.kind === "open") return openCheckRun(client, { owner, repo }, desired, step.databaseId);
  let sent = step.kind === "resume" ? step.sent : 0;
  let id = step.kind === "resume" ? step.databaseId : null;
  do {
    const annotations = desired.annotations.slice(sent, sent + ANNOTATIONS_AT_ONCE);
    sent += annotations.length;
    const last = sent >= desired.annotations.length;
    const fields = {
      owner,
      repo,
      external_id: externalId(desired, sent),
      output: { ...wordsOf(desired), annotations },
      ...(last
        ? ({ status: "completed", conclusion: desired.conclusion } as const)
        : ({ status: "in_progress" } as const)),
    };
    const known = id;
    if (known === null) {
      const created = await client.rest("checks.create", (rest) =>
        rest.checks.create({ ...fields, name: desired.name, head_sha: desired.head }),
      );
      id = created.id;
    } else {
      await client.rest("checks.update", (rest) => rest.checks.update({ ...fields, check_run_id: known }));
    }
  } while (sent < desired.annotations.length);
}

async function openCheckRun(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  desired: DesiredCheckRun,
  known: number | null,
): Promise<void> {
  const fields = {
    owner,
    repo,
    external_id: openedId(desired),
    output: wordsOf(desired),
    status: "in_progress",
  } as const;
  if (known !== null) {
    await client.rest("checks.update", (rest) => rest.checks.update({ ...fields, check_run_id: known }));
    return;
  }
  await client.rest("checks.create", (rest) =>
    rest.checks.create({ ...fields, name: desired.name, head_sha: desired.head }),
  );
}

function wordsOf({ title, summary, text }: DesiredCheckRun) {
  return { title, summary, ...(text === undefined ? {} : { text }) };
}
