import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { GitHubFailure } from "../github/failure.ts";
import { PAUSE_MS, sweepRegistry, tokenClient } from "../github/registry-sweep.ts";
import { displayName } from "../nix/shown.ts";
import { decodeText } from "../nix/text.ts";
import { type RegistryEntry, registryIn } from "../packages/registry/registry.ts";
import { readLock, type Sweep, sweepOf } from "../packages/registry/sweep.ts";
import { sweepAsJson, sweepAsMarkdown, sweepAsText } from "../review/text/sweep-text.ts";
import { reasonOf } from "../snapshot/system-error.ts";
import { Failure } from "./failure.ts";
import type { SweepOptions } from "./nur-command.ts";
import type { Output } from "./output.ts";
import { packageVersion } from "./version.ts";

export type SweepEnvironment = {
  readonly token: string | undefined;
  /** Where GitHub's REST API is. */
  readonly api: string | undefined;
  readonly pauseMs?: number;
};

const FORMATTERS: Readonly<Record<SweepOptions["format"], (sweep: Sweep) => string>> = {
  text: sweepAsText,
  json: sweepAsJson,
  markdown: sweepAsMarkdown,
};

/**
 * `by-name-bot nur sweep`: asks GitHub about every entry of a registry, and prints what is wrong. Returns the exit
 * status: 0 if nothing is, 1 if something. Throws a Failure.
 */
export async function nurSweep(
  file: string,
  { format, lock: lockFile }: SweepOptions,
  { token, api = "https://api.github.com", pauseMs = PAUSE_MS }: SweepEnvironment,
  output: Output,
): Promise<0 | 1> {
  const entries = entriesOf(file);
  const lock = lockOf(file, lockFile);
  if (token === undefined || token === "") {
    throw new Failure("GITHUB_TOKEN is not set, and GitHub answers these queries only with a token");
  }
  const client = tokenClient(token, api, `by-name-bot/${packageVersion()}`);
  try {
    const answers = await sweepRegistry(client, entries, {
      lock: lock ?? new Map(),
      pause: () => setTimeout(pauseMs),
      progress: (done) => output.err(`by-name-bot: ${done} of ${entries.length} entries\n`),
    });
    const sweep = sweepOf({ entries, lock, ...answers, now: Date.now() });
    output.out(FORMATTERS[format](sweep));
    return sweep.findings.length > 0 ? 1 : 0;
  } catch (error) {
    if (error instanceof GitHubFailure) throw new Failure(`GitHub does not answer: ${error.message}`);
    throw error;
  }
}

function entriesOf(file: string): readonly RegistryEntry[] {
  const reading = registryIn(decodeText(read(file)));
  if (reading.kind === "registry") return reading.registry.entries;
  const why = reading.kind === "invalid" ? reading.problems[0]?.why : reading.kind;
  throw new Failure(`${displayName(file)} cannot be read as a registry: ${why}`);
}

/** The locked commits; null where no file is named and none is there. */
function lockOf(file: string, named: string | undefined): ReadonlyMap<string, string> | null {
  const path = named ?? `${file}.lock`;
  let bytes: Uint8Array;
  try {
    bytes = read(path);
  } catch (error) {
    if (named === undefined) return null;
    throw error;
  }
  const lock = readLock(bytes);
  if (lock === null) throw new Failure(`${displayName(path)} cannot be read as a lock file`);
  return lock;
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Failure(`${displayName(path)} cannot be read: ${reasonOf(error)}`);
  }
}
