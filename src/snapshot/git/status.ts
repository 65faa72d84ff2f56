import { displayName } from "../../nix/shown.ts";
import { decodeName } from "../names.ts";
import { SourceError } from "../source.ts";
import { type GitSettings, gitComplaint, runGit } from "./process.ts";

/** A path that is in HEAD or the index and not alike in HEAD, index and working tree. */
export type TrackedChange = {
  readonly path: string;
  /** The octal mode in the working tree as git sees it; `000000` where the path is no longer tracked there. */
  readonly mode: string;
  /** The id in the index if the working tree holds the same, else null. */
  readonly id: string | null;
};

/** How a working tree differs from its HEAD. Paths are relative to the top of the working tree. */
export type WorkingTreeStatus = {
  /** Null before the first commit. */
  readonly head: string | null;
  readonly tracked: readonly TrackedChange[];
  /** Neither tracked nor ignored; a nested repository as its directory with a slash at the end. */
  readonly untracked: readonly string[];
  /** Whether git takes the executable bit on disk seriously. */
  readonly fileMode: boolean;
};

/**
 * The status of the working tree at `root`, at least of what is in `subdirectory`. Takes no lock, writes no
 * index, and runs no filter program that the repository configures (git would run one to compare a file
 * whose time stamp is as new as the index).
 */
export async function workingTreeStatus(root: string, subdirectory: string): Promise<WorkingTreeStatus> {
  const configured = await readConfiguration(root);
  const { code, stdout, stderr } = await runGit(
    root,
    [
      "status",
      "--porcelain=v2",
      "-z",
      "--branch",
      "--no-ahead-behind",
      "--untracked-files=all",
      "--ignored=no",
      "--ignore-submodules=dirty",
      "--no-renames",
      "--",
      // An argument cannot hold bytes that are not UTF-8; then the status of everything has to do.
      subdirectory !== "" && subdirectory.isWellFormed() ? subdirectory : ".",
    ],
    configured.withoutFilters,
  );
  if (code !== 0) {
    throw new SourceError(
      `git cannot read the working tree of ${displayName(root)}: ${gitComplaint(stderr)}`,
    );
  }
  return { ...parseStatus(stdout), fileMode: configured.fileMode };
}

/** Parses the output of `git status --porcelain=v2 -z --branch --no-renames` (git-status(1)). */
export function parseStatus(output: Buffer): Omit<WorkingTreeStatus, "fileMode"> {
  let head: string | null = null;
  const tracked: TrackedChange[] = [];
  const untracked: string[] = [];
  for (const record of records(output)) {
    if (record.startsWith("? ")) {
      untracked.push(record.slice(2));
    } else if (record.startsWith("1 ")) {
      const { fields, path } = split(record, 8);
      const [, states, , , , mode, , id] = fields;
      if (mode === undefined || id === undefined) throw strange(record);
      tracked.push({ path, mode, id: states?.[1] === "." ? id : null });
    } else if (record.startsWith("u ")) {
      const { fields, path } = split(record, 10);
      const mode = fields[6];
      if (mode === undefined) throw strange(record);
      tracked.push({ path, mode, id: null });
    } else if (record.startsWith("# branch.oid ")) {
      const id = record.slice("# branch.oid ".length);
      head = id === "(initial)" ? null : id;
    } else if (!record.startsWith("#")) {
      throw strange(record);
    }
  }
  return { head, tracked, untracked };
}

function* records(output: Buffer): Generator<string> {
  let at = 0;
  while (at < output.length) {
    const nul = output.indexOf(0, at);
    const end = nul < 0 ? output.length : nul;
    yield decodeName(output.subarray(at, end));
    at = end + 1;
  }
}

/** The first `count` fields of a record, and the path after them, which may hold spaces. */
function split(record: string, count: number): { fields: string[]; path: string } {
  const fields: string[] = [];
  let at = 0;
  while (fields.length < count) {
    const space = record.indexOf(" ", at);
    if (space < 0) throw strange(record);
    fields.push(record.slice(at, space));
    at = space + 1;
  }
  return { fields, path: record.slice(at) };
}

function strange(record: string): SourceError {
  return new SourceError(`git status said what cannot be understood: ${displayName(record.slice(0, 200))}`);
}

type Configuration = { readonly fileMode: boolean; readonly withoutFilters: GitSettings };

async function readConfiguration(root: string): Promise<Configuration> {
  const { stdout } = await runGit(root, [
    "config",
    "--null",
    "--get-regexp",
    "^(filter\\..*|core\\.filemode)$",
  ]);
  let fileMode = true;
  const filters = new Set<string>();
  for (const record of records(stdout)) {
    const newline = record.indexOf("\n");
    const key = newline < 0 ? record : record.slice(0, newline);
    const value = newline < 0 ? "true" : record.slice(newline + 1);
    if (key === "core.filemode") fileMode = !/^(false|no|off|0|)$/i.test(value);
    else filters.add(key.slice(0, key.lastIndexOf(".")));
  }
  const withoutFilters = [...filters].flatMap((filter) => [
    [`${filter}.clean`, ""] as const,
    [`${filter}.process`, ""] as const,
    [`${filter}.required`, "false"] as const,
  ]);
  return { fileMode, withoutFilters };
}
