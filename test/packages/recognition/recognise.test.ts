import { expect, it } from "vitest";
import { recognise } from "../../../src/packages/recognition/recognise.ts";
import { memorySnapshot } from "../../../src/snapshot/memory.ts";

it("what a list calls is a package down to 32 levels, and none below", () => {
  const paths = [31, 32, 100].map((levels) => `${"d/".repeat(levels - 1)}x`);
  const calls = paths.map((path, i) => `x${i} = pkgs.callPackage ./${path} { };`);
  const { listed } = recognise(memorySnapshot({ "default.nix": `{ pkgs }: { ${calls.join(" ")} }` }));
  expect(listed.map(({ home }) => home?.directory)).toEqual([paths[1], paths[0]]);
});
