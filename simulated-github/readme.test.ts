import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const folder = new URL("./example/", import.meta.url);
const examples = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), "utf8"));
const readme = readFileSync(new URL("./README.md", import.meta.url), "utf8");
const blocks = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

test("The README shows a bot and its test as they are in the example", () => {
  for (const code of blocks.slice(0, 2)) expect(examples).toContain(code);
  expect(blocks[1]).toMatch(/^import \{ openStage \} from "simulated-github";/);
});

test.each(blocks.map((code) => ({ code, begins: code.split("\n", 1)[0] })))(
  "Code in the README is code of the example, which runs: $begins",
  ({ code }) => {
    expect(examples.map(unindented).join("\n")).toContain(unindented(code));
  },
);

test("All code in the README is of a kind that is looked at", () => {
  expect(blocks.length).toBeGreaterThan(5);
  expect(readme.match(/^```/gm)).toHaveLength(2 * blocks.length);
});

function unindented(code: string): string {
  return code.replaceAll(/^ +/gm, "");
}
