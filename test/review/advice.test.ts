import { describe, expect, test } from "vitest";
import { checkRunOutput } from "../../src/review/conversation/check-run.ts";
import { planReview } from "../../src/review/conversation/plan.ts";
import { annotationsOf } from "../../src/review/formats/annotations.ts";
import { reportAsWorkflowCommands } from "../../src/review/formats/github.ts";
import { reportAsGitlab } from "../../src/review/formats/gitlab.ts";
import { reportAsJson } from "../../src/review/formats/json.ts";
import { reportAsJunit } from "../../src/review/formats/junit.ts";
import { reportAsMarkdown } from "../../src/review/formats/markdown.ts";
import { reportAsRdjson } from "../../src/review/formats/rdjson.ts";
import { sarifLog } from "../../src/review/formats/sarif.ts";
import { reportAsText } from "../../src/review/formats/text.ts";
import { UNPAINTED } from "../../src/review/text/terminal.ts";
import { problems } from "../../src/review/text/words.ts";
import { finding, report } from "./builders.ts";

const advice = finding({ level: "advice", rule: "explicit-phases" });
const all = report([finding({ level: "warning" }), advice, finding({ level: "error" })]);
const only = report([advice]);
const ruleUrl = () => "https://example.org";

// Each format says of advice what the forge or program takes for the least that is still shown.
describe("advice", () => {
  test("is counted by itself", () => {
    expect(all.summary).toMatchObject({ blocking: 1, warnings: 1, advice: 1 });
    expect(problems(all)).toBe("1 error, 1 warning, 1 piece of advice");
    expect(problems(report([advice, advice]))).toBe("2 pieces of advice");
  });

  test("comes last of the annotations, as a notice", () => {
    const levels = annotationsOf(all, () => true).map(({ annotation_level }) => annotation_level);
    expect(levels).toEqual(["failure", "warning", "notice"]);
  });

  test("is a notice of a workflow", () => {
    const commands = reportAsWorkflowCommands(all, { existing: false }).split("\n");
    expect(commands.map((line) => line.split(" ")[0])).toEqual(["::error", "::warning", "::notice", ""]);
  });

  test("is a note in SARIF, and a recommendation of its rule", () => {
    const [run] = sarifLog(only, { version: "1", rules: [] }).runs;
    expect(run?.results).toMatchObject([{ level: "note" }]);
    expect(run?.tool.driver.rules).toMatchObject([
      { defaultConfiguration: { level: "note" }, properties: { "problem.severity": "recommendation" } },
    ]);
  });

  test("is information for GitLab and reviewdog", () => {
    expect(JSON.parse(reportAsGitlab(only, (text) => text))).toMatchObject([{ severity: "info" }]);
    const rdjson: unknown = JSON.parse(reportAsRdjson(only, () => null, { url: "", ruleUrl }));
    expect(rdjson).toMatchObject({ diagnostics: [{ severity: "INFO" }] });
  });

  test("fails no test of JUnit", () => {
    expect(reportAsJunit(only)).toContain('tests="1" failures="0"');
    expect(reportAsJunit(only)).toContain("<system-out>");
  });

  test("is called advice in JSON, on a terminal and in Markdown", () => {
    expect(JSON.parse(reportAsJson(only, { version: "1" }))).toMatchObject({
      findings: [{ level: "advice" }],
      summary: { blocking: 0, warnings: 0, advice: 1 },
    });
    const text = reportAsText(only, () => null, { paint: UNPAINTED, existing: false });
    expect(text).toContain("advice[explicit-phases");
    expect(text).toContain("1 piece of advice");
    expect(reportAsMarkdown(only, { ruleUrl: () => null })).toContain("| 💡 advice |");
  });

  const rules = Array.from({ length: 12 }, (_, i) => `rule-${i}`);
  const many = report([
    ...rules.map((rule) => finding({ level: "advice", rule, path: `${rule}.nix` })),
    ...rules.map((rule) => finding({ level: "advice", rule, path: `${rule}.nix`, message: "Another." })),
    finding({ level: "warning" }),
  ]);

  test("is told of ten causes, on a terminal, in Markdown and as annotations; the rest is folded", () => {
    const text = reportAsText(many, () => null, { paint: UNPAINTED, existing: false });
    expect(text.match(/^advice\[/gm)).toHaveLength(10);
    expect(text).toContain("More advice, told in full with --verbose:\n  advice[rule-0] rule-0.nix\n");
    const all = reportAsText(many, () => null, { paint: UNPAINTED, existing: false, verbose: true });
    expect(all.match(/^advice\[/gm)).toHaveLength(24);
    const markdown = reportAsMarkdown(many, { ruleUrl: () => null });
    expect(markdown.match(/^\| 💡/gm)).toHaveLength(10);
    expect(markdown).toContain("<details><summary>More advice</summary>");
    expect(markdown).toContain("- 💡 `rule-11` NPV-123: `rule-11.nix`, `rule-11.nix`");
    expect(annotationsOf(many, () => true)).toHaveLength(11);
  });

  test("makes no check fail and asks for no changes, and is said once", () => {
    const output = checkRunOutput({
      outcome: { kind: "checked", report: only },
      notes: [],
      updates: [],
      preview: null,
      merging: null,
      ruleUrl: () => null,
      placeUrl: () => null,
      isFile: () => true,
    });
    expect([output.conclusion, output.title]).toEqual(["success", "1 piece of advice"]);
    const posted = { threads: [], reviews: [] };
    const plan = planReview(posted, [{ id: "a", blocking: false }], "request-changes");
    expect(plan.review?.event).toBe("COMMENT");
    const review = { databaseId: 1, state: "commented", commit: null, dismissedByBot: false } as const;
    const said = { threads: [], reviews: [{ ...review, inline: ["a"], inBody: ["b"] }] };
    const again = [
      { id: "a", blocking: false },
      { id: "b", blocking: false },
    ];
    expect(planReview(said, again, "request-changes").review).toBeNull();
  });
});
