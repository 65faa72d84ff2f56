import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/checker/rule.ts";
import { commitForm } from "../../../src/rules/commits/commit-form.ts";
import { commitInit } from "../../../src/rules/commits/commit-init.ts";
import { commitUpdate } from "../../../src/rules/commits/commit-update.ts";
import type { MemoryFiles } from "../../../src/snapshot/memory.ts";
import { checkBetween } from "../../support/check.ts";
import { definition, packageOf, topLevel } from "../builders.ts";

const at = (version: string, name = "hello") =>
  packageOf(name, { "package.nix": definition({ name }).replace('"1.0"', `"${version}"`) });
const nixpkgs = topLevel();
const update = [
  { ...nixpkgs, ...at("1.0") },
  { ...nixpkgs, ...at("1.1") },
] as const;
const init = [nixpkgs, { ...nixpkgs, ...at("1.1") }] as const;

/** What is said of a change with these subjects; one that begins with "title " is the title. */
async function said(
  rule: Rule,
  [base, head]: readonly [MemoryFiles, MemoryFiles],
  subjects: readonly string[],
  whole = true,
): Promise<string[]> {
  const title = subjects.find((text) => text.startsWith("title "))?.slice("title ".length) ?? null;
  const commits = subjects
    .filter((text) => !text.startsWith("title "))
    .map((text, i) => ({ id: `${i}234567890`, text }));
  const report = await checkBetween(base, head, [rule], null, new Map(), {
    messages: { title, commits, whole },
  });
  expect(
    report.findings.every(({ path, range, level }) => path === "" && range === null && level === "advice"),
  ).toBe(true);
  return report.findings.map(({ message }) => message);
}

describe("commit-form", () => {
  it.each([
    ["hello: 1.0 -> 1.1", null],
    ["hello: fix build on darwin", null],
    ["nixos/hello: add option", null],
    ["hello: see 1. and so on...", null],
    ["Merge branch 'master' into x", null],
    ['Revert "update hello."', null],
    ["Apply suggestion from @by-name-bot", null],
    ["Apply suggestions from code review", null],
    ["Update pkgs/by-name/he/hello/package.nix", null],
    ["staging-next 2026-01-31", null],
    ["Staging next 2026-01-31", null],
    ["hello: build docs, man pages etc.", null],
    ["Staging cleanup", "has no `: ` behind the name of what is changed"],
    ["Update package.nix", "has no `: ` behind the name of what is changed"],
    ["a long subject that GitHub has cut in the midd…", null],
    ["", null],
    ["Update hello", "has no `: ` behind the name of what is changed"],
    ["hello:1.1", "has no `: ` behind the name of what is changed"],
    ["Merge hello", "has no `: ` behind the name of what is changed"],
    ["hello: update.", "ends in a full stop"],
    ["fixup! hello: update", "begins with `fixup!`, and is yet to be squashed into another"],
    ["squash! hello: update", "begins with `squash!`, and is yet to be squashed into another"],
    ["amend! hello: update", "begins with `amend!`, and is yet to be squashed into another"],
    ["feat: add hello", "begins with `feat:`, and not with what is changed"],
    ["chore(deps): update hello", "begins with `chore(deps):`, and not with what is changed"],
    ["fix!: hello", "begins with `fix!:`, and not with what is changed"],
    ["ci: update", "begins with `ci:`, and not with what is changed"],
    ["fixes: update", null],
  ])("of %j says %j", async (text, what) => {
    expect(await said(commitForm, update, [text])).toEqual(
      what === null ? [] : [`Commit \`0234567\` ${what}.`],
    );
  });

  it("is right of a word that is the name of a changed path", async () => {
    const [base, head] = update;
    expect(await said(commitForm, [base, { ...head, "ci/x.nix": "{ }" }], ["ci: update"])).toEqual([]);
    expect(await said(commitForm, [base, { ...head, "ci/x.nix": "{ }" }], ["ci(x): update"])).toHaveLength(1);
  });

  it("looks at the title, once where a commit has the same subject", async () => {
    expect(await said(commitForm, update, ["title Update"])).toEqual([
      "The title has no `: ` behind the name of what is changed.",
    ]);
    expect(await said(commitForm, update, ["title Update", "Update"])).toEqual([
      "Commit `0234567` has no `: ` behind the name of what is changed.",
    ]);
  });

  it("says all of it in one piece", async () => {
    const report = await checkBetween(...update, [commitForm], null, new Map(), {
      messages: {
        title: null,
        commits: Array.from({ length: 12 }, (_, i) => ({ id: `${i}`, text: `x${i}` })),
        whole: true,
      },
    });
    expect(report.findings.map(({ message }) => message)).toEqual([
      "Commit `0` has no `: ` behind the name of what is changed; there are 11 more such subjects.",
    ]);
    const lines = report.findings[0]?.help.split("\n") ?? [];
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe("- and 2 more");
  });

  it("is silent of a change without packages, and outside of nixpkgs", async () => {
    expect(await said(commitForm, [nixpkgs, { ...nixpkgs, "a.nix": "{ }" }], ["Update"])).toEqual([]);
    const [base, head] = update;
    const flake = { ".github/by-name.yml": "preset: flake\n" };
    expect(
      await said(
        commitForm,
        [
          { ...base, ...flake },
          { ...head, ...flake },
        ],
        ["Update"],
      ),
    ).toEqual([]);
  });
});

describe("commit-init", () => {
  it.each([
    [init, ["hello: init at 1.1"], null],
    [init, ["hello: init at 1.1, and more"], null],
    [init, ["hello: init at 1.1."], null],
    [init, ["hello: init at 1.0"], "the version of `hello` is `1.1`"],
    [update, ["hello: init at 1.1"], "`hello` was there before"],
    [init, ["hello: init at 1.0", "hello: 1.0 -> 1.1"], null],
    [init, ["world: init at 1.0"], null],
    [init, ["hello: init"], null],
    [init, ["hello: init at 1…"], null],
    [init, ["python3Packages.hello: init at 1.0"], null],
  ] as const)("%#", async (change, subjects, what) => {
    const expected = what === null ? [] : [`Commit \`0234567\` says \`${subjects[0]}\`, and ${what}.`];
    expect(await said(commitInit, change, subjects)).toEqual(expected);
  });

  it("is silent of a version that is not written out, and of what may be more", async () => {
    const head = { ...nixpkgs, ...packageOf("hello", { "package.nix": "{ x }: x { version = y; }" }) };
    expect(await said(commitInit, [nixpkgs, head], ["hello: init at 1.0"])).toEqual([]);
    expect(await said(commitInit, update, ["hello: init at 1.0"], false)).toEqual([]);
  });
});

describe("commit-update", () => {
  it.each([
    [update, ["hello: 1.0 -> 1.1"], null],
    [update, ["hello: 1.0 → 1.1; fix build"], null],
    [update, ["hello: 1.0 -> 1.2"], ["0", "its version is `1.1` now"]],
    [update, ["hello: 0.9 -> 1.1"], ["0", "its version was `1.0` before"]],
    [update, ["hello: 1.0 -> 1.0.1", "hello: 1.0.1 -> 1.1"], null],
    [update, ["hello: 1.0 -> 1.1", "hello: 1.1 -> 1.2"], ["1", "its version is `1.1` now"]],
    [init, ["hello: init at 1.0", "hello: 1.0 -> 1.1"], null],
    [init, ["hello: init at 1.1"], null],
    [update, ["world: 1.0 -> 1.1"], null],
    [update, ["hello: 1.0 -> …"], null],
    [update, ["pkgs.hello: 0.9 -> 1.2"], null],
    [update, ["hello, world: 0.9 -> 1.2"], null],
  ] as const)("%#", async (change, subjects, what) => {
    const text = what === null ? "" : subjects[Number(what[0])];
    const expected = what === null ? [] : [`Commit \`${what[0]}234567\` says \`${text}\`, and ${what[1]}.`];
    expect(await said(commitUpdate, change, subjects)).toEqual(expected);
  });

  it("says so of a package that the change does not touch", async () => {
    const [base, head] = update;
    const world = at("2.0", "world");
    const both = [
      { ...base, ...world },
      { ...head, ...world },
    ] as const;
    expect(await said(commitUpdate, both, ["world: 2.0 -> 2.1"])).toEqual([
      "Commit `0234567` says `world: 2.0 -> 2.1`, and the change does not touch `world`.",
    ]);
  });

  it("takes the title for the whole of the change", async () => {
    const subjects = ["title hello: 1.0 -> 1.0.1", "hello: 1.0 -> 1.0.1", "hello: 1.0.1 -> 1.1"];
    // The title is the subject of a commit: then it is that commit's.
    expect(await said(commitUpdate, update, subjects)).toEqual([]);
    expect(await said(commitUpdate, update, ["title hello: 1.0 -> 1.3", ...subjects.slice(1)])).toEqual([
      "The title says `hello: 1.0 -> 1.3`, and its version is `1.1` now.",
    ]);
  });

  it("is silent where more was done than the commits say", async () => {
    expect(await said(commitUpdate, update, ["hello: 1.0 -> 1.2"], false)).toEqual([]);
  });
});
