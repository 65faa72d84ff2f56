import fc from "fast-check";
import type { Conversation, FileContent, Files } from "simulated-github";
import { afterAll, beforeAll, expect, it } from "vitest";
import { nixpkgs, packagePath, packageText } from "./packages.ts";
import { openRunStage, type RunStage, SETTLE_MS } from "./run-stage.ts";

/** What somebody does to one of three packages of the base, or to what is defined by hand. */
type Edit = {
  readonly at: "a" | "b" | "c" | "new" | "by hand";
  readonly how: "edit" | "break" | "remove" | "move" | "override";
};

const edit: fc.Arbitrary<Edit> = fc.record({
  at: fc.constantFrom("a", "b", "c", "new", "by hand"),
  how: fc.constantFrom("edit", "break", "remove", "move", "override"),
});

let count = 0;

/** The files of some edits. */
function filesOf(run: number, edits: readonly Edit[], who: string): Files {
  const files: Record<string, FileContent> = {};
  for (const { at, how } of edits) {
    const name = `q${run}${at}`;
    const path = packagePath(name);
    if (at === "by hand") {
      const target = how === "override" ? `../tools/q${run}a` : `../by-name/q${run}/q${run}b/package.nix`;
      files["pkgs/top-level/all-packages.nix"] =
        `{ }:\nres: pkgs: super: with pkgs; {\n  q${run}${how === "break" ? "new" : "b"} = callPackage ${target} { };\n}\n`;
    } else if (how === "remove" || how === "move") {
      files[path] = null;
      if (how === "move") files[packagePath(`${name}-moved-${who}`)] = packageText(name);
    } else {
      files[path] = packageText(name, how === "break" ? [`x = ~/${who};`] : [`# ${who}`]);
    }
  }
  return files;
}

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage(nixpkgs());
});
afterAll(() => stage.close());

/** Runs until it is at rest, and gives what the check says. */
async function judged(pr: Conversation): Promise<string> {
  for (let turn = 0; turn < 20; turn++) {
    stage.pass(SETTLE_MS);
    const { again } = await stage.run(pr.number);
    if (again === null) break;
    stage.pass(again.afterMs);
  }
  const { conclusion, title, summary, annotations } = pr.check("by-name") ?? {};
  return JSON.stringify({ conclusion, title, summary, annotations });
}

it("whatever the age of the test merge, the verdict is that of git's own merge, or it is said that it is not", async () => {
  let laid = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(edit, { minLength: 1, maxLength: 2 }),
      fc.array(edit, { minLength: 1, maxLength: 2 }),
      async (ours, theirs) => {
        count += 1;
        const names = ["a", "b", "c"].map((at) => `q${count}${at}`);
        const { repository, world } = stage;
        const packages = names.map((name) => [packagePath(name), packageText(name)] as const);
        await repository.commit({ files: { ...nixpkgs(), ...Object.fromEntries(packages) } });
        const files = filesOf(count, ours, "ours");
        const pr = await world.as("alice").opensPullRequest(repository, { title: `hello: ${count}`, files });
        await judged(pr);
        await repository.commit({ files: filesOf(count, theirs, "theirs") });
        const before = await judged(pr);
        world.keepTestMerges(true);
        world.keepTestMerges(false);
        const after = await judged(pr);
        await pr.close();
        if (before.includes("GitHub's test merge is older")) return;
        if (!after.includes("conflicts with its base")) laid += 1;
        expect(before).toBe(after);
      },
    ),
    { numRuns: Number(process.env.LANDING_RUNS ?? 15), endOnFailure: true },
  );
  expect(laid).toBeGreaterThan(2);
}, 300_000);
