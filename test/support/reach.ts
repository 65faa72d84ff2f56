import { statSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Why another user than this one cannot run what is in this checkout; null where it can. A container's `/root` may
 * be entered by root alone, and so nobody else reaches a checkout in it.
 */
export function unreachableToOthers(path: string = ROOT): string | null {
  for (let directory = path; ; directory = dirname(directory)) {
    if ((statSync(directory).mode & 0o001) === 0) return `other users may not enter ${directory}`;
    if (directory === dirname(directory)) return null;
  }
}

const isRoot = process.getuid?.() === 0;

/** Another user as whom root can run the command line. */
export const NOBODY = 65534;

/** Why the command line cannot be run here as another user; null where it can. */
export const noOtherUser: string | null = isRoot
  ? unreachableToOthers()
  : "only root can act as another user";
