import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { gitEnvironment, gitOptions } from "./git-process.ts";
import type { ChangedFile, ChangedFileStatus, Hunk, Oid } from "./model.ts";

/** Compares trees with one long-lived git process. */
export type Differ = {
  /** How `to` differs from `from`, both trees: renames found, three lines of context. */
  diff(from: Oid, to: Oid): Promise<readonly ChangedFile[]>;
  close(): Promise<void>;
};

/** What git repeats as it stands, which shows where an answer ends. */
const separator = "===== end of this comparison =====";

/** Patches longer than this are left out, as GitHub does. */
const maxPatchLines = 3000;
const maxPatchBytes = 1024 * 1024;

/** A differ for the repository in `directory`; its process starts with the first question. */
export function createDiffer(directory: string): Differ {
  let child: ChildProcessWithoutNullStreams | null = null;
  let ended: Promise<void> = Promise.resolve();
  let output: Buffer = Buffer.alloc(0);
  const waiting: { resolve(answer: Buffer): void; reject(error: Error): void }[] = [];
  const end = Buffer.from(`${separator}\n`, "latin1");

  function fail(error: Error): void {
    for (const { reject } of waiting.splice(0)) reject(error);
    child = null;
  }

  function take(chunk: Buffer): void {
    let rest = output.length === 0 ? chunk : Buffer.concat([output, chunk]);
    for (let at = rest.indexOf(end); at >= 0; at = rest.indexOf(end)) {
      waiting.shift()?.resolve(rest.subarray(0, at));
      rest = rest.subarray(at + end.length);
    }
    output = rest;
  }

  function start(): ChildProcessWithoutNullStreams {
    const args = ["diff-tree", "--stdin", "-r", "-z", "-M", "--raw", "-p", "-U3", "--no-color"];
    const flags = ["--no-abbrev", "--no-ext-diff", "--no-textconv", "--diff-algorithm=myers"];
    const started = spawn("git", [...gitOptions, ...args, ...flags], {
      cwd: directory,
      env: gitEnvironment(),
    });
    started.stdout.on("data", take);
    started.stdin.on("error", () => {});
    let complaints = "";
    started.stderr.on("data", (chunk: Buffer) => {
      complaints = (complaints + chunk.toString("utf8")).slice(-2000);
    });
    ended = new Promise((resolve) => {
      started.on("error", (error) => {
        fail(error);
        resolve();
      });
      started.on("close", () => {
        fail(new Error(`git diff-tree ended: ${complaints}`));
        resolve();
      });
    });
    return started;
  }

  return {
    async diff(from, to) {
      child ??= start();
      const process = child;
      const answer = await new Promise<Buffer>((resolve, reject) => {
        waiting.push({ resolve, reject });
        process.stdin.write(`${from} ${to}\n${separator}\n`);
      });
      return parseDiff(answer);
    },
    async close() {
      child?.kill("SIGKILL");
      await ended;
    },
  };
}

type RawRecord = {
  readonly oldMode: string;
  readonly newMode: string;
  readonly oldOid: Oid;
  readonly newOid: Oid;
  readonly letter: string;
  readonly path: string;
  readonly previousPath: string | null;
};

/** What `git diff-tree -z --raw -p` writes after the line that names the trees. */
export function parseDiff(output: Buffer): ChangedFile[] {
  const start = output[0] === 0x3a ? 0 : output.indexOf(0x3a);
  if (start < 0) return [];
  const { records, at } = parseRaw(output, start);
  const sections = splitPatch(output.subarray(at).toString("utf8"));
  let next = 0;
  return records.map((record) => {
    const count = record.letter === "T" ? 2 : 1;
    const own = sections.slice(next, next + count);
    next += count;
    return changedFile(record, own);
  });
}

function parseRaw(output: Buffer, start: number): { records: RawRecord[]; at: number } {
  const records: RawRecord[] = [];
  let at = start;
  const field = () => {
    const nul = output.indexOf(0, at);
    const text = output.toString("utf8", at, nul);
    at = nul + 1;
    return text;
  };
  while (output[at] === 0x3a) {
    const [oldMode = "", newMode = "", oldOid = "", newOid = "", letters = ""] = field().slice(1).split(" ");
    const letter = letters.slice(0, 1);
    const first = field();
    const renamed = letter === "R" || letter === "C";
    const path = renamed ? field() : first;
    records.push({ oldMode, newMode, oldOid, newOid, letter, path, previousPath: renamed ? first : null });
  }
  // With -z a NUL stands between the raw records and the patch.
  return { records, at: output[at] === 0 ? at + 1 : at };
}

/** The parts of a patch, one for each file: no line of a hunk begins with `d`. */
function splitPatch(patch: string): string[] {
  const sections: string[][] = [];
  for (const line of patch.split("\n")) {
    if (line.startsWith("diff --git ")) sections.push([line]);
    else sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join("\n"));
}

const statuses: Readonly<Record<string, ChangedFileStatus>> = {
  A: "added",
  D: "removed",
  M: "modified",
  R: "renamed",
  // GraphQL's PatchStatus.CHANGED: "The file's type was changed".
  T: "changed",
};

function changedFile(record: RawRecord, sections: readonly string[]): ChangedFile {
  const text = sections
    .map(patchOf)
    .filter((part) => part !== null)
    .join("\n");
  const hunks = text === "" ? [] : parseHunks(text);
  const lines = hunks.flatMap((hunk) => hunk.lines);
  const shown = text !== "" && lines.length <= maxPatchLines && text.length <= maxPatchBytes;
  return {
    path: record.path,
    previousPath: record.previousPath,
    status: statuses[record.letter] ?? "modified",
    blobOid: record.letter === "D" ? record.oldOid : record.newOid,
    additions: lines.filter((line) => line.startsWith("+")).length,
    deletions: lines.filter((line) => line.startsWith("-")).length,
    patch: shown ? text : null,
    hunks: shown ? hunks : [],
  };
}

/** From the first hunk header on; null where there is none (binary, mode or name only). */
function patchOf(section: string): string | null {
  const at = section.search(/^@@ /m);
  return at < 0 ? null : section.slice(at).replace(/\n$/, "");
}

/** The hunks of a patch without header. */
export function parseHunks(patch: string): Hunk[] {
  const hunks: { header: string; left: [number, number]; right: [number, number]; lines: string[] }[] = [];
  for (const line of patch.split("\n")) {
    const [, left, lefts, right, rights] = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? [];
    if (left !== undefined && right !== undefined) {
      hunks.push({ header: line, left: range(left, lefts), right: range(right, rights), lines: [] });
    } else {
      hunks.at(-1)?.lines.push(line);
    }
  }
  return hunks;
}

/** Git counts an empty range from the line before it. */
function range(start: string, count: string | undefined): [number, number] {
  const length = Number(count ?? "1");
  const first = length === 0 ? Number(start) + 1 : Number(start);
  return [first, first + length - 1];
}
