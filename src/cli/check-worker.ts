import { parentPort, workerData } from "node:worker_threads";
import type { Checked } from "../checker/check-side.ts";
import { type Batch, checkBatch } from "../checker/check-tree.ts";
import type { Configuration } from "../config/configuration.ts";
import { parseCache } from "../packages/files.ts";
import { RULES } from "../rules/index.ts";
import { type LoadedSnapshot, loadedSnapshot } from "../snapshot/loaded.ts";
import { SourceError } from "../snapshot/source.ts";
import { openSource, type SourceSpec } from "./sources.ts";

/** What a worker is started with. */
export type WorkerTask = { readonly source: SourceSpec; readonly configuration: Configuration };

/** What it is sent: a batch to check, or null to end. */
export type WorkerRequest = Batch | null;

/** What it says: that it has room for a batch, what a batch came to, or why the user's repository cannot be read. */
export type WorkerAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "checked"; readonly checked: Checked }
  | { readonly kind: "failed"; readonly message: string };

/** Contents of one part at a time are kept, so there is little to find again. */
const CACHE_BYTES = 256 * 1024;

const { source: spec, configuration }: WorkerTask = workerData;

function answer(message: WorkerAnswer): void {
  if (parentPort === null) throw new Error("this file is the code of a worker thread");
  parentPort.postMessage(message);
}

/** An error that the user can fix is passed on as words: its class does not come through. */
async function reporting(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    answer({ kind: "failed", message: error.message });
  }
}

/** While one batch is checked, git reads the next. */
const LANES = 2;

await reporting(async () => {
  const source = await openSource(spec);
  const cache = parseCache(null, CACHE_BYTES);
  const lanes = Array.from({ length: LANES }, () => ({
    snapshot: loadedSnapshot(source),
    done: Promise.resolve(),
  }));
  let turn = 0;

  async function answerBatch(snapshot: LoadedSnapshot, batch: Batch): Promise<void> {
    const checked = await checkBatch(snapshot, batch, { rules: RULES, configuration, cache }, readMessages);
    answer({ kind: "checked", checked });
  }

  async function finish(): Promise<void> {
    await Promise.all(lanes.map((lane) => lane.done));
    await source.close();
    parentPort?.close();
  }

  parentPort?.on("message", (batch: WorkerRequest) => {
    if (batch === null) {
      void reporting(finish);
      return;
    }
    const lane = lanes[turn++ % LANES];
    if (lane === undefined) return;
    lane.done = lane.done.then(() => reporting(() => answerBatch(lane.snapshot, batch)));
  });
  for (const _lane of lanes) answer({ kind: "ready" });
});

/** Lets what git has answered meanwhile be taken in. */
function readMessages(): Promise<void> {
  return new Promise((resume) => setImmediate(resume));
}
