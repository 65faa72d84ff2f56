import { displayName } from "../nix/shown.ts";
import { blobId, formatOfId } from "../snapshot/blob-id.ts";
import type { NamedEntry } from "../snapshot/entry.ts";
import { entryOfMode, type Tree } from "../snapshot/git/tree.ts";
import { decodeName, isEntryName } from "../snapshot/names.ts";
import { type Content, MAX_FILE_BYTES } from "../snapshot/source.ts";
import type { ObjectStore } from "../snapshot/tree-source.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubFailure } from "./failure.ts";
import type { ObjectCache } from "./object-cache.ts";

export type RepositoryName = { readonly owner: string; readonly repo: string };

/** How much one review may read: more is no review but a migration. */
export type Budget = { readonly objects: number; readonly bytes: number };
export const REVIEW_BUDGET: Budget = { objects: 8_000, bytes: 64 * 1024 * 1024 };

/** There is more to read than the budget has room for. The message is one sentence. */
export class TooMuchToRead extends Error {
  override name = "TooMuchToRead";
}

/** The objects of one repository on GitHub, for one run. */
export type GitHubObjects = ObjectStore & {
  /**
   * Reads directories and files of commits in as few requests as can be. What is not there is left out.
   * Throws a GitHubFailure of the kind `gone` if a commit is not there.
   */
  prefetch(commits: readonly CommitPaths[]): Promise<Prefetched>;
  /** Whether the file at a path had better be fetched with all else: it is short, and not in the cache. */
  shouldFetch(path: string): boolean;
};

export type CommitPaths = {
  readonly commit: string;
  readonly directories: readonly string[];
  /** Files and links that will surely be read. */
  readonly files: readonly string[];
  /** Paths of which nothing but the object id is asked for. */
  readonly ids: readonly string[];
};

export type Prefetched = {
  /** The root tree of each commit, in the order asked for. */
  readonly roots: readonly string[];
  /** The object ids at the paths of `ids`, null where there is nothing, by `<commit>:<path>`. */
  readonly ids: ReadonlyMap<string, string | null>;
};

/** Objects asked for in one request: GitHub gives a request ten seconds. */
const OBJECTS_AT_ONCE = 600;
/** GraphQL gives no text beyond this; those are read as blobs. */
const GRAPHQL_TEXT_BYTES = 512_000;
const BLOBS_AT_ONCE = 6;

/** By path at a commit, or by the object's own id. */
type Wanted =
  | { readonly expression: string; readonly path: string; readonly idOnly?: boolean }
  | { readonly id: string };

type AnsweredEntry = {
  readonly nameRaw: string;
  readonly mode: number;
  readonly oid: string;
  readonly size: number;
};

type Answered = {
  readonly __typename: string;
  readonly oid: string;
  readonly entries?: readonly AnsweredEntry[] | null;
  readonly byteSize?: number;
  readonly isBinary?: boolean | null;
  readonly isTruncated?: boolean;
  readonly text?: string | null;
  readonly tree?: { readonly oid: string; readonly entries: readonly AnsweredEntry[] | null };
};

const FIELDS = /* GraphQL */ `
fragment Entries on Tree { entries { nameRaw mode oid size } }
fragment Any on GitObject {
  __typename
  oid
  ...Entries
  ... on Blob { byteSize isBinary isTruncated text }
  ... on Commit { tree { oid ...Entries } }
}`;

/** A store over the repository: what is asked for at one time is read in one request. */
export function gitHubObjects(
  client: GitHubClient,
  { owner, repo }: RepositoryName,
  cache: ObjectCache,
  budget: Budget = REVIEW_BUDGET,
): GitHubObjects {
  /** Sizes of blobs as trees list them, to know which are too long for GraphQL. */
  const sizes = new Map<string, number>();
  /** What this run has read: the cache may let go of it while it is still needed. */
  const trees = new Map<string, Tree>();
  const blobs = new Map<string, Content>();
  const reading = new Map<string, Promise<void>>();
  let queued: string[] = [];
  let flush: Promise<void> | null = null;
  let objects = 0;
  let bytes = 0;

  // Counted whether the cache has it or not, so that the verdict does not depend on what was read before.
  function useTree(id: string, tree: Tree): void {
    spend(1, 0);
    trees.set(id, tree);
  }

  function useBlob(id: string, content: Uint8Array): Content {
    spend(1, content.length);
    const used: Content = { kind: "bytes", bytes: content };
    blobs.set(id, used);
    return used;
  }

  function spend(moreObjects: number, moreBytes: number): void {
    objects += moreObjects;
    bytes += moreBytes;
    if (objects > budget.objects) {
      throw new TooMuchToRead(`there are more than ${budget.objects} files and directories to read`);
    }
    if (bytes > budget.bytes) {
      throw new TooMuchToRead(`there are more than ${Math.round(budget.bytes / 1024 / 1024)} MB to read`);
    }
  }

  async function ask(wanted: readonly Wanted[]): Promise<(Answered | null)[]> {
    if (wanted.length === 0) return [];
    const variables: Record<string, unknown> = { owner, repo };
    const declarations: string[] = [];
    const fields = wanted.map((each, i) => {
      const byId = "id" in each;
      variables[`o${i}`] = byId ? each.id : each.expression;
      declarations.push(`$o${i}: ${byId ? "GitObjectID!" : "String!"}`);
      const selection = !byId && each.idOnly === true ? "__typename oid" : "...Any";
      return `o${i}: object(${byId ? "oid" : "expression"}: $o${i}) { ${selection} }`;
    });
    const document = `query Objects($owner: String!, $repo: String!, ${declarations.join(", ")}) {
  repository(owner: $owner, name: $repo) { ${fields.join("\n")} }
}${FIELDS}`;
    try {
      const { repository } = await client.query<{
        repository: Readonly<Record<string, Answered | null>> | null;
      }>("Objects", document, variables);
      if (repository === null) throw new GitHubFailure("gone", "Objects: the repository is not there");
      return wanted.map((_, i) => repository[`o${i}`] ?? null);
    } catch (error) {
      // GitHub gives up on a request that takes it too long: half of it may be done in time.
      const tooLong = error instanceof GitHubFailure && error.kind === "unavailable" && wanted.length >= 40;
      if (!tooLong) throw error;
      const half = wanted.length >> 1;
      return [...(await ask(wanted.slice(0, half))), ...(await ask(wanted.slice(half)))];
    }
  }

  async function askAll(wanted: readonly Wanted[]): Promise<(Answered | null)[]> {
    const parts: Promise<(Answered | null)[]>[] = [];
    for (let at = 0; at < wanted.length; at += OBJECTS_AT_ONCE) {
      parts.push(ask(wanted.slice(at, at + OBJECTS_AT_ONCE)));
    }
    return (await Promise.all(parts)).flat();
  }

  function takeTree(id: string, entries: readonly AnsweredEntry[]): void {
    if (trees.has(id)) return;
    const tree = cache.tree(id) ?? treeOf(id, entries);
    for (const { oid, size } of entries) if (size > 0) sizes.set(oid, size);
    useTree(id, tree);
    cache.keepTree(id, tree);
  }

  function takeBlob(id: string, content: Uint8Array): void {
    if (blobs.has(id)) return;
    useBlob(id, content);
    cache.keepBlob(id, content);
  }

  /** Keeps what was answered; false for a blob whose bytes the answer does not have. */
  function take(answer: Answered): boolean {
    if (answer.tree) takeTree(answer.tree.oid, answer.tree.entries ?? []);
    if (answer.__typename === "Tree") takeTree(answer.oid, answer.entries ?? []);
    if (answer.__typename !== "Blob") return true;
    if (answer.byteSize !== undefined) sizes.set(answer.oid, answer.byteSize);
    if (typeof answer.text !== "string" || answer.isTruncated === true) return false;
    const content = Buffer.from(answer.text, "utf8");
    // What is not UTF-8 has been changed on its way here; its id tells.
    if (blobId(content, formatOfId(answer.oid)) !== answer.oid) return false;
    takeBlob(answer.oid, content);
    return true;
  }

  async function readBlob(id: string): Promise<void> {
    const size = sizes.get(id);
    if (size !== undefined && size > MAX_FILE_BYTES) {
      blobs.set(id, { kind: "too-large", size });
      return;
    }
    const { content, encoding } = await client.rest("git.getBlob", (rest) =>
      rest.git.getBlob({ owner, repo, file_sha: id }),
    );
    takeBlob(id, Buffer.from(content, encoding === "base64" ? "base64" : "utf8"));
  }

  async function readBlobs(ids: readonly string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += BLOBS_AT_ONCE) {
      await Promise.all(ids.slice(at, at + BLOBS_AT_ONCE).map(readBlob));
    }
  }

  async function readQueued(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const ids = queued;
    queued = [];
    flush = null;
    const long = ids.filter((id) => (sizes.get(id) ?? 0) >= GRAPHQL_TEXT_BYTES);
    const short = ids.filter((id) => !long.includes(id));
    const [answers] = await Promise.all([askAll(short.map((id) => ({ id }))), readBlobs(long)]);
    const lacking = answers.flatMap((answer) => (answer !== null && !take(answer) ? [answer.oid] : []));
    await readBlobs(lacking);
  }

  function read(id: string): Promise<void> {
    const already = reading.get(id);
    if (already !== undefined) return already;
    queued.push(id);
    flush ??= readQueued();
    reading.set(id, flush);
    return flush;
  }

  function knownTree(id: string): Tree | undefined {
    const own = trees.get(id);
    if (own !== undefined) return own;
    const cached = cache.tree(id);
    if (cached !== undefined) useTree(id, cached);
    return cached;
  }

  function knownBlob(id: string): Content | undefined {
    const own = blobs.get(id);
    if (own !== undefined) return own;
    const cached = cache.blob(id);
    return cached === undefined ? undefined : useBlob(id, cached);
  }

  async function readTree(id: string): Promise<Tree> {
    await read(id);
    const tree = trees.get(id);
    if (tree === undefined) throw new GitHubFailure("unavailable", `Objects: GitHub lacks the tree ${id}`);
    return tree;
  }

  return {
    tree: (id) => knownTree(id) ?? readTree(id),
    async blob(id, place) {
      const known = knownBlob(id);
      if (known !== undefined) return known;
      await read(id);
      const content = blobs.get(id);
      if (content !== undefined) return content;
      throw new GitHubFailure("unavailable", `Objects: GitHub lacks the blob ${id} of ${place()}`);
    },
    async prefetch(commits) {
      const wanted: Wanted[] = [];
      for (const { commit, directories, files, ids } of commits) {
        wanted.push({ id: commit });
        // The root comes with the commit.
        const paths = [...directories.filter((path) => path !== ""), ...files];
        for (const path of addressable(paths)) wanted.push({ expression: `${commit}:${path}`, path });
        for (const path of addressable(ids)) {
          wanted.push({ expression: `${commit}:${path}`, path, idOnly: true });
        }
      }
      const answers = await askAll(wanted);
      const roots: string[] = [];
      const ids = new Map<string, string | null>();
      answers.forEach((answer, i) => {
        const each = wanted[i];
        if (each === undefined) return;
        if ("id" in each) {
          if (answer?.tree === undefined) {
            throw new GitHubFailure("gone", `Objects: GitHub lacks the commit ${each.id}`);
          }
          roots.push(answer.tree.oid);
        } else if (each.idOnly === true) {
          ids.set(each.expression, answer?.oid ?? null);
          return;
        }
        if (answer === null) return;
        take(answer);
        if (answer.__typename === "Blob" && "expression" in each) {
          cache.keepId(placeOf(each.path), answer.oid);
        }
      });
      return { roots, ids };
    },
    shouldFetch(path) {
      const id = cache.lastId(placeOf(path));
      return id === undefined || (cache.blob(id) === undefined && (sizes.get(id) ?? 0) < GRAPHQL_TEXT_BYTES);
    },
  };

  function placeOf(path: string): string {
    return `${owner}/${repo}:${path}`;
  }
}

/** Names that are not UTF-8 cannot be asked for by path. */
function addressable(paths: readonly string[]): Set<string> {
  return new Set(paths.filter((path) => path.isWellFormed()));
}

function treeOf(id: string, answered: readonly AnsweredEntry[]): Tree {
  const entries: NamedEntry[] = [];
  const byName = new Map<string, NamedEntry>();
  for (const { nameRaw, mode, oid } of answered) {
    const name = decodeName(Buffer.from(nameRaw, "base64"));
    const entry = entryOfMode(mode.toString(8).padStart(6, "0"), oid);
    if (entry === null || !isEntryName(name) || byName.has(name)) {
      throw new GitHubFailure("refused", `Objects: the tree ${id} has an entry "${displayName(name)}"`);
    }
    const named = { ...entry, name };
    entries.push(named);
    byName.set(name, named);
  }
  return { entries, byName };
}
