import type { Finding, Report } from "../../checker/finding.ts";
import { LAYOUT_YAML, NO_PACKAGES } from "../../checker/layouts.ts";
import { sentence } from "../../checker/sentence.ts";
import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import type { LoadedConfiguration } from "../../config/load.ts";
import type { ConfigurationProblem } from "../../config/parse.ts";
import { type Annotation, annotationsOf } from "../formats/annotations.ts";
import { reportAsMarkdown } from "../formats/markdown.ts";
import { markdownCode, markdownProse, shorten, visible } from "../text/escape.ts";
import { fitting } from "../text/fitting.ts";
import { GITHUB_TEXT, LONGEST_MESSAGE } from "../text/limits.ts";
import { fittingBytes } from "../text/utf8.ts";
import { cleanWords, counted, extent, problems } from "../text/words.ts";
import { type ConfigurationChange, configurationPreview, problemList } from "./configuration-preview.ts";

/** What came of looking at a change. */
export type CheckOutcome =
  | { readonly kind: "checked"; readonly report: Report }
  /** Nothing that is laid out by name is touched. */
  | { readonly kind: "not-by-name" }
  /** No packages were recognised in the repository, and there is nothing else to say. */
  | { readonly kind: "no-packages" }
  /** It has too many files to look at, so that a person has to. `why` is a clause. */
  | { readonly kind: "too-large"; readonly why: string }
  /** It could not be reviewed within the limits; `why` is a clause. */
  | { readonly kind: "not-reviewed"; readonly why: string }
  | {
      readonly kind: "configuration-invalid";
      readonly path: string;
      readonly problems: readonly ConfigurationProblem[];
    };

export type CheckRunInput = {
  readonly outcome: CheckOutcome;
  /** Things worth saying of how it was looked at: a clause or a sentence each. */
  readonly notes: readonly string[];
  /** What it does to packages that it updates, a line each: `hello: 1.0 -> 1.1, hash changed`. */
  readonly updates: readonly string[];
  /** Where the change brings another configuration: the one that counts, and the new one. */
  readonly preview: ConfigurationChange | null;
  /** Whether it may merge itself, as Markdown; null where nothing does. */
  readonly merging: string | null;
  readonly ruleUrl: (rule: string) => string | null;
  readonly placeUrl: (finding: Finding) => string | null;
  readonly isFile: (path: string) => boolean;
};

export type CheckRunOutput = {
  readonly conclusion: "success" | "failure" | "neutral" | "action_required";
  readonly title: string;
  readonly summary: string;
  readonly text?: string;
  readonly annotations: readonly Annotation[];
};

const longestNotes = 5000;
/** `reportAsMarkdown` makes no shorter one; in bytes that is still within the limit. */
const shortestReport = 800;

/** What GitHub's check run on a change says. Its texts are within GitHub's limits. */
export function checkRunOutput(input: CheckRunInput): CheckRunOutput {
  const { preview, merging } = input;
  const parts = [
    ...(merging === null ? [] : [merging]),
    ...(preview === null ? [] : [configurationPreview(preview)]),
  ];
  return { ...outcomeOf(input), ...(parts.length === 0 ? {} : { text: parts.join("\n\n") }) };
}

function outcomeOf(input: CheckRunInput): Omit<CheckRunOutput, "text"> {
  const { outcome, preview } = input;
  switch (outcome.kind) {
    case "checked":
      if (preview?.proposed.kind === "invalid")
        return brokenConfiguration(input, outcome.report, preview.proposed);
      return {
        conclusion: outcome.report.summary.blocking > 0 ? "failure" : "success",
        title: problems(outcome.report) ?? `${cleanWords(outcome.report)} in ${extent(outcome.report)}`,
        summary: withNotes(input, (limit) =>
          reportAsMarkdown(outcome.report, {
            ruleUrl: input.ruleUrl,
            placeUrl: input.placeUrl,
            headline: false,
            limit,
          }),
        ),
        annotations: annotationsOf(outcome.report, input.isFile),
      };
    case "not-by-name":
      return {
        conclusion: "neutral",
        title: "No by-name package is touched",
        summary: withNotes(input, () => "This change touches no package that is laid out by name."),
        annotations: [],
      };
    case "no-packages":
      return {
        conclusion: "neutral",
        title: "No packages were recognised",
        summary: withNotes(input, () => noPackages()),
        annotations: [],
      };
    case "too-large":
      return {
        conclusion: "neutral",
        title: "Too large to review",
        summary: withNotes(
          input,
          () =>
            `This change was not reviewed: ${markdownProse(shorten(outcome.why, LONGEST_MESSAGE))}. Splitting it would help.`,
        ),
        annotations: [],
      };
    case "not-reviewed":
      return {
        // Never neutral: GitHub takes that for passed.
        conclusion: "action_required",
        title: "Could not be reviewed",
        summary: withNotes(
          input,
          () =>
            `This change could not be reviewed: ${markdownProse(shorten(outcome.why, LONGEST_MESSAGE))}. I do not merge it either. I review it again after a push; splitting the change may help.`,
        ),
        annotations: [],
      };
    case "configuration-invalid":
      return {
        conclusion: "action_required",
        title: "The configuration is not valid",
        summary: withNotes(input, () => invalidSummary(outcome)),
        annotations: [],
      };
  }
}

function noPackages(): string {
  return [
    `${NO_PACKAGES} So there was nothing to review.`,
    `If there are packages, say how they are laid out in ${markdownCode(CONFIGURATION_FILE)}:`,
    `\`\`\`yaml\n${LAYOUT_YAML}\`\`\``,
  ].join("\n\n");
}

type Invalid = Extract<LoadedConfiguration, { kind: "invalid" }>;

/** Merged, it would stop the review of all changes, so that is what is said first. */
function brokenConfiguration(
  input: CheckRunInput,
  report: Report,
  { path, problems: mistakes }: Invalid,
): Omit<CheckRunOutput, "text"> {
  const found = problems(report);
  const notes = annotationsOf(report, input.isFile);
  const broken = mistakes.map(({ position, message }): Annotation => {
    const { line } = position;
    const title = "The configuration is not valid";
    return {
      path,
      start_line: line,
      end_line: line,
      annotation_level: "failure",
      message: visible(sentence(message)),
      title,
    };
  });
  return {
    conclusion: "failure",
    title: `${counted(mistakes.length, "mistake")} in the new configuration${found === null ? "" : `, ${found}`}`,
    summary: withNotes(input, (limit) =>
      [
        `${markdownCode(path)} of this change is not valid. Merged, it would stop the review of all changes.`,
        problemList(path, mistakes),
        reportAsMarkdown(report, {
          ruleUrl: input.ruleUrl,
          placeUrl: input.placeUrl,
          headline: true,
          limit: Math.max(limit - 20_000, shortestReport),
        }),
      ].join("\n\n"),
    ),
    annotations: [...broken.slice(0, MOST_MISTAKES), ...notes],
  };
}

const MOST_MISTAKES = 50;

function invalidSummary({
  path,
  problems,
}: Extract<CheckOutcome, { kind: "configuration-invalid" }>): string {
  return [
    "No change can be reviewed until the configuration on the base branch is fixed. This change did not cause that.",
    problemList(path, problems),
  ].join("\n\n");
}

/** The first notes and updates above what `body` makes, together within the limit. */
function withNotes({ notes, updates }: CheckRunInput, body: (limit: number) => string): string {
  const quotes = fitting(
    notes,
    longestNotes,
    (note) => `> ${markdownProse(shorten(sentence(note), LONGEST_MESSAGE))}`,
  );
  const items = fitting(
    updates,
    longestNotes,
    (update) => `- ${markdownCode(shorten(update, LONGEST_MESSAGE))}`,
  );
  const more = updates.length > items.length ? [`- and ${updates.length - items.length} more`] : [];
  const blocks = [quotes.join("\n>\n"), [...items, ...more].join("\n")].filter((block) => block !== "");
  const head = blocks.map((block) => `${block}\n\n`).join("");
  return fittingBytes(GITHUB_TEXT, shortestReport + head.length, (units) => head + body(units - head.length));
}
