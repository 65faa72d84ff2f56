import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A hunk as git's header gives it. */
export type GitHunk = {
  readonly before: { readonly start: number; readonly count: number };
  readonly after: { readonly start: number; readonly count: number };
};

/** The hunks of `git diff` for each pair of texts, by one process for all of them. */
export function gitHunks(
  pairs: readonly { readonly before: string; readonly after: string }[],
  options: readonly string[] = [],
): GitHunk[][] {
  const directory = mkdtempSync(join(tmpdir(), "by-name-diff-"));
  try {
    for (const side of ["before", "after"] as const) {
      mkdirSync(join(directory, side));
      pairs.forEach((pair, i) => {
        writeFileSync(join(directory, side, String(i)), pair[side]);
      });
    }
    const found: GitHunk[][] = pairs.map(() => []);
    let current: GitHunk[] = [];
    for (const line of diff(directory, options).split("\n")) {
      const file = /^diff --git a\/before\/(\d+) /.exec(line);
      if (file !== null) current = found[Number(file[1])] ?? [];
      const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line);
      if (hunk !== null) {
        const [start, count, newStart, newCount] = hunk.slice(1).map((part) => Number(part ?? 1));
        current.push({
          before: { start: start ?? 0, count: count ?? 0 },
          after: { start: newStart ?? 0, count: newCount ?? 0 },
        });
      }
    }
    return found;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** `git diff --no-index` says with its exit code 1 that there are differences. */
function diff(directory: string, options: readonly string[]): string {
  try {
    const args = [
      "-c",
      "core.attributesFile=/dev/null",
      "diff",
      "--no-index",
      "-U3",
      "--no-color",
      "--no-ext-diff",
      ...options,
    ];
    return execFileSync("git", [...args, "before", "after"], {
      cwd: directory,
      encoding: "utf8",
      maxBuffer: 1 << 28,
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    if (error instanceof Error && "status" in error && error.status === 1 && "stdout" in error) {
      return String(error.stdout);
    }
    throw error;
  }
}
