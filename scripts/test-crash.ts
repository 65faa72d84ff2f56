import { parseArgs } from "node:util";
import { PHASES } from "../test/app/crash/activity.ts";
import { type Campaign, type Kill, runCampaign } from "../test/app/crash/campaign.ts";

// Kills the App again and again, and looks whether anything is lost or done twice. `--in` is the folder for its files.
const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string" }, in: { type: "string" } },
});
const kills = whole("--kills", values.kills);
const seed = values.seed === undefined ? Math.floor(Math.random() * 1_000_000) : whole("--seed", values.seed);

console.log(`${kills} kills, seed ${seed}`);
const began = performance.now();
const campaign = await runCampaign({
  kills,
  seed,
  killed: tell,
  ...(values.in === undefined ? {} : { parent: values.in }),
});
console.log(table(campaign, (performance.now() - began) / 1000));
for (const { kind, pull, what } of campaign.faults) console.log(`${kind}: #${pull}: ${what}`);
for (const line of campaign.errors.slice(0, 20)) console.log(line);
process.exitCode = campaign.faults.length === 0 && campaign.kills.length === kills ? 0 : 1;

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} must be a whole number`);
  return Number(text);
}

function tell({ number, moment, phase, readyMs }: Kill): void {
  const ready = readyMs === null ? "not ready" : `ready after ${Math.round(readyMs)} ms`;
  console.log(`${String(number + 1).padStart(4)} ${phase.padEnd(15)} ${ready.padEnd(20)} killed ${moment}`);
}

function table(campaign: Campaign, seconds: number): string {
  // The first process makes the database.
  const ready = campaign.kills
    .slice(1)
    .flatMap(({ readyMs }) => (readyMs === null ? [] : [readyMs]))
    .sort((a, b) => a - b);
  const of = (kind: string) => String(campaign.faults.filter((fault) => fault.kind === kind).length);
  const ms = (value: number | undefined) => (value === undefined ? "-" : `${Math.round(value)} ms`);
  const rows: readonly (readonly [string, string | number])[] = [
    ["kills", campaign.kills.length],
    ...PHASES.map((phase): [string, number] => [
      `  ${phase}`,
      campaign.kills.filter((kill) => kill.phase === phase).length,
    ]),
    ["deliveries acknowledged", campaign.acknowledged],
    ["deliveries not acknowledged", campaign.unacknowledged],
    ["pull requests", campaign.pulls],
    ["heads checked", campaign.checked],
    ["reviews", campaign.reviews],
    ["findings commented on", campaign.findings],
    ["commands replied to", campaign.replies],
    ["merged", campaign.merged],
    ["lost", of("lost")],
    ["twice", of("twice")],
    ["wrong", of("wrong")],
    ["errors logged", campaign.errors.length],
    ["ready after a restart, median", ms(ready[Math.floor(ready.length / 2)])],
    ["ready after a restart, longest", ms(ready.at(-1))],
    ["seconds", Math.round(seconds)],
  ];
  return rows.map(([name, value]) => `${name.padEnd(32)}${String(value).padStart(10)}`).join("\n");
}
