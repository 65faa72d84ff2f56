import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A group of processes that may take so much memory together, as a container or a service of systemd is. */
export type Limited = {
  /** The most that they have taken so far, in bytes, without what the system can take back: files on disk. */
  readonly peak: number;
  /** How many of its processes the system has ended. */
  readonly killed: () => number;
  /** Runs a command in it: the words before those of the command. */
  readonly prefix: readonly string[];
  close(): Promise<void>;
};

const VERSION_1 = "/sys/fs/cgroup/memory";
const VERSION_2 = "/sys/fs/cgroup";

/** Makes such a group; null where this machine does not let one. */
export function limitTo(bytes: number): Limited | null {
  const isSecond = existsSync(join(VERSION_2, "cgroup.controllers"));
  const folder = join(isSecond ? VERSION_2 : VERSION_1, `by-name-bot-bench-${process.pid}`);
  try {
    mkdirSync(folder);
    writeFileSync(join(folder, isSecond ? "memory.max" : "memory.limit_in_bytes"), String(bytes));
  } catch {
    return null;
  }
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const count = (text: string, name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1] ?? Number.NaN);
  let peak = 0;
  const watch = setInterval(() => {
    const stat = read("memory.stat");
    const own = isSecond ? count(stat, "anon") : count(stat, "total_rss");
    peak = Math.max(peak, own);
  }, 50);
  return {
    get peak() {
      return peak;
    },
    killed: () => count(read(isSecond ? "memory.events" : "memory.oom_control"), "oom_kill"),
    prefix: ["sh", "-c", 'echo $$ > "$0/cgroup.procs" && exec "$@"', folder],
    async close() {
      clearInterval(watch);
      // What has ended is gone from it a moment later.
      for (let i = 0; i < 50 && existsSync(folder); i++) {
        try {
          rmdirSync(folder);
        } catch {
          await pause(100);
        }
      }
    },
  };
}
