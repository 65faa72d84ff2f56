import { describe, expect, test } from "vitest";
import { diffHunks, lineMap } from "../../src/change/line-diff.ts";
import type { Finding } from "../../src/checker/finding.ts";
import { sourceText } from "../../src/nix/text.ts";
import { findingAtHead } from "../../src/review/conversation/at-head.ts";
import { composeFindings, type PlacedFinding } from "../../src/review/conversation/compose.ts";
import { edit, finding, range } from "./builders.ts";
import { blocksIn } from "./hostile.ts";

const path = finding().path;
const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}`);
const before = numbered(60);
const after = before.with(29, "changed");
const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join("");

function place(
  findings: readonly Finding[],
  options: { files?: Record<string, [string | null, string]>; limit?: number } = {},
): PlacedFinding[] {
  const files = options.files ?? { [path]: [text(before), text(after)] };
  return composeFindings({
    findings: findings.map((one, i) => ({ finding: one, id: i.toString(16) })),
    atHead: (one) => one,
    file: (asked) => {
      const [old, now] = files[asked] ?? [];
      return now === undefined ? null : { text: sourceText(now), hunks: diffHunks(old ?? null, now) };
    },
    inlineLimit: options.limit ?? 25,
    ruleUrl: () => null,
    placeUrl: () => null,
  });
}

/** Where each stands: its lines, or `body`. */
function places(placed: readonly PlacedFinding[]): string[] {
  return placed.map((one) => (one.place !== "inline" ? one.place : `${one.startLine ?? ""}-${one.line}`));
}

const on = (line: number, last = line) => finding({ range: range(line, 1, last, 3) });
const fixOn = (line: number, change: number) => ({
  ...on(line),
  fix: { title: "Mend it", steps: [edit(path, range(change, 1, change, 3), "x")] },
});

describe("advice", () => {
  const advice = (line: number, more: Partial<Finding> = {}) => ({
    ...on(line),
    level: "advice" as const,
    message: `line ${line}`,
    ...more,
  });
  /** Each of another rule, in a file that is all new. */
  const files = Object.fromEntries(
    Array.from({ length: 15 }, (_, i) => [`f${i}`, [null, "a\nb\n"] as [null, string]]),
  );
  const many = Array.from({ length: 15 }, (_, i) => advice(1, { rule: `r${i}`, path: `f${i}` }));

  test("has at most ten comments, besides those of errors and warnings", () => {
    const others = Array.from({ length: 12 }, () => on(30));
    const all = places(
      place([...many, ...others], { files: { ...files, [path]: [text(before), text(after)] } }),
    );
    expect(all.slice(0, 15).filter((each) => each === "-1")).toHaveLength(10);
    expect(all.slice(15)).toEqual(others.map(() => "-30"));
    expect(places(place(many, { files, limit: 4 })).filter((each) => each === "-1")).toHaveLength(4);
  });

  test("leaves its place to errors", () => {
    expect(places(place([advice(30), on(30), on(30)], { limit: 2 }))).toEqual(["body", "-30", "-30"]);
  });

  test("comes by how often its family helps", () => {
    const rules = ["explicit-phases", "fake-hash", "url-literal", ...many.map(({ rule }) => rule)];
    const some = rules.slice(0, 12).map((rule, i) => advice(1, { rule, path: `f${i}` }));
    // Of rules that nobody knows the first are taken.
    expect(places(place(some.toReversed(), { files })).toReversed().slice(0, 5)).toEqual([
      "-1",
      "-1",
      "-1",
      "body",
      "body",
    ]);
  });

  test("stands on no line that the change leaves as it is", () => {
    expect(places(place([on(31), advice(31), advice(30, { rule: "x" }), advice(29, { rule: "y" })]))).toEqual(
      ["-31", "body", "-30", "body"],
    );
    expect(places(place([advice(1, { range: null })]))).toEqual(["-27"]);
  });

  test("of one cause has one comment, where there is a line for it", () => {
    const found = place([advice(31), advice(30), advice(1, { path: "f1", message: "line 31" })], {
      files: { ...files, [path]: [text(before), text(after)] },
    });
    expect(places(found)).toEqual(["beside", "-30", "beside"]);
    expect(found[1]?.place === "inline" && found[1].body).toContain("The same in 2 other places:");
    // Neither the words nor the file of the first.
    expect(
      places(
        place([advice(30), advice(1, { path: "f1" })], { files: { ...files, [path]: [null, text(after)] } }),
      ),
    ).toEqual(["-30", "-1"]);
  });

  test("of one cause in a file offers all fixes at once, where they get along", () => {
    const [first, second, third] = [fixOn(2, 2), fixOn(3, 3), fixOn(3, 3)].map((one) => ({
      ...one,
      level: "advice" as const,
    }));
    if (first === undefined || second === undefined || third === undefined) throw new Error("no findings");
    const found = place([first, second, third], { files: { [path]: [null, text(numbered(5))] } });
    expect(places(found)).toEqual(["2-3", "beside", "beside"]);
    expect(found[0]?.place === "inline" && found[0].body).toContain("```suggestion\nxne 2\nxne 3\n```");
  });
});

describe("a finding", () => {
  test("stands on its lines where the diff shows them, else in the body", () => {
    expect(places(place([on(30), on(27), on(26), on(28, 31), on(34)]))).toEqual([
      "-30",
      "-27",
      "body",
      "28-31",
      "body",
    ]);
  });

  test("stands on its first line where the diff does not show the others, or they are many", () => {
    expect(places(place([on(33, 40)]))).toEqual(["-33"]);
    const files = { [path]: [null, text(numbered(100))] as [null, string] };
    expect(places(place([on(5, 90)], { files }))).toEqual(["-5"]);
  });

  test("that ends behind a line end is not of the next line", () => {
    expect(places(place([finding({ range: range(33, 1, 34, 1) })]))).toEqual(["-33"]);
  });

  test("stands where its suggestion does", () => {
    const [placed] = place([fixOn(33, 28)]);
    expect(places(placed === undefined ? [] : [placed])).toEqual(["-28"]);
    expect(placed?.place === "inline" && blocksIn(placed.body)).toEqual(["suggestion"]);
  });

  test("shows its fix as a patch where the diff does not show the lines of the suggestion", () => {
    const [placed] = place([fixOn(30, 50)]);
    expect(places(placed === undefined ? [] : [placed])).toEqual(["-30"]);
    expect(placed?.place === "inline" && blocksIn(placed.body)).toEqual(["diff"]);
  });

  test("about a whole file stands on the first line that the diff shows", () => {
    expect(places(place([finding()]))).toEqual(["-27"]);
  });

  test("about a directory, or about a file that the change leaves alone, stands in the body", () => {
    const files = { "a.nix": [text(before), text(before)] as [string, string] };
    expect(places(place([finding({ path: "a.nix" }), finding({ path: "pkgs" })], { files }))).toEqual([
      "body",
      "body",
    ]);
  });

  test("in a file whose name GitHub cannot be told stands in the body", () => {
    const files = { "a\udc80": [null, "a\n"] as [null, string] };
    expect(places(place([finding({ path: "a\udc80" })], { files }))).toEqual(["body"]);
  });
});

test("of many findings the errors come first, and all stay in their order", () => {
  const warning = { ...on(28), level: "warning" as const };
  const placed = place([warning, on(29), warning, on(30)], { limit: 3 });
  expect(places(placed)).toEqual(["-28", "-29", "body", "-30"]);
  expect(placed.map(({ id }) => id)).toEqual(["0", "1", "2", "3"]);
});

describe("a finding about the merge", () => {
  const merged = ["new", ...after];
  const map = lineMap(text(merged), text(after));
  const atHead = (one: Finding) => findingAtHead(one, (asked) => (asked === path ? map : null));

  test("is about the same lines of the head, and so is its fix", () => {
    const moved = atHead(fixOn(31, 29));
    expect(moved?.range).toEqual(range(30, 1, 30, 3));
    expect(moved?.fix?.steps).toEqual([edit(path, range(28, 1, 28, 3), "x")]);
  });

  test("about lines of which the head has not all is about the first", () => {
    const other = lineMap(text(merged), text(after.toSpliced(30, 1)));
    expect(findingAtHead(on(31, 33), () => other)?.range).toEqual(range(30, 1, 30, 1));
    expect(findingAtHead(on(31, 33), () => other)?.fix).toBeNull();
  });

  test("up to the first column of a line has nothing of that line", () => {
    const lines = (line: number) => (line < 7 ? line + 10 : null);
    const on = (...given: Parameters<typeof range>) =>
      findingAtHead(finding({ path, range: range(...given) }), () => lines)?.range;
    expect(on(5, 3, 7, 1)).toEqual(range(15, 3, 17, 1));
    expect(on(5, 3, 7, 2)).toEqual(range(15, 3, 15, 3));
    expect(on(6, 1, 6, 1)).toEqual(range(16, 1, 16, 1));
  });

  test("is nowhere where the head has no such line or file", () => {
    expect(atHead(on(1))).toBeNull();
    expect(atHead(finding({ path: "other", range: range(1, 1, 1, 2) }))).toBeNull();
    expect(atHead(finding({ path: "other" }))).not.toBeNull();
  });

  test("keeps its place but not its fix where the lines of that are not there", () => {
    expect(atHead(fixOn(31, 1))?.fix).toBeNull();
  });
});
