import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join, relative } from "node:path";
import type { FormatAnswer } from "../../checker/formatting.ts";

/** A program with its arguments, at an absolute path. */
export type FormatCommand = { readonly program: string; readonly args: readonly string[] };

/** What a formatter may take. */
const MOST_MS = 5_000;
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * Finds the program of a command such as `nixfmt` or `/usr/bin/nixfmt -`, in the directories of `path` where it is a
 * name; a clause that says why it cannot be run where it cannot. No shell reads it. What lies in `outside`, where
 * others may have put it, is not taken.
 */
export function findFormatCommand(
  command: string,
  path: string,
  outside: string | null,
): FormatCommand | { readonly problem: string } {
  const [name = "", ...args] = command.trim().split(/\s+/);
  if (name === "") return { problem: "it is empty" };
  if (name.includes("/") && !isAbsolute(name))
    return { problem: "it is neither a name nor an absolute path" };
  // A relative directory in PATH is one of whatever is looked at.
  const directories = path.split(delimiter).filter(isAbsolute);
  const places = isAbsolute(name) ? [name] : directories.map((directory) => join(directory, name));
  const there = places.filter(isProgram);
  const program = there.find((place) => outside === null || !liesIn(place, outside));
  if (program !== undefined) return { program, args };
  if (there.length > 0) return { problem: "it lies in what is checked" };
  return { problem: isAbsolute(name) ? "there is no such program" : "there is no such program in PATH" };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function liesIn(path: string, directory: string): boolean {
  try {
    const way = relative(realpathSync(directory), realpathSync(path));
    return way === "" || (!way.startsWith("..") && !isAbsolute(way));
  } catch {
    return true;
  }
}

/**
 * Gives a text to a formatter and takes what it answers: without a shell, in an empty directory, with no more of the
 * environment than a locale, for at most 5 seconds and 4 MiB. Never rejects: the text may have been written to break it.
 */
export async function runFormatter(
  { program, args }: FormatCommand,
  text: string,
  { milliseconds = MOST_MS, bytes = MOST_BYTES } = {},
): Promise<FormatAnswer> {
  if (Buffer.byteLength(text) > bytes) return failed("it is too large");
  let directory: string;
  try {
    directory = mkdtempSync(join(tmpdir(), "by-name-format-"));
  } catch {
    return failed("there is no directory to run it in");
  }
  try {
    return await answerOf(program, args, text, directory, milliseconds, bytes);
  } finally {
    try {
      rmSync(directory, { recursive: true, force: true });
    } catch {
      // What a formatter leaves behind is no reason to stop.
    }
  }
}

function answerOf(
  program: string,
  args: readonly string[],
  text: string,
  directory: string,
  milliseconds: number,
  bytes: number,
): Promise<FormatAnswer> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: directory,
      env: { LANG: "C.UTF-8", LC_ALL: "C.UTF-8", HOME: directory, TMPDIR: directory },
      shell: false,
      // A group of its own, so that all that it starts ends with it.
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const chunks: Buffer[] = [];
    let size = 0;
    const timer = setTimeout(
      () => end(failed(`it took more than ${milliseconds / 1000} seconds`)),
      milliseconds,
    );

    function end(answer: FormatAnswer): void {
      clearTimeout(timer);
      if (answer.kind === "failed") endGroup();
      child.stdin.destroy();
      child.stdout.destroy();
      resolve(answer);
    }

    function endGroup(): void {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // Nothing of it runs any more.
      }
    }

    child.on("error", () => end(failed("it could not be started")));
    // It may end before it has read all.
    child.stdin.on("error", () => {});
    child.stdout.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > bytes) end(failed("it printed too much"));
      else chunks.push(chunk);
    });
    child.on("close", (code, signal) => {
      if (code !== 0)
        end(failed(code === null ? `it was ended by ${signal}` : `it ended with status ${code}`));
      else end(decoded(Buffer.concat(chunks)));
    });
    child.stdin.end(text);
  });
}

function decoded(output: Buffer): FormatAnswer {
  try {
    return {
      kind: "formatted",
      text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(output),
    };
  } catch {
    return failed("what it printed is not UTF-8");
  }
}

function failed(why: string): FormatAnswer {
  return { kind: "failed", why };
}
