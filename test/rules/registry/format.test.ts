import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/checker/finding.ts";
import { registryFormat } from "../../../src/rules/registry/registry-format.ts";
import { generatedEntries, registryText } from "../../packages/registry/generated.ts";
import { applyFix } from "../../support/apply-fix.ts";
import { checkBetween, checkFiles } from "../../support/check.ts";
import { ALICE, BOB, checkText, checkTexts, files, newIn, registry, saidIn } from "./registry.ts";

const CAROL = { "github-contact": "carol", url: "https://github.com/carol/nur" };
const ALL = { alice: ALICE, bob: BOB, carol: CAROL };

/** The text with the fix of a finding made. */
function fixed(text: string, finding: Finding | undefined): unknown {
  if (finding?.fix == null) throw new Error("no fix");
  return applyFix(files(text), finding.fix)["repos.json"];
}

/** The text of a registry whose entries stand in another order. */
function inOrder(...names: (keyof typeof ALL)[]): string {
  const entries = names.map((name) =>
    registry({ [name]: ALL[name] })
      .split("\n")
      .slice(2, -3)
      .join("\n"),
  );
  return `{\n    "repos": {\n${entries.join(",\n")}\n    }\n}\n`;
}

describe("an entry in the wrong place", () => {
  it.each([
    ["at the end", inOrder("alice", "carol", "bob"), "bob", "before `carol`"],
    ["at the beginning", inOrder("bob", "alice", "carol"), "bob", "before `carol`"],
    ["that belongs at the end", inOrder("carol", "alice", "bob"), "carol", "at the end"],
    ["that belongs at the beginning", inOrder("bob", "carol", "alice"), "alice", "before `bob`"],
  ])("%s is the only one that moves", async (_, text, name, where) => {
    const { [name as keyof typeof ALL]: _new, ...others } = ALL;
    const report = await checkTexts(registry(others), text);
    expect(saidIn(report)).toEqual([
      `error registry-format: The entry \`${name}\` stands in the wrong place: entries are in order, so it belongs ${where}.`,
    ]);
    expect(fixed(text, newIn(report)[0])).toBe(registry(ALL));
  });
});

describe("an entry that is written otherwise", () => {
  it.each([
    [
      "indented otherwise",
      (text: string) => text.replace('            "github-contact": "bob"', '"github-contact": "bob"'),
    ],
    ["on one line", (text: string) => text.replace(/"bob": \{\s+(.*)\s+(.*)\s+\}/, '"bob": {$1 $2}')],
    ["behind the one before", (text: string) => text.replace(',\n        "bob"', ', "bob"')],
    [
      "with keys in the wrong order",
      (text: string) => text.replace(/( +"github-contact": "bob"),\n(.*)\n/, "$2,\n$1\n"),
    ],
    ["with an escape that is not needed", (text: string) => text.replace('bob/nur"', 'bob\\/nur"')],
  ])("%s has an exact fix", async (_, change) => {
    const text = change(registry(ALL));
    expect(text).not.toBe(registry(ALL));
    const report = await checkTexts(registry({ alice: ALICE, carol: CAROL }), text);
    expect(saidIn(report)).toEqual([
      "error registry-format: The entry `bob` is not written as NUR's formatter writes it.",
    ]);
    expect(newIn(report)[0]?.fix?.steps).toHaveLength(1);
    expect(fixed(text, newIn(report)[0])).toBe(registry(ALL));
  });
});

it("writes the plain URL with an entry, so that one suggestion is enough", async () => {
  const given = { ...BOB, url: "https://github.com/bob/nur.git/" };
  const text = registry({ alice: ALICE, bob: given, carol: CAROL }).replace(
    /"bob": \{\s+(.*)\s+(.*)\s+\}/,
    '"bob": {$1 $2}',
  );
  const report = await checkTexts(registry({ alice: ALICE, carol: CAROL }), text);
  expect(newIn(report).map(({ rule, fix }) => [rule, fix?.title ?? null])).toEqual([
    ["registry-format", "Write `bob` as NUR's formatter does"],
    ["registry-url", null],
  ]);
  expect(fixed(text, newIn(report)[0])).toBe(registry(ALL));
});

it.each([
  ["no line end at the end", registry(ALL).trimEnd()],
  ["an empty line at the end", `${registry(ALL)}\n`],
  ["another beginning", registry(ALL).replace('{\n    "repos"', '{ "repos"')],
])("%s has an exact fix", async (_, text) => {
  const report = await checkText(text);
  expect(saidIn(report)).toEqual([
    "error registry-format: What stands around the entries of `repos.json` is not written as NUR's formatter writes it.",
  ]);
  expect(fixed(text, newIn(report)[0])).toBe(registry(ALL));
});

it("formats the whole file where another program wrote it", async () => {
  const text = registryText("as it is written", { indent: 2 }).replaceAll("\n", "\r\n");
  const { findings } = await checkFiles(files(text), [registryFormat]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ range: null, message: expect.stringContaining("in 564 places") });
  expect(fixed(text, findings[0])).toBe(registryText());
});

it("has no entries", async () => {
  const { findings } = await checkFiles(files('{"repos": {}}'), [registryFormat]);
  expect(fixed('{"repos": {}}', findings[0])).toBe('{\n    "repos": {}\n}\n');
});

it("is as it should be after some rounds of fixes, whatever it was", async () => {
  const names = ["1", "10", "9", "A", "B", "a", "a-b", "b", "é", "\ud83d\ude00"];
  const entries = generatedEntries();
  const some = Object.values(entries).slice(0, names.length);
  const order = fc.shuffledSubarray(names, { minLength: 1 });
  const blank = fc.constantFrom("", " ", "\n        ", "\n\n\t");
  await fc.assert(
    fc.asyncProperty(
      order,
      order,
      fc.array(blank, { minLength: 22, maxLength: 22 }),
      async (before, after, blanks) => {
        const member = (name: string, i: number) =>
          `${blanks[i] ?? ""}${JSON.stringify(name)}:${blanks[i + 11] ?? ""}${JSON.stringify(some[names.indexOf(name)], null, blanks[0] === "" ? 2 : 0)}`;
        const written = (these: readonly string[]) => `{"repos": {${these.map(member).join(",")}}}`;
        let text = written(after);
        for (let round = 0; ; round++) {
          expect(round).toBeLessThan(30);
          const { findings } = await checkBetween(files(written(before)), files(text), [registryFormat]);
          const [first] = findings;
          if (first === undefined) break;
          text = String(fixed(text, first));
        }
        const sorted = after.toSorted(
          (a, b) => (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0) || (a < b ? -1 : 1),
        );
        expect(Object.keys(entries).length).toBeGreaterThan(names.length);
        expect([...text.matchAll(/^ {8}(".*"): \{$/gm)].map(([, name = ""]) => JSON.parse(name))).toEqual(
          sorted,
        );
      },
    ),
    { numRuns: 60 },
  );
});
