import { loadChange } from "../src/change/change.ts";
import { checkChange } from "../src/checker/check-change.ts";
import { readConfiguration } from "../src/cli/configuration.ts";
import { openTarget } from "../src/cli/sources.ts";
import { parseCache } from "../src/packages/files.ts";
import { RULES } from "../src/rules/index.ts";
import { loadedSnapshot } from "../src/snapshot/loaded.ts";
import { median } from "./measure.ts";

const TIMES = 40;
const WARMING_UP = 10;

/**
 * The change of one package, `update` against `main`, in a process that has seen the base before: the middle of some
 * checks, in milliseconds. `levels` are rules and families with theirs, such as `phases=off`.
 */
export async function warmChange(directory: string, levels: readonly string[] = []): Promise<number> {
  const cache = parseCache();
  const target = await openTarget(directory, { head: "update", base: "main" });
  try {
    const base = target.base ?? target.head;
    const configuration = await readConfiguration(loadedSnapshot(base), { rule: [...levels], root: [] });
    const times: number[] = [];
    for (let i = 0; i < TIMES; i++) {
      const started = performance.now();
      await checkChange(await loadChange(base, target.head), { rules: RULES, configuration, cache });
      times.push(performance.now() - started);
    }
    return median(times.slice(WARMING_UP));
  } finally {
    await target.close();
  }
}
