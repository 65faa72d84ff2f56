import { chmod, lstat, mkdir, rename, rmdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { displayName } from "../nix/shown.ts";
import type { FixPlan, PlannedMove } from "../review/fixes/fix-plan.ts";
import { gitComplaint, runGit } from "../snapshot/git/process.ts";
import { parentPath } from "../snapshot/snapshot.ts";
import { reasonOf } from "../snapshot/system-error.ts";
import { requireUnchanged } from "./disk-guards.ts";
import { Failure } from "./failure.ts";
import { replaceFiles } from "./replace-files.ts";
import { uninterrupted } from "./signals.ts";

/**
 * Writes a plan to the directory that it was made for. Looks first whether everything is as it was when
 * the plan was made, and throws a Failure with nothing changed where it is not. Each file is replaced as
 * a whole; moves come last, by `git mv` for what git tracks.
 */
export async function writeFixes(plan: FixPlan, directory: string, inRepository: boolean): Promise<void> {
  await uninterrupted(async () => {
    await replaceFiles(directory, await requireUnchanged(plan, directory));
    if (plan.modes.length > 0) await setModes(plan, directory, inRepository);
    for (const move of plan.moves) await makeMove(move, directory, inRepository);
  });
}

async function setModes({ modes }: FixPlan, directory: string, inRepository: boolean): Promise<void> {
  const inIndex = inRepository && (await ignoresModesOnDisk(directory));
  for (const { path, executable } of modes) {
    try {
      const place = join(directory, path);
      const { mode } = await lstat(place);
      // As git does: whoever may read may execute.
      await chmod(place, executable ? mode | ((mode & 0o444) >> 2) : mode & ~0o111);
    } catch (error) {
      throw halfDone(`the mode of ${displayName(path)} could not be set`, reasonOf(error));
    }
    if (inIndex && (await isTracked(directory, path))) {
      const sign = executable ? "+" : "-";
      const { code, stderr } = await runGit(directory, ["update-index", `--chmod=${sign}x`, "--", path]);
      if (code !== 0)
        throw halfDone(`the mode of ${displayName(path)} could not be set`, gitComplaint(stderr));
    }
  }
}

/** Whether the index alone says what is executable (`core.fileMode`). */
async function ignoresModesOnDisk(directory: string): Promise<boolean> {
  const { stdout } = await runGit(directory, ["config", "--type=bool", "core.filemode"]);
  return stdout.toString("latin1").trim() === "false";
}

async function makeMove({ from, to }: PlannedMove, directory: string, inRepository: boolean): Promise<void> {
  const what = `${displayName(from)} could not be moved to ${displayName(to)}`;
  try {
    await mkdir(dirname(join(directory, to)), { recursive: true });
    if (inRepository && (await isTracked(directory, from))) {
      const { code, stderr } = await runGit(directory, ["mv", "--", from, to]);
      if (code !== 0) throw halfDone(what, gitComplaint(stderr));
    } else {
      await rename(join(directory, from), join(directory, to));
    }
  } catch (error) {
    throw error instanceof Failure ? error : halfDone(what, reasonOf(error));
  }
  await removeEmpty(directory, parentPath(from));
}

/** Removes a directory and those around it as far as they are empty: git knows no empty directories. */
async function removeEmpty(directory: string, path: string): Promise<void> {
  try {
    for (let at = path; at !== ""; at = parentPath(at)) await rmdir(join(directory, at));
  } catch {
    // There is something in it.
  }
}

async function isTracked(directory: string, path: string): Promise<boolean> {
  const { stdout } = await runGit(directory, ["ls-files", "-z", "--", path]);
  return stdout.length > 0;
}

function halfDone(what: string, why: string): Failure {
  return new Failure(`${what}: ${why}; what was fixed before it stays fixed, so run the command again`);
}
