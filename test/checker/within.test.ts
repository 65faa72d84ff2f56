import { describe, expect, test } from "vitest";
import type { Finding, Report } from "../../src/checker/finding.ts";
import { reportWithin } from "../../src/checker/within.ts";

const finding = (path: string, more: Partial<Finding> = {}): Finding => ({
  rule: "useless-escape",
  code: null,
  level: "error",
  status: "introduced",
  attribute: null,
  path,
  range: null,
  message: "x",
  help: "",
  fix: null,
  fingerprint: path,
  ...more,
});

const summary: Report["summary"] = {
  compared: true,
  blocking: 2,
  warnings: 1,
  advice: 0,
  existing: 1,
  unknown: 0,
  packages: 4,
  files: 4,
  outside: 0,
  notes: ["a note"],
};

const report: Report = {
  findings: [
    finding("pkgs/a/package.nix"),
    finding("pkgs/a"),
    finding("pkgs/b/package.nix", { level: "warning" }),
    finding("pkgs/c/package.nix", { status: "existing" }),
  ],
  unknown: [],
  summary,
};

const pathsOf = ({ findings }: Report) => findings.map(({ path }) => path);

describe("what a report says of some files", () => {
  test("is what is in them, or about a directory that they are in; the sums are of that", () => {
    const own = reportWithin(report, ["pkgs/a/package.nix"]);
    expect(pathsOf(own)).toEqual(["pkgs/a/package.nix", "pkgs/a"]);
    expect(own.summary).toEqual({ ...summary, blocking: 2, warnings: 0, existing: 0 });
    expect(pathsOf(reportWithin(report, ["pkgs/a/x.patch"]))).toEqual(["pkgs/a"]);
    expect(reportWithin(report, ["pkgs/b/package.nix"]).summary).toMatchObject({ blocking: 0, warnings: 1 });
    expect(reportWithin(report, ["pkgs/c/package.nix"]).summary).toMatchObject({ blocking: 0, existing: 1 });
  });

  test("knows a directory by whole names", () => {
    expect(pathsOf(reportWithin(report, ["pkgs/ab/package.nix"]))).toEqual([]);
  });

  test("still blocks where findings were left out, since they may be about these files", () => {
    const cut = { ...report, summary: { ...summary, blocking: 7 } };
    expect(reportWithin(cut, ["pkgs/b/package.nix"]).summary).toMatchObject({ blocking: 5, warnings: 1 });
  });
});
