import { spawnSync } from "node:child_process";

/** The exit status by which a shell, and NixOS in the place of the loader, say that a program cannot be started. */
const NOT_STARTED = 127;

/**
 * Why a program that npm brought cannot start here; null where it can. So it is on NixOS, which does not have the
 * dynamic loader that such programs name.
 */
export function cannotStart(program: string): string | null {
  const { error, status, stderr } = spawnSync(program, ["--version"], { encoding: "utf8" });
  // Biome is started by a script, which passes on what it came to.
  const isMissing = error !== undefined || /\bENOENT\b/.test(stderr);
  return status === NOT_STARTED || isMissing
    ? "the program that npm brought cannot start on this system"
    : null;
}
