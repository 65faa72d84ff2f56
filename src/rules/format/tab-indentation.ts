import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { rangeOf } from "../../nix/text.ts";
import { FORMAT_LEVEL, lineAround, lineKey, outsideStrings } from "./shared/lines.ts";

export const tabIndentation: Rule = {
  name: "tab-indentation",
  family: "format",
  codes: [],
  summary: "a line that a change writes is indented by tabs",
  level: FORMAT_LEVEL,
  comparesOnly: true,
  checks: {
    file(file, context) {
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const { source } = syntax;
      for (const span of outsideStrings(syntax, INDENTATION)) {
        const written = source.text.slice(span.start, span.end);
        const text = written.replaceAll("\t", "  ");
        if (text === written) continue;
        context.reportOf(file.path, () => ({
          path: file.path,
          attribute: file.package?.name ?? null,
          at: { source, span },
          message: "The line is indented by tabs.",
          help: "Indent Nix by two spaces a level.",
          fix: source.exact
            ? {
                title: "Indent by spaces",
                steps: [{ kind: "edit", path: file.path, range: rangeOf(source, span), text }],
              }
            : null,
          about: lineKey(lineAround(source.text, span.start)),
        }));
      }
    },
  },
};

/** Of a line that has something else. */
const INDENTATION = /^[ \t]+(?=[^ \t\r\n])/gm;
