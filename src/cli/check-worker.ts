import { parentPort, workerData } from "node:worker_threads";
import type { Configuration } from "../config/configuration.ts";
import { loadNixParser } from "../grammar/load.ts";
import { parseCache } from "../packages/files.ts";
import { checkParts, type RootPart } from "../rules/run.ts";
import { loadedSnapshot } from "../snapshot/loaded.ts";
import { openSource, type SourceSpec } from "./sources.ts";

/** What a worker is started with. */
export type WorkerTask = { readonly source: SourceSpec; readonly configuration: Configuration };

/** What it is sent: parts to check, or null to end. */
export type WorkerRequest = readonly RootPart[] | null;

/** Contents of one part at a time are kept, so there is little to find again. */
const CACHE_BYTES = 256 * 1024;

const port = parentPort;
if (port === null) throw new Error("this file is the code of a worker thread");
const { source: spec, configuration }: WorkerTask = workerData;
const [source, parser] = await Promise.all([openSource(spec), loadNixParser()]);
const snapshot = loadedSnapshot(source);
const cache = parseCache(parser, CACHE_BYTES);

port.on("message", (parts: WorkerRequest) => {
  if (parts === null) {
    void source.close().then(() => port.close());
    return;
  }
  checkParts(snapshot, parts, configuration, cache, () => {}).then(
    (checked) => port.postMessage(checked),
    (error: unknown) => {
      // An error of the main thread's making is thrown there, with its kind.
      queueMicrotask(() => {
        throw error;
      });
    },
  );
});
port.postMessage(null);
