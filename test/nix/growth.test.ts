import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { growthOf, stepCounter } from "../../scripts/fuzz/growth.ts";
import { repeated } from "../../scripts/fuzz/units.ts";

const script = fileURLToPath(new URL("../../scripts/fuzz-units.ts", import.meta.url));

// In a process of its own, in which there is little else to count.
it.each([
  ["reading a text", ["--sample"]],
  ["walking its tree and comparing it", ["--sample", "--walk", "--every", "3"]],
])(
  "%s takes steps in proportion to its length",
  async (_, options) => {
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...options, "--show", "0"]);
    expect(stdout).toMatch(/^\d\d+ units, 0 above 1.1\n$/);
  },
  180_000,
);

it("checking a package, judging its update and finding its maintainers take steps in proportion to it", async () => {
  const subjects = fileURLToPath(new URL("../../scripts/fuzz-subjects.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [subjects, "--steps", "--sample"]);
  const lines = stdout.trim().split("\n");
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).toMatch(/: \d+ units, 0 above 1.1; /);
}, 180_000);

it("the counter of steps sees what grows faster", async () => {
  const counter = await stepCounter("/test/nix/");
  const unit = { prefix: "", unit: "ab", suffix: "" };

  const one = await growthOf(unit, quadratic, counter.count);
  await counter.close();
  expect(one.exponent).toBeGreaterThan(1.4);
});

function quadratic(text: string): number {
  let steps = 0;
  for (let i = 0; i < text.length; i += 100) {
    for (let j = 0; j < i; j += 100) steps += step(j);
  }
  return steps;
}

function step(j: number): number {
  return j & 1;
}

it("a text of repeated units is as long as asked for, with its numbers counted up", () => {
  expect(repeated({ prefix: "{", unit: "a%;", suffix: "}" }, 10)).toBe("{a0;a1;a2;}");
});
