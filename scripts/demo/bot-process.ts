import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createInterface } from "node:readline";
import { isRecord } from "../../src/github/payload.ts";
import { programAt } from "../programs.ts";

/** The bot as a process of its own. */
export type BotProcess = {
  /** Where it listens. */
  readonly port: number;
  /** Rejects, with a sentence that says how, if it ends before it is asked to. */
  readonly ended: Promise<never>;
  /** Asks it to end and waits until it has; after some seconds it is killed. */
  stop(): Promise<void>;
};

export type BotOptions = {
  readonly environment: Readonly<Record<string, string>>;
  /** Where it runs: an empty directory, so that no `.env` is found. */
  readonly directory: string;
  readonly logFile: string;
};

/** In milliseconds. */
const longestStart = 60_000;
const longestStop = 10_000;

/** Runs `by-name-bot serve`, and resolves once it listens. Rejects if it ends before, or takes very long. */
export async function startBot({ environment, directory, logFile }: BotOptions): Promise<BotProcess> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(process.execPath, [programAt("src/cli/main.ts"), "serve"], {
    cwd: directory,
    env: { PATH, NODE_COMPILE_CACHE, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // Ctrl-C is for us: we ask the bot to stop in order.
    detached: true,
  });
  const killed = () => void child.kill("SIGKILL");
  process.once("exit", killed);
  const log = createWriteStream(logFile);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  let isStopping = false;

  const closed = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`The bot could not be started: ${error.message}.`));
    child.once("close", (status, signal) => {
      process.off("exit", killed);
      log.end(() => resolve(`The bot ended by itself, with ${signal ?? `status ${status}`}.`));
    });
  });
  const ended = closed.then((how): Promise<never> => {
    return isStopping ? new Promise(() => {}) : Promise.reject(new Error(how));
  });
  ended.catch(() => {});

  const listening = new Promise<number>((resolve) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const port = portIn(line);
      if (port !== null) resolve(port);
    });
  });
  async function stop(): Promise<void> {
    isStopping = true;
    child.kill("SIGTERM");
    const timer = setTimeout(killed, longestStop);
    await closed;
    clearTimeout(timer);
  }

  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("The bot does not listen.")), longestStart);
  try {
    return { port: await Promise.race([listening, ended, late.promise]), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The port in the line of the log that says that the bot serves; null for any other line. */
function portIn(line: string): number | null {
  if (!line.includes('"serving"')) return null;
  const fields: unknown = JSON.parse(line);
  return isRecord(fields) && typeof fields.port === "number" ? fields.port : null;
}
