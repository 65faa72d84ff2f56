import { z } from "zod";
import type { NewJob } from "../../queue/job.ts";
import { OBJECT_ID } from "../../snapshot/object-id.ts";
import { reviewKey } from "../run/run-context.ts";

const id = z.number().int().positive();
/** The name of an account, as long as GitHub allows. */
const account = z.string().regex(/^[\w-]{1,39}$/);
/** The name of a repository: what may stand between two slashes of a URL. */
const name = z.string().regex(/^(?!\.{1,2}$)[\w.-]{1,100}$/);
const objectId = z.string().regex(OBJECT_ID);
/** A whole name of at most 255 bytes is what git servers take; git refuses control characters and blanks. */
const ref = z.string().regex(/^[^\p{Cc}\p{Cs}\s]{1,255}$/u);
/** A ref without `refs/heads/`. */
const branch = ref.max(244);
const cursor = z.string().min(1).max(100).nullable();
/** What PostgreSQL can keep as JSON. */
const PATH = /^[^\p{Cc}\p{Cs}]{1,4096}$/u;

const repository = { installation: id, owner: account, repo: name };

const JOB = z.discriminatedUnion("kind", [
  /** Look at a pull request again. One that has been closed is looked at too: the run ends what waits. */
  z.object({ kind: z.literal("review"), ...repository, number: id }).readonly(),
  /** A merge queue wants our check on a commit of its own. */
  z
    .object({
      kind: z.literal("merge-group"),
      ...repository,
      headSha: objectId,
      headRef: ref,
      baseSha: objectId,
      baseRef: ref,
    })
    .readonly(),
  /** Look at a repository's open pull requests, at those into one branch or (null) at all. */
  z
    .object({
      kind: z.literal("sweep-repository"),
      ...repository,
      base: branch.nullable(),
      cursor,
      why: z.string().max(500),
    })
    .readonly(),
  /** Sweep all repositories of an installation. */
  z.object({ kind: z.literal("sweep-installation"), installation: id, cursor }).readonly(),
  /** A branch moved. `paths` are those that matter; null where the delivery does not list them all. */
  z
    .object({
      kind: z.literal("push"),
      ...repository,
      branch,
      before: objectId,
      after: objectId,
      paths: z.array(z.string().regex(PATH)).readonly().nullable(),
    })
    .readonly(),
  /** Somebody may have given a command on an issue that is no pull request. */
  z.object({ kind: z.literal("issue-comment"), ...repository, number: id, comment: id }).readonly(),
  /** Which pull request has this head? Of those that wait for it, or of all that are open. */
  z
    .object({
      kind: z.literal("find-pull-request"),
      ...repository,
      headSha: objectId,
      among: z.enum(["waiting", "open"]),
    })
    .readonly(),
]);

/** What is to be done, as the queue stores it. */
export type JobData = z.infer<typeof JOB>;

/** Whether a path can be part of a job. */
export function isStorablePath(path: string): boolean {
  return PATH.test(path);
}

/** The job that stored data stands for; null for what this version does not know. */
export function readJob(data: unknown): JobData | null {
  return JOB.safeParse(data).data ?? null;
}

/**
 * The key under which a job is queued: of two with the same key one run is enough. Everything that tells
 * two runs apart is therefore in it. At most 500 characters.
 */
export function jobKey(job: JobData): string {
  switch (job.kind) {
    case "review":
      return reviewKey(job);
    case "merge-group":
      return `merge-group:${job.owner}/${job.repo}@${job.headSha}`;
    case "sweep-repository":
      // No branch is called `*`, and no name of a branch has a blank.
      return `sweep:${job.owner}/${job.repo} ${job.base ?? "*"}${page(job.cursor)}`;
    case "sweep-installation":
      return `sweep-installation:${job.installation}${page(job.cursor)}`;
    case "push":
      return `push:${job.owner}/${job.repo} ${job.branch}@${job.after.slice(0, 40)}`;
    case "issue-comment":
      return `issue-comment:${job.owner}/${job.repo}#${job.number} ${job.comment}`;
    case "find-pull-request":
      return `find-${job.among}:${job.owner}/${job.repo}@${job.headSha}`;
  }
}

function page(cursor: string | null): string {
  return cursor === null ? "" : ` ${cursor}`;
}

/** What is added to the queue for a job. */
export function newJob(data: JobData, priority: NonNullable<NewJob["priority"]> = "normal"): NewJob {
  return { key: jobKey(data), data, priority };
}

/** The pull request that a job is about, for the log: `owner/repo#7`. */
export function pullOf(job: JobData): string | null {
  return job.kind === "review" ? `${job.owner}/${job.repo}#${job.number}` : null;
}
