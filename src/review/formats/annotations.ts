import { FINDING_LEVELS, type Finding, type Report } from "../../checker/finding.ts";
import { sentence } from "../../checker/sentence.ts";
import { foldAdvice } from "../text/advice.ts";
import { shorten, visible } from "../text/escape.ts";
import { LONGEST_TEXT } from "../text/limits.ts";
import { listedFindings } from "../text/words.ts";

/** A note on lines of a file, as GitHub's check runs take it. */
export type Annotation = {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly end_column?: number;
  readonly annotation_level: "failure" | "warning" | "notice";
  readonly message: string;
  readonly title: string;
};

const ANNOTATION_LEVELS: Readonly<Record<Finding["level"], Annotation["annotation_level"]>> = {
  error: "failure",
  warning: "warning",
  advice: "notice",
};

/** Ten requests; nobody reads on. */
const mostAnnotations = 500;
/** GitHub takes 255 characters. */
const longestTitle = 255;

/**
 * The findings of a change as annotations, errors first, and of advice what is told one by one. A finding about a directory has none, since there
 * is no line that it could stand on: the summary lists it.
 *
 * @param isFile whether a path is a file, which can carry a finding about the whole of it on its first line
 */
export function annotationsOf(report: Report, isFile: (path: string) => boolean): Annotation[] {
  const findings = foldAdvice(listedFindings(report, false)).told.filter(
    ({ path, range }) => path.isWellFormed() && (range !== null || isFile(path)),
  );
  return FINDING_LEVELS.flatMap((each) => findings.filter(({ level }) => level === each))
    .slice(0, mostAnnotations)
    .map(annotationOf);
}

function annotationOf(finding: Finding): Annotation {
  const { path, level, rule, code } = finding;
  return {
    path,
    ...linesOf(finding),
    annotation_level: ANNOTATION_LEVELS[level],
    message: messageOf(finding),
    title: shorten(visible(code === null ? rule : `${rule} (${code})`), longestTitle),
  };
}

/** GitHub takes columns only where the annotation is on one line. */
function linesOf({ range }: Finding) {
  if (range === null) return { start_line: 1, end_line: 1 };
  const { start, end } = range;
  const lines = { start_line: start.line, end_line: end.line };
  if (start.line !== end.line) return lines;
  return { ...lines, start_column: start.column, end_column: end.column };
}

/** Plain text, which is how GitHub shows it: what is wrong, then what to do. */
function messageOf({ message, help }: Finding): string {
  const what = visible(shorten(sentence(message), LONGEST_TEXT));
  const lines = shorten(help, LONGEST_TEXT).split("\n").map(visible);
  return help === "" ? what : [what, "", ...lines].join("\n");
}
