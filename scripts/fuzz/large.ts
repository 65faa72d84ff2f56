import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseNix } from "../../src/nix/parse.ts";
import { sourceText } from "../../src/nix/text.ts";
import { type Repeated, repeated } from "./units.ts";

/** What a text of 4 MB may take: seconds of CPU, and MB of memory on top of the text. */
export const [MOST_SECONDS, MOST_MEMORY] = [2, 300];
const LENGTH = 4_000_000;

export type Large = { readonly seconds: number; readonly memory: number };

/** Reads a text of 4 MB in a process of its own, whose memory is then that of this text. */
export function readLarge({ prefix, unit, suffix }: Repeated): Large {
  const script = fileURLToPath(import.meta.url);
  const printed = execFileSync(process.execPath, [script, prefix, unit, suffix].map(hidden), {
    encoding: "utf8",
  });
  const [seconds = Number.NaN, memory = Number.NaN] = printed.split(" ").map(Number);
  return { seconds, memory };
}

/** So that it may hold whatever an argument of a process may not. */
function hidden(argument: string, i: number): string {
  return i === 0 ? argument : Buffer.from(argument).toString("hex");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [prefix = "", unit = "", suffix = ""] = process.argv
    .slice(2)
    .map((argument) => Buffer.from(argument, "hex").toString());
  const source = sourceText(repeated({ prefix, unit, suffix }, LENGTH));
  // Until it is read, it is but a plan of how to repeat.
  source.text.charCodeAt(0);
  parseNix(sourceText("{ }"));
  const [cpu, { maxRSS }] = [process.cpuUsage(), process.resourceUsage()];
  parseNix(source, ["pipe-operators"]);
  const { user, system } = process.cpuUsage(cpu);
  console.log((user + system) / 1e6, (process.resourceUsage().maxRSS - maxRSS) / 1024);
}
