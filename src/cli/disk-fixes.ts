import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, lstat, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { decodeText } from "../nix/text.ts";
import type { FixPlan } from "../review/fix-plan.ts";
import { displayName, encodeName } from "../snapshot/names.ts";
import { Failure } from "./failure.ts";

const run = promisify(execFile);

/**
 * Writes a plan to the directory that it was made for. Looks first whether everything is as it was when
 * the plan was made, and throws a Failure with nothing changed where it is not. Each file is replaced as
 * a whole; moves come last, by `git mv` for what git tracks.
 */
export async function writeFixes(plan: FixPlan, directory: string, inRepository: boolean): Promise<void> {
  await requireUnchanged(plan, directory);
  for (const file of plan.files) {
    await replaceFile(join(directory, onDisk(file.path)), file.after, file.path);
  }
  for (const { path, executable } of plan.modes) {
    const place = join(directory, onDisk(path));
    const { mode } = await lstat(place);
    // As git does: whoever may read may execute.
    await chmod(place, executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111);
  }
  for (const { from, to } of plan.moves) {
    await mkdir(dirname(join(directory, onDisk(to))), { recursive: true });
    if (inRepository && (await isTracked(directory, from))) {
      await run("git", ["-C", directory, "mv", "--", from, to]);
    } else {
      await rename(join(directory, onDisk(from)), join(directory, onDisk(to)));
    }
  }
}

async function requireUnchanged(plan: FixPlan, directory: string): Promise<void> {
  for (const path of [
    ...plan.files.map((file) => file.path),
    ...plan.modes.map((mode) => mode.path),
    ...plan.moves.flatMap(({ from, to }) => [from, to]),
  ]) {
    await requireSafe(directory, path);
  }
  for (const file of plan.files) {
    const now = await readFile(join(directory, onDisk(file.path))).catch(() => null);
    if (now === null || decodeText(now).text !== file.before.text) {
      throw new Failure(
        `${displayName(file.path)} changed while it was checked, so nothing was fixed; run the command again`,
      );
    }
  }
  for (const { from, to } of plan.moves) {
    if ((await kindAt(directory, from)) === null || (await kindAt(directory, to)) !== null) {
      throw new Failure(
        `${displayName(from)} cannot be moved to ${displayName(to)} any more, so nothing was fixed; run the command again`,
      );
    }
  }
}

/** No step of a path may be a link that leads elsewhere, nor git's own directory. */
async function requireSafe(directory: string, path: string): Promise<void> {
  const names = path.split("/");
  if (names.some((name) => name === ".git" || name === ".." || name === "")) {
    throw new Failure(`${displayName(path)} is no path that can be written to`);
  }
  for (let i = 1; i < names.length; i++) {
    const parent = names.slice(0, i).join("/");
    if ((await kindAt(directory, parent)) === "link") {
      throw new Failure(`${displayName(parent)} is a symbolic link, so nothing was fixed`);
    }
  }
}

async function kindAt(directory: string, path: string): Promise<"link" | "other" | null> {
  const stat = await lstat(join(directory, onDisk(path))).catch(() => null);
  return stat === null ? null : stat.isSymbolicLink() ? "link" : "other";
}

/** Replaces a file by way of another beside it, so that it is whole at every moment. */
async function replaceFile(place: string, text: string, path: string): Promise<void> {
  const { mode } = await lstat(place);
  const temporary = join(dirname(place), `.by-name-bot-${randomUUID()}`);
  try {
    await writeFile(temporary, text, { mode, flag: "wx" });
    await chmod(temporary, mode);
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`${displayName(path)} could not be written: ${reason}`);
  }
}

async function isTracked(directory: string, path: string): Promise<boolean> {
  const { stdout } = await run("git", ["-C", directory, "ls-files", "-z", "--", `:(literal)${path}`]);
  return stdout !== "";
}

/** The name as the file system has it. Names that are not UTF-8 cannot be passed on as strings. */
function onDisk(path: string): string {
  if (encodeName(path).toString("utf8") !== path) {
    throw new Failure(`${displayName(path)} is not UTF-8, so it cannot be fixed automatically`);
  }
  return path;
}
