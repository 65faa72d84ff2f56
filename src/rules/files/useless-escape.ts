import { syntaxOf } from "../../checker/checks/syntax.ts";
import type { FileSubject, Problem, Rule } from "../../checker/rule.ts";
import { displayName } from "../../nix/shown.ts";
import { rangeOf, type SourceText } from "../../nix/text.ts";
import { type UselessEscape, uselessEscapes } from "./shared/escapes.ts";

/** NPV-170; the Nix manual on string literals. */
export const uselessEscape: Rule = {
  name: "useless-escape",
  family: "files",
  codes: ["NPV-170"],
  summary: "a backslash in a string escapes nothing",
  level: "error",
  checks: {
    file(file, context) {
      const syntax = syntaxOf(file);
      if (syntax === null) return;
      const { source } = syntax;
      for (const found of uselessEscapes(syntax)) {
        context.reportOf(file.path, () => problemOf(found, source, file));
      }
    },
  },
};

function problemOf(found: UselessEscape, source: SourceText, { path, package: home }: FileSubject): Problem {
  const written = visible(source.text.slice(found.start, found.end));
  const character = visible(found.character);
  const doubled = found.style === "quoted" ? `\\\\${character}` : `\\${character}`;
  const { replacement } = found;
  return {
    path,
    attribute: home?.name ?? null,
    at: { source, span: found },
    message: `The escape \`${written}\` has no effect: it is the same as \`${character}\`.`,
    help: `Write \`${character}\`, or \`${doubled}\` if the string is to hold a backslash.`,
    fix:
      replacement === null || !source.exact
        ? null
        : {
            title: `Write \`${character}\` instead of \`${written}\``,
            steps: [{ kind: "edit", path, range: rangeOf(source, found), text: replacement }],
          },
    about: written,
  };
}

/** White space and backticks in words, for a message. */
function visible(text: string): string {
  const marked = text.replace(/\r?\n/g, "⏎").replaceAll("\t", "⇥").replaceAll("`", "'");
  return marked.replace(/\p{C}/gu, (hidden) => displayName(hidden));
}
