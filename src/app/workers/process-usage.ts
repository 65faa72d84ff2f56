import { readFileSync } from "node:fs";

/** What a process takes: its resident memory in bytes, and the time that it has computed so far. */
export type Usage = { readonly memory: number; readonly computedMs: number };

/** What Linux counts memory and time in, on every machine that Node runs on. */
const PAGE_BYTES = 4096;
const TICK_MS = 10;

/** What the system says that a process takes; null where it does not tell. */
export function usageOf(pid: number | undefined): Usage | null {
  if (pid === undefined || process.platform !== "linux") return null;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name of the program, in parentheses, may hold anything.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
    if (user === undefined || system === undefined || pages === undefined) return null;
    return { memory: pages * PAGE_BYTES, computedMs: (user + system) * TICK_MS };
  } catch {
    return null;
  }
}
