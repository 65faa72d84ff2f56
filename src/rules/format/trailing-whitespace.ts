import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { rangeOf } from "../../nix/text.ts";
import { FORMAT_LEVEL, lineAround, lineKey, outsideStrings } from "./shared/lines.ts";

export const trailingWhitespace: Rule = {
  name: "trailing-whitespace",
  family: "format",
  codes: [],
  summary: "a line that a change writes ends in white space",
  level: FORMAT_LEVEL,
  comparesOnly: true,
  checks: {
    file(file, context) {
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const { source } = syntax;
      for (const span of outsideStrings(syntax, BLANKS)) {
        context.reportOf(file.path, () => ({
          path: file.path,
          attribute: file.package?.name ?? null,
          at: { source, span },
          message: "The line ends in white space.",
          help: "Remove it. Editors can do so whenever they save a file.",
          fix: source.exact
            ? {
                title: "Remove white space at the end of the line",
                steps: [{ kind: "edit", path: file.path, range: rangeOf(source, span), text: "" }],
              }
            : null,
          about: lineKey(lineAround(source.text, span.start)),
        }));
      }
    },
  },
};

/** From the first blank on, so that every place is looked at once. */
const BLANKS = /(?<![ \t])[ \t]+(?=\r?(?:\n|$(?!\n)))/g;
