import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { MODES } from "../../src/action/environment.ts";
import { outputsOf } from "../../src/action/summary.ts";

const action = parse(readFileSync(new URL("../../action.yml", import.meta.url), "utf8"));
const source = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

test("its inputs are those that are read", () => {
  const read = [...source("src/action/environment.ts").matchAll(/value\("INPUT_([A-Z-]+)"\)/g)];
  const names = new Set(read.map(([, name = ""]) => name.toLowerCase()));
  expect(Object.keys(action.inputs).toSorted()).toEqual([...names].toSorted());
  for (const mode of MODES) expect(action.inputs.mode.description).toContain(`\`${mode}\``);
});

test("its outputs are those that are written", () => {
  expect(Object.keys(action.outputs)).toEqual(Object.keys(outputsOf({ outcomes: [] })));
});

test("it runs what the build makes", () => {
  const { using, main } = action.runs;
  expect(using).toBe("node24");
  const build = source("scripts/build-action.ts");
  const [folder, file] = main.split("/");
  expect(build).toContain(`new URL("${folder}/", root)`);
  expect(build).toContain(`/${file}\``);
});
