import { expect, it } from "vitest";
import { collector } from "../../src/checker/collector.ts";
import type { Finding } from "../../src/checker/finding.ts";
import type { Problem } from "../../src/checker/rule.ts";
import { uselessEscape } from "../../src/rules/files/useless-escape.ts";

const problem = (about: string): Problem => ({
  path: "a.nix",
  attribute: about,
  message: "",
  help: "",
  about,
});
const finding = (_rule: unknown, { path, attribute, message, help, about }: Problem): Finding => ({
  rule: "useless-escape",
  code: null,
  level: "error",
  path,
  attribute,
  range: null,
  message,
  help,
  fix: null,
  status: "introduced",
  fingerprint: about,
  count: 1,
});

it("makes only those problems of a path that it keeps, and counts the others", () => {
  const limits = { ofRule: 2, findings: 3, unknownOfRule: 1, unknown: 1 };
  const said = collector(finding, limits);
  const made: string[] = [];
  for (const about of ["a", "b", "c", "d"]) {
    said.reportOf(uselessEscape, "a.nix", () => {
      made.push(about);
      return problem(about);
    });
  }
  expect(made).toEqual(["a", "b"]);
  const { findings, cut } = said.all();
  expect(findings.map(({ attribute }) => attribute)).toEqual(["a", "b"]);
  expect(cut).toMatchObject([{ path: "a.nix", level: "error", count: 4, left: 2 }]);
});
