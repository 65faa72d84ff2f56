import { parseArgs } from "node:util";
import { commitRepository } from "./commit.ts";

const usage = "usage: node bench/repository/main.ts [--packages 20000] [--seed 1] [--ordinary] DIR";

const { values, positionals } = parseArgs({
  options: {
    packages: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
    ordinary: { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const [directory, ...more] = positionals;
const packages = Number(values.packages);
const seed = Number(values.seed);
if (directory === undefined || more.length > 0 || !(packages >= 100) || !Number.isInteger(packages + seed)) {
  console.error(`${usage}\nThere are at least 100 packages; they and the seed are whole numbers.`);
  process.exitCode = 64;
} else {
  const start = performance.now();
  try {
    const branches = await commitRepository(directory, { packages, seed, bare: !values.ordinary });
    for (const branch of branches) {
      console.log(`${branch.commit} ${branch.name.padEnd(12)} ${branch.packages.join(" ")}`.trimEnd());
    }
    console.log(`${packages} packages in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  } catch (error) {
    console.error(`${directory}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
