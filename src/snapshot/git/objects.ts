import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { displayName } from "../../nix/shown.ts";
import { MAX_FILE_BYTES, SourceError } from "../source.ts";
import { answerReader, type GitObject, type Question } from "./answers.ts";
import { cannotStart, gitComplaint, gitEnvironment, gitOptions } from "./process.ts";

/** The objects of one repository, read through one git process that starts with the first question. */
export type ObjectReader = {
  /**
   * The object of an id, or of an expression such as `<id>^{tree}`. Questions may be asked all at once;
   * they are sent together and answered in order. Contents longer than `limit` bytes are not kept.
   * Rejects with a SourceError if git fails.
   */
  readObject(name: string, limit?: number): Promise<GitObject>;
  /** Ends the process; questions still open are rejected. */
  close(): Promise<void>;
};

type Pending = Question & { reject(error: Error): void };

/** The objects of the repository in `directory`. */
export function openObjects(directory: string): ObjectReader {
  let child: ChildProcessWithoutNullStreams | null = null;
  let ended: Promise<void> = Promise.resolve();
  let failure: SourceError | null = null;
  let pending: Pending[] = [];
  let answered = 0;
  let inFlight: Pending | null = null;
  let outbox = "";

  function next(): Question | undefined {
    const question = pending[answered];
    answered += 1;
    if (answered >= 4096) {
      pending = pending.slice(answered);
      answered = 0;
    }
    if (question !== undefined) inFlight = question;
    return question;
  }

  function fail(error: SourceError): void {
    failure ??= error;
    const open = pending.slice(answered);
    if (inFlight !== null) open.unshift(inFlight);
    pending = [];
    answered = 0;
    inFlight = null;
    for (const question of open) question.reject(failure);
    child?.kill("SIGKILL");
  }

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn("git", [...gitOptions, "cat-file", "--batch-command", "--buffer"], {
      cwd: directory,
      env: gitEnvironment(),
    });
    const feed = answerReader(next);
    let complaints = "";
    started.stdout.on("data", (chunk: Buffer) => {
      if (failure !== null) return;
      try {
        feed(chunk);
      } catch (error) {
        fail(error instanceof SourceError ? error : new SourceError(String(error), { cause: error }));
      }
    });
    started.stderr.on("data", (chunk: Buffer) => {
      complaints = (complaints + chunk.toString("utf8")).slice(-4096);
    });
    // A write to a process that has ended; its end is reported by "close".
    started.stdin.on("error", () => {});
    ended = new Promise((resolve) => {
      started.on("error", (error) => {
        fail(cannotStart(error));
        resolve();
      });
      started.on("close", (code, signal) => {
        const words = complaints.trim();
        const why = words === "" ? `git ended with ${signal ?? `status ${code}`}` : gitComplaint(words);
        fail(new SourceError(whyEnded(displayName(directory), why)));
        resolve();
      });
    });
    return started;
  }

  function send(): void {
    if (failure !== null) return;
    child ??= start();
    // With --buffer git reads on until "flush" before it writes, and Node writes without blocking while
    // it reads, so neither side can wait for the other.
    child.stdin.write(`${outbox}flush\n`);
    outbox = "";
  }

  function readObject(name: string, limit = MAX_FILE_BYTES): Promise<GitObject> {
    if (failure !== null) return Promise.reject(failure);
    if (name === "" || /[\n\0]/.test(name)) return Promise.resolve({ kind: "missing" });
    return new Promise((resolve, reject) => {
      const question: Pending = {
        limit,
        answer(object) {
          inFlight = null;
          resolve(object);
        },
        reject,
      };
      pending.push(question);
      if (outbox === "") setImmediate(send);
      outbox += `contents ${name}\n`;
    });
  }

  async function close(): Promise<void> {
    fail(new SourceError(`the repository ${displayName(directory)} was closed while it was being read`));
    await ended;
  }

  return { readObject, close };
}

/** What a user can make of the last words of a git process that should have gone on. */
function whyEnded(directory: string, complaint: string): string {
  if (/promisor remote|lazy fetch/.test(complaint)) {
    return `${directory} is a partial clone that lacks an object, and nothing is fetched here: ${complaint}`;
  }
  return `git cannot read the objects of ${directory}: ${complaint}`;
}
