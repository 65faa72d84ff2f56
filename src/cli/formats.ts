import { createHash } from "node:crypto";
import type { Report } from "../checker/finding.ts";
import type { SourceText } from "../nix/text.ts";
import { reportAsWorkflowCommands } from "../review/formats/github.ts";
import { reportAsGitlab } from "../review/formats/gitlab.ts";
import { reportAsJson } from "../review/formats/json.ts";
import { reportAsJunit } from "../review/formats/junit.ts";
import { reportAsMarkdown } from "../review/formats/markdown.ts";
import { reportAsRdjson } from "../review/formats/rdjson.ts";
import { reportAsSarif } from "../review/formats/sarif.ts";
import { reportAsText } from "../review/formats/text.ts";
import { ruleUrl } from "../review/text/home.ts";
import { HOME } from "../review/text/project.ts";
import { listedFindings } from "../review/text/words.ts";
import { RULES } from "../rules/index.ts";
import { rulePage } from "./explain.ts";
import { paintFor } from "./paint.ts";
import { packageVersion } from "./version.ts";

export const FORMATS = ["text", "json", "sarif", "github", "markdown", "junit", "gitlab", "rdjson"] as const;
export type Format = (typeof FORMATS)[number];

export type FormatOptions = {
  readonly format: Format;
  readonly existing: boolean;
  readonly verbose: boolean;
  /** Whether it is for a terminal, where messages are wrapped. */
  readonly wrap?: boolean;
  /** Text of findings alone. */
  readonly quiet?: boolean;
  readonly colour: boolean;
  readonly width: number | undefined;
};

/** A report in the format asked for. */
export function formatReport(
  report: Report,
  source: (path: string) => SourceText | null,
  { format, existing, verbose, quiet = false, wrap = false, colour, width }: FormatOptions,
): string {
  const listed: Report = { ...report, findings: listedFindings(report, existing) };
  const version = packageVersion();
  switch (format) {
    case "text":
      return reportAsText(report, source, {
        paint: paintFor(colour),
        width,
        existing,
        verbose,
        quiet,
        wrap,
      });
    case "json":
      return reportAsJson(listed, { version });
    case "sarif":
      return reportAsSarif(listed, {
        version,
        informationUri: HOME,
        rules: RULES.map(({ name, codes, summary, level }) => ({
          name,
          code: codes[0] ?? null,
          summary,
          level: typeof level === "string" ? level : level.nixpkgs,
          page: { url: ruleUrl(name), text: rulePage(name) },
        })),
      });
    case "github":
      return reportAsWorkflowCommands(report, { existing });
    case "markdown":
      return reportAsMarkdown(report, { ruleUrl, existing });
    case "junit":
      return reportAsJunit(listed);
    case "gitlab":
      return reportAsGitlab(listed, (text) => createHash("sha256").update(text).digest("hex"));
    case "rdjson":
      return reportAsRdjson(listed, source, { url: HOME, ruleUrl });
  }
}
