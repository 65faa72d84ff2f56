import { parentPort, workerData } from "node:worker_threads";
import type { Configuration } from "../config/configuration.ts";
import { loadNixParser } from "../grammar/load.ts";
import { parseCache } from "../packages/files.ts";
import type { Checked } from "../rules/check.ts";
import { checkParts, type RootPart } from "../rules/run.ts";
import { loadedSnapshot } from "../snapshot/loaded.ts";
import { SourceError } from "../snapshot/source.ts";
import { openSource, type SourceSpec } from "./sources.ts";

/** What a worker is started with. */
export type WorkerTask = { readonly source: SourceSpec; readonly configuration: Configuration };

/** What it is sent: parts to check, or null to end. */
export type WorkerRequest = readonly RootPart[] | null;

/** What it says: that it has started, what a batch came to, or why the user's repository cannot be read. */
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

/** An error that the user can mend is passed on as words: its class does not come through. */
async function reporting(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    answer({ kind: "failed", message: error.message });
  }
}

await reporting(async () => {
  const [source, parser] = await Promise.all([openSource(spec), loadNixParser()]);
  const snapshot = loadedSnapshot(source);
  const cache = parseCache(parser.skim, CACHE_BYTES);
  parentPort?.on("message", (parts: WorkerRequest) => {
    void reporting(async () => {
      if (parts !== null) {
        answer({
          kind: "checked",
          checked: await checkParts(snapshot, parts, configuration, cache),
        });
        return;
      }
      await source.close();
      parentPort?.close();
    });
  });
  answer({ kind: "ready" });
});
