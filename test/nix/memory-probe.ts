/**
 * Reads 8,000 files, well-formed and not, with both readers in a process of its own, and prints by how many MiB its memory
 * grew in each quarter, at least.
 */
import { loadSecondReader } from "../../src/grammar/load.ts";
import { parseNix } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";

const FILES = 8_000;

const second = await loadSecondReader();
const ordinary = [
  `{ a = [ ${'"x" ./y z '.repeat(20)}]; b = c//d; }`,
  `{ a = [ ${"( a ".repeat(20)}`,
  "{ a = 1; b = ; }",
  "{ inherit; }",
].map((text) => sourceText(text));
const deep = sourceText(`${"(".repeat(1_100)}1${")".repeat(1_100)}`);

function residentAfter(files: number): number {
  for (let i = 0; i < files; i++) {
    const source = (i % 100 === 0 ? null : ordinary[i % ordinary.length]) ?? deep;
    parseNix(source);
    second.read(source.text);
  }
  globalThis.gc?.();
  return process.memoryUsage().rss;
}

residentAfter(FILES / 4);
const resident = [1, 2, 3].map(() => residentAfter(FILES / 4));
const growth = resident.map((after, i) => after - (resident[i - 1] ?? 0)).slice(1);
// Memory that is merely reserved ahead grows now and then, what is never given back all the time.
process.stdout.write(`${Math.min(...growth) / 2 ** 20}`);
