import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RuleInfo, reportAsSarif, sarifLog } from "../../src/review/formats/sarif.ts";
import { edit, finding, fixable, move, range, report } from "./builders.ts";

const rules: RuleInfo[] = [
  {
    name: "package-wrong-shard",
    code: "NPV-142",
    summary: "a package lies in the wrong shard",
    level: "error",
  },
  {
    name: "path-outside-package",
    code: "NPV-123",
    summary: "a path leads out of its `package` directory",
    level: "error",
    page: {
      url: "https://example.org/docs/rules/references/path-outside-package.md",
      text: "# Outside\n\nSee [another](../files/a.md#b).\n",
    },
  },
  { name: "strict-deps", code: null, summary: "a new package sets no strictDeps", level: "off" },
];
const tool = { version: "1.2.3", informationUri: "https://example.org", rules };
type Log = ReturnType<typeof sarifLog>;

function runOf(log: Log) {
  const [run] = log.runs;
  if (run === undefined) throw new Error("no run");
  return run;
}

function resultOf(one = finding(), overrides = {}) {
  const [result] = runOf(sarifLog(report([one], overrides), tool)).results;
  if (result === undefined) throw new Error("no result");
  return result;
}

/** What GitHub says it needs: https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support */
function expectFitForGithub(log: Log) {
  expect(log.version).toBe("2.1.0");
  expect(log.$schema).toMatch(/sarif-schema-2\.1\.0\.json$/);
  const { tool: made, results } = runOf(log);
  expect(made.driver.name).not.toBe("");
  for (const rule of made.driver.rules) {
    expect(rule.id.length).toBeLessThanOrEqual(255);
    for (const text of [rule.shortDescription.text, rule.fullDescription.text]) {
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThanOrEqual(1024);
    }
    expect(rule.help.text).not.toBe("");
    expect(rule.properties.tags.length).toBeLessThanOrEqual(10);
  }
  expect(results.length).toBeLessThanOrEqual(25_000);
  for (const result of results) {
    expect(made.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(["error", "warning"]).toContain(result.level);
    expect(result.message.text.length).toBeGreaterThan(0);
    expect(result.locations).toHaveLength(1);
    for (const { physicalLocation } of result.locations) {
      const { artifactLocation, region } = physicalLocation;
      expect(artifactLocation.uriBaseId).toBe("%SRCROOT%");
      expect(artifactLocation.uri).toMatch(/^(?:[\w.~/-]|%[\dA-F]{2})+$/);
      const numbers = [region.startLine, region.startColumn, region.endLine, region.endColumn];
      for (const number of numbers) expect(number).toBeGreaterThanOrEqual(1);
    }
  }
}

describe("the SARIF log", () => {
  test("has what GitHub code scanning needs", () => {
    const findings = [
      finding({ range: range(3, 2, 4, 5) }),
      finding({ rule: "unlisted", path: "" }),
      fixable(edit("a b.nix", range(1, 1, 1, 1), "x")),
    ];
    const unknown = [{ rule: "strict-deps", path: "x", attribute: null, message: "`x` is unknown" }];
    expectFitForGithub(sarifLog(report(findings, { unknown }), tool));
    expectFitForGithub(sarifLog(report(), tool));
  });

  test("has it whatever the text", () => {
    const text = fc.string({ unit: "binary", minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (path, message, help) => {
        expectFitForGithub(sarifLog(report([finding({ path, message, help })]), tool));
      }),
    );
  });

  test("is JSON of that shape", () => {
    const some = report([finding()]);
    expect(JSON.parse(reportAsSarif(some, tool))).toEqual(JSON.parse(JSON.stringify(sarifLog(some, tool))));
  });

  test("describes each rule", () => {
    expect(runOf(sarifLog(report(), tool)).tool.driver.rules.slice(1)).toMatchInlineSnapshot(`
      [
        {
          "defaultConfiguration": {
            "level": "error",
          },
          "fullDescription": {
            "text": "a path leads out of its "package" directory",
          },
          "help": {
            "markdown": "# Outside

      See [another](https://example.org/docs/rules/files/a.md#b).",
            "text": "a path leads out of its "package" directory

      https://example.org/docs/rules/references/path-outside-package.md",
          },
          "helpUri": "https://example.org/docs/rules/references/path-outside-package.md",
          "id": "path-outside-package",
          "name": "path-outside-package",
          "properties": {
            "precision": "very-high",
            "problem.severity": "error",
            "tags": [
              "nix",
              "NPV-123",
            ],
          },
          "shortDescription": {
            "text": "a path leads out of its "package" directory",
          },
        },
        {
          "defaultConfiguration": {
            "enabled": false,
          },
          "fullDescription": {
            "text": "a new package sets no strictDeps",
          },
          "help": {
            "markdown": "a new package sets no strictDeps",
            "text": "a new package sets no strictDeps",
          },
          "id": "strict-deps",
          "name": "strict-deps",
          "properties": {
            "precision": "very-high",
            "problem.severity": "warning",
            "tags": [
              "nix",
            ],
          },
          "shortDescription": {
            "text": "a new package sets no strictDeps",
          },
        },
      ]
    `);
  });

  test("tells a finding", () => {
    expect(resultOf(finding({ range: range(12, 9, 12, 18) }))).toMatchInlineSnapshot(`
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "pkgs/by-name/he/hello/package.nix",
                "uriBaseId": "%SRCROOT%",
              },
              "region": {
                "endColumn": 18,
                "endLine": 12,
                "startColumn": 9,
                "startLine": 12,
              },
            },
          },
        ],
        "message": {
          "markdown": "the path \`../../lib\` leads out of the package directory \`pkgs/by-name/he/hello\`

      Take what it stands for as an argument.",
          "text": "the path "../../lib" leads out of the package directory "pkgs/by-name/he/hello"",
        },
        "partialFingerprints": {
          "byNameFinding/v1": "path-outside-package:hello:../../lib",
        },
        "properties": {
          "attribute": "hello",
        },
        "ruleId": "path-outside-package",
        "ruleIndex": 1,
      }
    `);
  });

  test("counts columns in UTF-16 code units and says so", () => {
    expect(runOf(sarifLog(report(), tool)).columnKind).toBe("utf16CodeUnits");
  });

  test("puts a finding about a whole file or directory at its beginning", () => {
    const [location] = resultOf(finding({ range: null })).locations;
    expect(location?.physicalLocation.region).toEqual({
      startLine: 1,
      startColumn: 1,
      endLine: 1,
      endColumn: 1,
    });
  });

  test("encodes every byte of a path that a URI cannot hold", () => {
    const [location] = resultOf(finding({ path: "a b/#:%é\udcff.nix" })).locations;
    expect(location?.physicalLocation.artifactLocation.uri).toBe("a%20b/%23%3A%25%C3%A9%FF.nix");
  });

  test("says what is new and what is unchanged only where a base was compared with", () => {
    expect(resultOf()).not.toHaveProperty("baselineState");
    const both = report([finding(), finding({ status: "existing" })]);
    const states = runOf(sarifLog(both, tool)).results.map((result) => result.baselineState);
    expect(states).toEqual(["new", "unchanged"]);
  });

  test("tells a fix of edits, and none that also moves", () => {
    const change = edit("a.nix", range(1, 2, 1, 4), "x");
    expect(resultOf(fixable(change, edit("b.nix", range(1, 1, 1, 1), "y"))).fixes).toMatchInlineSnapshot(`
      [
        {
          "artifactChanges": [
            {
              "artifactLocation": {
                "uri": "a.nix",
                "uriBaseId": "%SRCROOT%",
              },
              "replacements": [
                {
                  "deletedRegion": {
                    "endColumn": 4,
                    "endLine": 1,
                    "startColumn": 2,
                    "startLine": 1,
                  },
                  "insertedContent": {
                    "text": "x",
                  },
                },
              ],
            },
            {
              "artifactLocation": {
                "uri": "b.nix",
                "uriBaseId": "%SRCROOT%",
              },
              "replacements": [
                {
                  "deletedRegion": {
                    "endColumn": 1,
                    "endLine": 1,
                    "startColumn": 1,
                    "startLine": 1,
                  },
                  "insertedContent": {
                    "text": "y",
                  },
                },
              ],
            },
          ],
          "description": {
            "text": "Mend it",
          },
        },
      ]
    `);
    expect(resultOf(fixable(change, move("a.nix", "b.nix")))).not.toHaveProperty("fixes");
  });

  test("escapes what would be a placeholder or a link", () => {
    expect(resultOf(finding({ message: "`{0}` and { }" })).message.text).toBe('"{{0}}" and { }');
    expect(resultOf(finding({ message: "[a](http://b)" })).message.text).toBe("\\[a\\](http://b)");
  });

  test("tells what is left to evaluation as notifications", () => {
    const unknown = [{ rule: "strict-deps", path: "x y", attribute: null, message: "`x` is unknown" }];
    expect(runOf(sarifLog(report([], { unknown }), tool)).invocations).toMatchInlineSnapshot(`
      [
        {
          "executionSuccessful": true,
          "toolExecutionNotifications": [
            {
              "associatedRule": {
                "id": "strict-deps",
              },
              "level": "note",
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "x%20y",
                      "uriBaseId": "%SRCROOT%",
                    },
                  },
                },
              ],
              "message": {
                "text": ""x" is unknown",
              },
            },
          ],
        },
      ]
    `);
  });

  test("leaves out what matters least where GitHub would refuse it all, and says so", () => {
    const warnings = Array.from({ length: 25_000 }, () => finding({ level: "warning" }));
    const { results, invocations } = runOf(sarifLog(report([...warnings, finding()]), tool));
    expect(results).toHaveLength(25_000);
    expect(results[0]?.level).toBe("error");
    expect(JSON.stringify(invocations)).toContain("1 finding left out");
  });
});
