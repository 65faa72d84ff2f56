import { generateRepository } from "../../../bench/repository/generate.ts";
import { loadChange } from "../../../src/change/change.ts";
import { loadNixParser } from "../../../src/grammar/load.ts";
import { parseCache } from "../../../src/packages/files.ts";
import { packageUpdate, updateSummary } from "../../../src/packages/update/update.ts";
import { computeLoading } from "../../../src/snapshot/loaded.ts";
import { type MemoryFile, memorySource } from "../../../src/snapshot/memory.ts";

const cache = parseCache((await loadNixParser()).parse);
const packages = new Map<string, Record<string, MemoryFile>>();
for (const f of generateRepository({ packages: 3000, seed: 7 })) {
  const m = /^(pkgs\/by-name\/[^/]+\/[^/]+)\//.exec(f.path);
  if (!m) continue;
  const own = packages.get(m[1]!) ?? {};
  own[f.path] = f.content;
  packages.set(m[1]!, own);
}
const why = new Map<string, { n: number; eg: string }>();
const all: number[] = [];
let pure = 0,
  total = 0,
  ms = 0,
  max = 0;
for (const [dir, files] of packages) {
  const path = `${dir}/package.nix`;
  const text = String(files[path] ?? "");
  const m = /version = "([^"]*?)(\d+)"/.exec(text);
  if (!m) continue;
  const [old, next] = [m[1]! + m[2]!, m[1]! + String(Number(m[2]) + 1)];
  let after = text.replaceAll(`version = "${old}"`, `version = "${next}"`);
  after = after.replace(/(hash = "sha256-)(.)/gi, (_, a, b) => a + (b === "x" ? "y" : "x"));
  after = after.replace(/((?:linux|darwin)"? = "sha256-)(.)/gi, (_, a, b) => a + (b === "x" ? "y" : "x"));
  after = after.replace(/sha256 = "([0-9a-z])/g, (_, a) => `sha256 = "${a === "1" ? "0" : "1"}`);
  total++;
  const change = await loadChange(memorySource(files), memorySource({ ...files, [path]: after }));
  const run = () => packageUpdate(change, dir, dir.split("/").at(-1)!, { cache, companions: [] });
  const u = await computeLoading([change.base, change.head], run);
  run();
  let d = 1e9;
  for (let i = 0; i < 7; i++) { const t = performance.now(); run(); d = Math.min(d, performance.now() - t); }
  ms += d; all.push(d); if (d > max) { max = d; console.log(d.toFixed(2), dir, text.length, Object.keys(files).length); }
  if (u.impurities.length === 0) pure++;
  else {
    const k = u.impurities[0]!.why;
    const w = why.get(k) ?? { n: 0, eg: dir };
    w.n++;
    why.set(k, w);
  }
  if (total === 1) console.log(updateSummary(u));
}
all.sort((x,y)=>x-y); console.log('p50',all[all.length>>1],'p99',all[Math.floor(all.length*.99)]);
console.log({ total, pure, mean: ms / total, max });
for (const [k, w] of [...why].sort((a, b) => b[1].n - a[1].n).slice(0, 25)) console.log(w.n, k, w.eg);
if (process.argv[2])
  for (const [d, f] of packages) if (d.endsWith("/" + process.argv[2])) console.log(f[`${d}/package.nix`]);
