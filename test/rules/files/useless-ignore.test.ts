import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { uselessIgnore } from "../../../src/rules/files/useless-ignore.ts";
import { explicitPhases } from "../../../src/rules/phases/explicit-phases.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkBetween, checkFiles } from "../../support/check.ts";
import { configuredAs, definition, lines, packageOf } from "../builders.ts";

const RULES = [uselessIgnore, explicitPhases];
const COMMENT = "# by-name-bot: ignore explicit-phases -- a hook replaces them";
const PHASES = "phases = [ ];";

const hello = (...more: string[]) => packageOf("hello", { "package.nix": definition({ lines: more }) });
const path = "pkgs/by-name/he/hello/package.nix";
const advice = `advice explicit-phases - hello ${path}: phases`;

async function said(files: MemoryFiles, rules: readonly Rule[] = RULES): Promise<string[]> {
  return lines(await checkFiles(files, rules), files);
}

/** What is said of the comment, if anything is. */
async function messages(files: MemoryFiles, rules: readonly Rule[] = RULES): Promise<string[]> {
  const { findings } = await checkFiles(files, rules);
  return findings.filter(({ rule }) => rule === "useless-ignore").map(({ message }) => message);
}

describe("a comment that ignores a rule", () => {
  it("silences it on its line, and right above it", async () => {
    expect(await said(hello(PHASES))).toEqual([advice]);
    expect(await said(hello(`${PHASES} ${COMMENT}`))).toEqual([]);
    expect(await said(hello(COMMENT, PHASES))).toEqual([]);
  });

  it("silences no other line and no other rule", async () => {
    const above = await said(hello(COMMENT, "a = 1;", PHASES));
    expect(above).toEqual([`warning useless-ignore - hello ${path}: ${COMMENT}`, advice]);
    const other = { ...explicitPhases, name: "other" };
    expect(await said(hello(COMMENT, PHASES), [...RULES, other])).toEqual([
      `advice other - hello ${path}: phases`,
    ]);
  });

  it("may call it by its number", async () => {
    const numbered = { ...explicitPhases, codes: ["NPV-999"] };
    const comment = COMMENT.replace("explicit-phases", "npv-999");
    expect(await said(hello(comment, PHASES), [uselessIgnore, numbered])).toEqual([]);
  });

  it.each(["warning", "advice"])("silences it as %s", async (level) => {
    const files = { ...hello(COMMENT, PHASES), ...configuredAs(`rules: { explicit-phases: ${level} }`) };
    expect(await said(files)).toEqual([]);
  });

  it("silences no error, and is told so", async () => {
    const files = { ...hello(COMMENT, PHASES), ...configuredAs("rules: { explicit-phases: error }") };
    expect(await said(files)).toEqual([
      `warning useless-ignore - hello ${path}: ${COMMENT}`,
      `error explicit-phases - hello ${path}: phases`,
    ]);
    expect(await messages(files)).toEqual(["`explicit-phases` is an error here, which no comment silences."]);
  });

  it.each([
    ["# by-name-bot: ignore", "The comment does not name one rule to ignore, so it does nothing."],
    ["# by-name-bot: ignore phasse -- x", "There is no rule `phasse`, so the comment does nothing."],
    [
      "# by-name-bot: ignore explicit-phases",
      "The comment does not say why `explicit-phases` is to be ignored, so it does nothing.",
    ],
  ])("does nothing as %s, and is told why", async (comment, message) => {
    expect(await messages(hello(comment, PHASES))).toEqual([message]);
    expect(await said(hello(comment, PHASES))).toContain(advice);
  });

  it("is told where there is nothing to ignore, in every file that is looked at", async () => {
    const message = "`explicit-phases` finds nothing in the line that the comment is about.";
    expect(await messages(hello(COMMENT))).toEqual([message]);
    expect(await messages({ "lib/x.nix": `[ ] ${COMMENT}` })).toEqual([message]);
    expect(await messages({ ...hello(COMMENT, PHASES), ...configuredAs("rules: { phases: off }") })).toEqual([
      message,
    ]);
  });

  it("is not told where nobody can tell whether it does something", async () => {
    const comparing = { ...explicitPhases, comparesOnly: true } as const;
    expect(await messages(hello(COMMENT), [uselessIgnore, comparing])).toEqual([]);
    const ofNew: Rule = {
      ...explicitPhases,
      checks: { derivation: (subject, { isNew }) => void isNew(subject.package) },
    };
    expect(await messages(hello(COMMENT), [uselessIgnore, ofNew])).toEqual([]);
  });

  it("silences nothing of what it is about itself", async () => {
    const self = "# by-name-bot: ignore useless-ignore -- x";
    expect(await messages(hello(self, "# by-name-bot: ignore"))).toHaveLength(2);
  });

  it("that goes makes news of what it silenced, and one that stays does not", async () => {
    const statuses = async (base: MemoryFiles, head: MemoryFiles) => {
      const { findings } = await checkBetween(base, head, RULES);
      return findings.map(({ status, rule }) => `${status} ${rule}`);
    };
    expect(await statuses(hello(COMMENT, PHASES), hello(PHASES))).toEqual(["introduced explicit-phases"]);
    expect(await statuses(hello(COMMENT, PHASES), hello(COMMENT, PHASES, "a = 1;"))).toEqual([]);
    expect(await statuses(hello(COMMENT), hello(COMMENT, "a = 1;"))).toEqual(["existing useless-ignore"]);
  });

  // What a merge rests on: whatever a change says in comments, what blocks it and what nobody can tell stays.
  it("changes nothing of what blocks or is left to evaluation", async () => {
    const unsure: Rule = {
      ...explicitPhases,
      name: "unsure",
      level: "advice",
      checks: {
        derivation: ({ path: at, package: { name } }, { unknown }) =>
          unknown({ path: at, attribute: name }, "x"),
      },
    };
    const blocking: Rule = { ...explicitPhases, name: "blocking", level: "error" };
    const comments = ["unsure", "blocking"].map((rule) => `# by-name-bot: ignore ${rule} -- x`);
    const rules = [uselessIgnore, unsure, blocking];
    const silent = await checkBetween({}, hello(...comments, PHASES), rules);
    const loud = await checkBetween({}, hello(PHASES), rules);
    expect(loud.summary).toMatchObject({ blocking: 1, unknown: 1 });
    expect(silent.summary).toMatchObject({ blocking: 1, unknown: 1 });
    expect(silent.unknown).toEqual(loud.unknown);
  });
});
