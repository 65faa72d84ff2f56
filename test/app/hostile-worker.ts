import { serveJobs } from "../../src/app/workers/serve-jobs.ts";
import { parseNix } from "../../src/nix/parse.ts";

// A worker whose parser has the faults that ours hopefully has not: a text may hang it, or have it take all memory.
serveJobs((source, features) => {
  if (source.text.includes("# hangs")) hang();
  if (source.text.includes("# takes the heap")) takeHeap();
  if (source.text.includes("# takes memory")) takeMemory();
  if (source.text.includes("# crashes")) process.abort();
  return parseNix(source, features);
});

function hang(): void {
  for (;;);
}

function takeHeap(): void {
  const taken: number[] = [];
  for (;;) taken.push(taken.length + 0.5);
}

function takeMemory(): void {
  const taken: Buffer[] = [];
  for (;;) taken.push(Buffer.alloc(16 * 1024 * 1024, 1));
}
