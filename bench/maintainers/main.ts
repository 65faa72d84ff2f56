import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { loadSecondReader } from "../../src/grammar/load.ts";
import { filesOf, parseCache } from "../../src/packages/files.ts";
import { maintainerCache } from "../../src/packages/maintainers/maintainer-cache.ts";
import { readMaintainerList } from "../../src/packages/maintainers/maintainer-list.ts";
import { maintainersOf } from "../../src/packages/maintainers/maintainers.ts";
import { median, ms } from "../measure.ts";
import { everyPackage, PEOPLE, repositoryOf, SOURCE, unkept, wholeList } from "./repository.ts";
import type { Share } from "./share.ts";

// Who maintains each package of a repository of nixpkgs' size, and of smaller ones beside it, in one thread; then
// of the largest in as many threads as there are processors.
// `--quick` for one size.
const SIZES = process.argv.includes("--quick") ? [2_500] : [2_500, 5_000, 10_000, 20_000];
const TIMES = 3;

const second = await loadSecondReader();
console.log(
  `Node ${process.version}, ${availableParallelism()} processors; the middle of ${TIMES} runs each\n`,
);
const rows = SIZES.map(measureSize);
const [first] = rows;
console.log("packages   every package        per package            known    one package, warm");
for (const row of rows) {
  const perPackage = (row.all * 1000) / row.packages;
  const firstPerPackage = first === undefined ? perPackage : (first.all * 1000) / first.packages;
  console.log(
    [
      row.packages.toLocaleString("en").padStart(8),
      ms(row.all).padEnd(18),
      `${Math.round(perPackage)} µs (${(perPackage / firstPerPackage).toFixed(2)}x)`.padEnd(18),
      `${((row.known / row.packages) * 100).toFixed(1)} %`.padStart(9),
      `${row.warm.toFixed(3)} ms (${(row.warm / (first?.warm ?? row.warm)).toFixed(2)}x)`.padStart(19),
    ].join("  "),
  );
}
console.log("\nIn brackets: against the smallest size.");
measureList();
await measureShared(SIZES.at(-1) ?? 0);

function measureSize(packages: number) {
  const { snapshot, directories } = repositoryOf(packages);
  let known = 0;
  const all = timeOf(TIMES, () => {
    const found = everyPackage(snapshot, directories, unkept(second), maintainerCache());
    known = found.filter(({ kind }) => kind === "known").length;
  });
  const cache = maintainerCache();
  const files = filesOf(snapshot, parseCache(second));
  const [directory = ""] = directories;
  const home = { directory, file: "package.nix" } as const;
  maintainersOf(files, home, SOURCE, cache);
  const warm = timeOf(100, () => maintainersOf(files, home, SOURCE, cache));
  return { packages: directories.length, all, known, warm };
}

function measureList(): void {
  const text = wholeList(20_000);
  const cold = timeOf(TIMES, () => readMaintainerList(text));
  const size = (text.length / 1e6).toFixed(1);
  console.log(
    `\nreading a maintainer list of ${PEOPLE.toLocaleString("en")} people, ${size} MB: ${ms(cold)}`,
  );
}

function timeOf(times: number, run: () => unknown): number {
  return median(
    Array.from({ length: times }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    }),
  );
}

/** All packages of the largest repository, shared between as many threads as there are processors. */
async function measureShared(packages: number): Promise<void> {
  const of = availableParallelism();
  const workers = Array.from({ length: of }, (_, part) => {
    const workerData: Share = { packages, part, of };
    return new Worker(new URL("./share.ts", import.meta.url), { workerData });
  });
  const answered = () => Promise.all(workers.map((worker) => once(worker, "message")));
  await answered();
  const times: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    const started = performance.now();
    const done = answered();
    for (const worker of workers) worker.postMessage("go");
    await done;
    times.push(performance.now() - started);
  }
  await Promise.all(workers.map((worker) => worker.terminate()));
  console.log(
    `every package of ${packages.toLocaleString("en")} in ${of} threads: ${ms(median(times))} (to reach: 3,000 ms)`,
  );
}
