import { fileURLToPath } from "node:url";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { children, type Node } from "../../src/nix/ast.ts";
import { parseNix } from "../../src/nix/parse.ts";
import { sameExpression } from "../../src/nix/same.ts";
import { sourceText } from "../../src/nix/text.ts";
import { walkScopes } from "../../src/nix/walk-scopes.ts";
import { nixUnits, type Repeated, repeated } from "./units.ts";

/** Which units are read, every so many from one on; and whether their trees are looked at, too. */
export type Choice = { readonly every: number; readonly from: number; readonly walk: boolean };
/** A unit, and the CPU time that a text of it takes, in nanoseconds a character. */
export type Screened = { readonly of: Repeated; readonly slowness: number };

/** Reads a text; with `walk` each node of its tree and its scopes are looked at, and it is compared. */
export function readText(text: string, walk: boolean): void {
  const { expression } = parseNix(sourceText(text), ["pipe-operators"]);
  if (!walk) return;
  const pending: Node[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    for (const child of children(node)) pending.push(child);
  }
  sameExpression(expression, expression);
  walkScopes(expression, {});
}

/**
 * Reads a text of each unit, in a thread of its own: where steps are counted it would take three times as long.
 * Gives the slowest units for their length, that one first, and how many were read.
 */
export function slowestUnits(choice: Choice, most: number): Promise<{ slowest: Screened[]; count: number }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: choice });
    worker.once("error", reject);
    worker.once("message", (all: Screened[]) => {
      const slowest = all.toSorted((a, b) => b.slowness - a.slowness).slice(0, most);
      resolve({ slowest, count: all.length });
    });
  });
}

/** The CPU time that a text takes, in nanoseconds a character. */
function slowness(of: Repeated, walk: boolean): number {
  const text = repeated(of, walk ? 16_000 : 64_000);
  // What is slower is read again, since memory may have been freed meanwhile.
  const slow = walk ? 1_000 : 200;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 3 && least > slow; i++) {
    const before = process.cpuUsage();
    readText(text, walk);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, ((user + system) * 1_000) / text.length);
  }
  return least;
}

if (!isMainThread) {
  const { every, from, walk } = workerData as Choice;
  const all: Screened[] = [];
  let i = 0;
  for (const of of nixUnits()) if (i++ % every === from) all.push({ of, slowness: slowness(of, walk) });
  parentPort?.postMessage(all);
}
