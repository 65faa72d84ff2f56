import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Fix } from "../../checker/finding.ts";
import type { FileSubject, Rule } from "../../checker/rule.ts";
import { rangeOf, type SourceText, type Span } from "../../nix/text.ts";
import { FORMAT_LEVEL, outsideStrings } from "./shared/lines.ts";

export const crlf: Rule = {
  name: "crlf",
  family: "format",
  codes: [],
  summary: "lines of a file end as on Windows, and did not before the change or the file is new",
  level: FORMAT_LEVEL,
  comparesOnly: true,
  checks: {
    file(file, context) {
      const { path, reading, package: owner } = file;
      if (reading.kind !== "text") return;
      const { source } = reading;
      const first = source.text.indexOf("\r\n");
      if (first < 0) return;
      context.report({
        path,
        attribute: owner?.name ?? null,
        at: { source, span: { start: source.text.lastIndexOf("\n", first) + 1, end: first } },
        message: `Lines of the file end in carriage return and newline, as on Windows.`,
        help: "Save it with newlines alone. In a string, the carriage return may end up in what is built.",
        fix: withoutReturns(file, source),
        about: "",
      });
    },
  },
};

/** So many lines are edited. */
const MOST = 1000;

/** Null where a carriage return stands in a string: without it, the string may be another. */
function withoutReturns(file: FileSubject, source: SourceText): Fix | null {
  const syntax = soundSyntaxOf(file);
  if (syntax === null || !source.exact) return null;
  const count = source.text.split("\r\n", MOST + 2).length - 1;
  const spans: Span[] = count > MOST ? [] : [...outsideStrings(syntax, RETURN)];
  if (count > MOST || spans.length !== count) return null;
  return {
    title: "End lines with a newline alone",
    steps: spans.map((span) => ({
      kind: "edit",
      path: file.path,
      range: rangeOf(source, span),
      text: "",
    })),
  };
}

const RETURN = /\r(?=\n)/g;
