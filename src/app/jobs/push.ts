import { CONFIGURATION_FILE, type Configuration } from "../../config/configuration.ts";
import { loadConfiguration } from "../../config/load.ts";
import { type GitHubClient, gitHubClient } from "../../github/client.ts";
import { readConfigurationAt } from "../../github/configuration.ts";
import { type GitHubObjects, gitHubObjects, TooMuchToRead } from "../../github/objects.ts";
import { changedAttributes } from "../../packages/definitions/changed-attributes.ts";
import { maintainerFiles } from "../../packages/maintainers/maintainers.ts";
import { ROOT_CANDIDATES } from "../../packages/recognition/by-name.ts";
import { RULE_NAMING } from "../../rules/naming.ts";
import { computeLoading, type LoadedSnapshot, loadedSnapshot } from "../../snapshot/loaded.ts";
import { memorySnapshot } from "../../snapshot/memory.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { SourceError } from "../../snapshot/source.ts";
import { treeSource } from "../../snapshot/tree-source.ts";
import { type PullMemory, readMemory } from "../run/memory/pull-memory.ts";
import type { RunContext } from "../run/run-context.ts";
import { configurationFile } from "../run/verdict.ts";
import { type JobData, newJob } from "./jobs.ts";
import { withUrgency } from "./urgency.ts";

type Push = Extract<JobData, { kind: "push" }>;

/** So many pull requests of a repository are remembered. */
const MOST_PULL_REQUESTS = 50_000;

/**
 * Finds the pull requests whose review depends on what a push to their base changed, and queues them: all
 * of the branch for another configuration or layout; for other overrides those that touch the packages in question.
 */
export async function reviewAfterPush(job: Push, context: RunContext): Promise<string> {
  const { owner, repo, installation, branch, before, after } = job;
  const client = gitHubClient(context.api, context.onFailure);
  const configuration = await unchangedConfiguration(client, job);
  const objects = gitHubObjects(client, job, context.objects);
  const why =
    configuration === null
      ? "the configuration changed"
      : (await hasOtherLayout(objects, job, configuration))
        ? "packages are laid out otherwise"
        : null;
  if (configuration === null || why !== null) {
    const sweep = {
      kind: "sweep-repository",
      installation,
      owner,
      repo,
      base: branch,
      cursor: null,
      why: why ?? "",
    } as const;
    await context.queue.add([newJob(sweep, "low")]);
    await queueWaiting(job, context);
    return sweep.why;
  }
  const { draft } = configuration;
  await lookAtWaiting(job, draft, context);
  const files = new Set(draft.roots.flatMap((root) => root.overrides.files));
  if (job.paths !== null && !job.paths.some((path) => files.has(path))) return "nothing depends on it";
  const attributes = await attributesBetween(objects, [before, after], draft, context);
  if (attributes?.size === 0) return "no override changed";
  const numbers = await affected(job, attributes, context);
  if (numbers.length > 0) {
    await context.queue.add(
      await withUrgency(
        numbers.map((number) => newJob({ kind: "review", installation, owner, repo, number }, "low")),
        context.queue.memory,
      ),
    );
  }
  return `overrides changed: ${numbers.length} pull requests`;
}

/** Whoever let a merge wait may have a say in it no more. */
async function lookAtWaiting(job: Push, { merge }: Configuration, context: RunContext): Promise<void> {
  const { paths } = job;
  const files = maintainerFiles(merge.maintainers);
  if (merge.strategies.length === 0 || paths?.some((path) => files.includes(path)) === false) return;
  await queueWaiting(job, context);
}

/** Merges that wait may have to be taken back: they do not wait for a sweep. */
async function queueWaiting(
  { owner, repo, installation, branch }: Push,
  { queue }: RunContext,
): Promise<void> {
  const prefix = `pull:${owner}/${repo}#`;
  const waiting = (await queue.memory.list(prefix, MOST_PULL_REQUESTS)).filter(({ value }) => {
    const memory = readMemory(value);
    return memory.waiting && memory.base === branch;
  });
  if (waiting.length === 0) return;
  const numbers = waiting.map(({ key }) => Number(key.slice(prefix.length)));
  const reviews = numbers.map((number) => ({ kind: "review", installation, owner, repo, number }) as const);
  await queue.add(reviews.map((review) => newJob(review, "urgent")));
}

/** The text of a configuration, and what it comes to as far as that can be told without the repository. */
type Unchanged = { readonly text: ConfigurationSource; readonly draft: Configuration };
type ConfigurationSource = { readonly path: string; readonly text: string };

/** The configuration of the branch; null if the push changed it, or if it is not valid. */
async function unchangedConfiguration(client: GitHubClient, job: Push): Promise<Unchanged | null> {
  const [old, now] = await Promise.all(
    [job.before, job.after].map((commit) => readConfigurationAt(client, job, commit, CONFIGURATION_FILE)),
  );
  if (now === undefined || JSON.stringify(old?.configuration) !== JSON.stringify(now.configuration))
    return null;
  const file = configurationFile(now);
  if ("kind" in file) return null;
  const loaded = loadConfiguration(memorySnapshot({}), RULE_NAMING, file);
  return loaded.kind === "valid" ? { text: file, draft: loaded.configuration } : null;
}

/**
 * Whether another layout is recognised than before the push: other roots, other files that list packages, or another
 * kind of repository. That there are other packages in it is none.
 */
async function hasOtherLayout(
  objects: GitHubObjects,
  { before, after, paths }: Push,
  { text: file, draft }: Unchanged,
): Promise<boolean> {
  if (paths?.some(mayTellLayout) === false) return false;
  const isNixpkgs = draft.presetNamed && draft.preset === "nixpkgs";
  if (isNixpkgs || (draft.rootsNamed && !draft.listsNamed)) return false;
  try {
    const [old, now] = await snapshotsOf(objects, [before, after]);
    if (old === undefined || now === undefined) return false;
    const [was, is] = await computeLoading([old, now], () => [layoutKey(old, file), layoutKey(now, file)]);
    return was !== is;
  } catch (error) {
    // Then nothing is recognised of it when it is reviewed either.
    if (error instanceof TooMuchToRead || error instanceof SourceError) return false;
    throw error;
  }
}

function mayTellLayout(path: string): boolean {
  return path.endsWith(".nix") || ROOT_CANDIDATES.some((root) => path.startsWith(`${root}/`));
}

function layoutKey(snapshot: Snapshot, file: ConfigurationSource): string {
  const loaded = loadConfiguration(snapshot, RULE_NAMING, file);
  if (loaded.kind === "invalid") return "";
  const { preset, layout, roots, listed } = loaded.configuration;
  const lists = [...new Set(listed.map(({ by }) => by))].sort();
  const laidOut = roots.map((root) => [root.path, root.sharded, root.file, root.nested === true]);
  return JSON.stringify([preset, layout, laidOut, lists]);
}

async function attributesBetween(
  objects: GitHubObjects,
  commits: readonly string[],
  { roots }: Configuration,
  { parse }: RunContext,
): Promise<Set<string> | null> {
  const [before, after] = await snapshotsOf(objects, commits);
  if (before === undefined || after === undefined) return null;
  return computeLoading([before, after], () => changedAttributes(before, after, roots, parse));
}

async function snapshotsOf(
  objects: GitHubObjects,
  commits: readonly string[],
): Promise<readonly LoadedSnapshot[]> {
  const prefetched = await objects.prefetch(
    commits.map((commit) => ({ commit, directories: [], files: [], ids: [] })),
  );
  return prefetched.roots.map((root, i) =>
    loadedSnapshot(treeSource(objects, root, `commit ${commits[i]?.slice(0, 7)}`)),
  );
}

/** The pull requests into the branch that touch one of the attributes, or the files that define them. */
async function affected(
  { owner, repo, branch }: Push,
  attributes: ReadonlySet<string> | null,
  { queue }: RunContext,
): Promise<number[]> {
  const prefix = `pull:${owner}/${repo}#`;
  const remembered = await queue.memory.list(prefix, MOST_PULL_REQUESTS);
  return remembered.flatMap(({ key, value }) => {
    const memory = readMemory(value);
    return memory.base === branch && depends(memory, attributes) ? [Number(key.slice(prefix.length))] : [];
  });
}

function depends(
  { overrides, attributes: own }: PullMemory,
  attributes: ReadonlySet<string> | null,
): boolean {
  return overrides || attributes === null || own.some((attribute) => attributes.has(attribute));
}
