import { readFileSync } from "node:fs";

/** Linux counts in pages; on every machine that Node runs on they have at least so many bytes. */
const PAGE = 4096;

/** The resident memory of a process in bytes; null where the system does not tell. */
export function memoryOf(pid: number | undefined): number | null {
  if (pid === undefined || process.platform !== "linux") return null;
  try {
    const [, resident] = readFileSync(`/proc/${pid}/statm`, "utf8").split(" ");
    const pages = Number(resident);
    return Number.isFinite(pages) ? pages * PAGE : null;
  } catch {
    return null;
  }
}
