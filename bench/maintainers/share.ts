import { parentPort, workerData } from "node:worker_threads";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { maintainerCache } from "../../src/packages/maintainers/maintainer-cache.ts";
import { everyPackage, repositoryOf, unkept } from "./repository.ts";

/** What a thread does: every `of`th package of the repository. */
export type Share = { readonly packages: number; readonly part: number; readonly of: number };

const { packages, part, of }: Share = workerData;
const second = await loadSecondReader();
const { snapshot, directories } = repositoryOf(packages);
const own = directories.filter((_, i) => i % of === part);
parentPort?.on("message", () => {
  everyPackage(snapshot, own, unkept(second), maintainerCache());
  parentPort?.postMessage("done");
});
parentPort?.postMessage("ready");
