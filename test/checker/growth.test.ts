import { expect, it } from "vitest";
import { stepCounter } from "../../scripts/fuzz/growth.ts";
import { checkFiles } from "../support/check.ts";

/** A builder that is called, whose result is called, and so on. */
function called(times: number): string {
  return `{ stdenv }:\n${"(".repeat(times)}stdenv.mkDerivation${' { pname = "a"; })'.repeat(times)}\n`;
}

it("looking for derivations takes steps in proportion to the calls that are called", async () => {
  const counter = await stepCounter("/src/");
  const steps = (times: number) =>
    counter.count(() => checkFiles({ "pkgs/by-name/he/hello/package.nix": called(times) }));
  await steps(100);
  const [few, many] = [await steps(200), await steps(800)];
  await counter.close();
  expect(few).toBeGreaterThan(100);
  expect(many / few).toBeLessThan(5);
});
