import { describe, expect, test } from "vitest";
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
});
