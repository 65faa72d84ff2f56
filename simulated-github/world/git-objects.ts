import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { gitEnvironment, gitOptions } from "./git-process.ts";

/** An object as git keeps it. */
export type RawObject = { readonly type: string; readonly bytes: Buffer };

/** The objects of one repository, read through one git process that starts with the first question. */
export type ObjectReader = {
  /** The object of an id; null where there is none. Questions are answered in order. */
  read(oid: string): Promise<RawObject | null>;
  close(): Promise<void>;
};

type Waiting = { resolve(object: RawObject | null): void; reject(error: Error): void };

/** The objects of the repository in `directory`. */
export function openObjects(directory: string): ObjectReader {
  let child: ChildProcessWithoutNullStreams | null = null;
  let ended: Promise<void> = Promise.resolve();
  let chunks: Buffer[] = [];
  let held = 0;
  /** How many bytes the answer that is under way has, once its header was read. */
  let needed = 0;
  const waiting: Waiting[] = [];

  function fail(error: Error): void {
    for (const { reject } of waiting.splice(0)) reject(error);
    child = null;
  }

  function take(chunk: Buffer): void {
    chunks.push(chunk);
    held += chunk.length;
    if (held < needed) return;
    let bytes = chunks.length === 1 ? chunk : Buffer.concat(chunks);
    needed = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a)) {
      const [, type = "", size] = bytes.toString("latin1", 0, end).split(" ");
      // `<id> missing`, and `<id> <type> <size>` before the contents and a newline.
      const whole = size === undefined ? end + 1 : end + 1 + Number(size) + 1;
      if (bytes.length < whole) {
        needed = whole;
        break;
      }
      const object =
        size === undefined ? null : { type, bytes: Buffer.from(bytes.subarray(end + 1, whole - 1)) };
      bytes = bytes.subarray(whole);
      waiting.shift()?.resolve(object);
    }
    chunks = [bytes];
    held = bytes.length;
  }

  function start(): ChildProcessWithoutNullStreams {
    const started = spawn("git", [...gitOptions, "cat-file", "--batch"], {
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
        fail(new Error(`git cat-file ended: ${complaints}`));
        resolve();
      });
    });
    return started;
  }

  return {
    read(oid) {
      child ??= start();
      const process = child;
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        process.stdin.write(`${oid}\n`);
      });
    },
    async close() {
      child?.kill("SIGKILL");
      await ended;
    },
  };
}
