import type { Finding, Report } from "../../checker/finding.ts";
import { shorten, visible } from "../text/escape.ts";
import { plainProse } from "../text/prose.ts";

/** A name in a message may be as long as its author liked; a list shows no more than this. */
const longestText = 4000;

/**
 * A report as GitLab's Code Quality reads it: a list, indented, with a line end. `digest` makes a short text of a long
 * one; it keeps problems apart, and knows one again whose lines have moved.
 *
 * Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function reportAsGitlab({ findings }: Report, digest: (text: string) => string): string {
  const seen = new Map<string, number>();
  const issues = findings.map((finding) => {
    const identity = `${finding.rule}\0${finding.path}\0${finding.fingerprint}`;
    // GitLab shows one of those that are alike.
    const before = seen.get(identity) ?? 0;
    seen.set(identity, before + 1);
    return {
      description: plainProse(visible(shorten(finding.message, longestText))),
      check_name: finding.rule,
      fingerprint: digest(`${identity}\0${before}`),
      severity: severityOf(finding),
      location: { path: visible(finding.path), lines: { begin: finding.range?.start.line ?? 1 } },
    };
  });
  return `${JSON.stringify(issues, null, 2)}\n`;
}

function severityOf({ status, level }: Finding): "major" | "minor" | "info" {
  if (status === "existing" || level === "advice") return "info";
  return level === "error" ? "major" : "minor";
}
