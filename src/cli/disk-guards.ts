import { lstat, readFile } from "node:fs/promises";
import { join } from "node:path";
import { displayName } from "../nix/shown.ts";
import { decodeText } from "../nix/text.ts";
import type { FixPlan, PlannedFile } from "../review/fixes/fix-plan.ts";
import { Failure } from "./failure.ts";
import type { Replacement } from "./replace-files.ts";

/**
 * Looks whether a directory is as it was when a plan was made for it, and can be written to. Returns the
 * files to write; throws a Failure where something is not as it should be.
 */
export async function requireUnchanged(plan: FixPlan, directory: string): Promise<Replacement[]> {
  for (const { path } of [...plan.files, ...plan.modes]) {
    await requireSafe(directory, path);
    if ((await kindAt(directory, path)) !== "file") throw changed(path);
  }
  for (const { from, to } of plan.moves) {
    await requireSafe(directory, from);
    await requireSafe(directory, to);
    if ((await kindAt(directory, from)) === "absent" || (await kindAt(directory, to)) !== "absent") {
      throw new Failure(
        `${displayName(from)} cannot be moved to ${displayName(to)} any more, so nothing was fixed; run the command again`,
      );
    }
  }
  const replacements: Replacement[] = [];
  for (const file of plan.files) {
    const now = await readFile(join(directory, file.path)).catch(() => null);
    const text = now === null ? null : textToWrite(decodeText(now).text, file);
    if (text === null) throw changed(file.path);
    replacements.push({ path: file.path, text });
  }
  return replacements;
}

/** The new text with the line ends that the file has on disk; null where it is not what was checked. */
function textToWrite(now: string, { before, after }: PlannedFile): string | null {
  if (now === before.text) return after;
  // Git reads what it checked out with CRLF as if it had LF: gitattributes(5), `eol`.
  const isCheckedOut = !before.text.includes("\r") && now === before.text.replaceAll("\n", "\r\n");
  return isCheckedOut ? after.replaceAll("\n", "\r\n") : null;
}

function changed(path: string): Failure {
  return new Failure(
    `${displayName(path)} is no longer what was checked, so nothing was fixed; run the command again`,
  );
}

/** No step of a path may be a link that leads elsewhere, nor git's own directory. */
async function requireSafe(directory: string, path: string): Promise<void> {
  // Node passes a name on as a string, which cannot spell bytes that are not UTF-8.
  if (!path.isWellFormed()) {
    throw new Failure(`${displayName(path)} is not UTF-8, so it cannot be fixed automatically`);
  }
  const names = path.split("/");
  if (names.some((name) => name.toLowerCase() === ".git" || name === ".." || name === "." || name === "")) {
    throw new Failure(`${displayName(path)} is not a path that can be written to, so nothing was fixed`);
  }
  for (let i = 1; i < names.length; i++) {
    const parent = names.slice(0, i).join("/");
    if ((await kindAt(directory, parent)) === "link") {
      throw new Failure(`${displayName(parent)} is a symbolic link, so nothing was fixed`);
    }
  }
}

async function kindAt(directory: string, path: string): Promise<"file" | "link" | "other" | "absent"> {
  const stat = await lstat(join(directory, path)).catch(() => null);
  if (stat === null) return "absent";
  if (stat.isSymbolicLink()) return "link";
  return stat.isFile() ? "file" : "other";
}
