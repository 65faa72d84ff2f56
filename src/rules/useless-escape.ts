import { rangeOf } from "../nix/text.ts";
import { uselessEscapes } from "../nix/escapes.ts";
import type { Rule } from "./rule.ts";
import { syntaxOf } from "./syntax.ts";

/** NPV-170; the Nix manual on string literals. */
export const uselessEscape: Rule = {
  name: "useless-escape",
  codes: ["NPV-170"],
  summary: "a backslash in a string escapes nothing",
  level: "error",
  checks: {
    file(file, context) {
      const syntax = syntaxOf(file);
      if (syntax === null) return;
      const { source } = syntax;
      for (const escape of uselessEscapes(syntax)) {
        const written = visible(source.text.slice(escape.start, escape.end));
        const character = visible(escape.character);
        const doubled = escape.style === "quoted" ? `\\\\${character}` : `\\${character}`;
        context.report({
          path: file.path,
          attribute: file.package?.name ?? null,
          at: { source, span: escape },
          message: `\`${written}\` means no more than \`${character}\`: the backslash is dropped.`,
          help: `Write \`${character}\`, or \`${doubled}\` if the string is to hold a backslash.`,
          fix:
            escape.replacement === null || !source.exact
              ? null
              : {
                  title: `Write \`${character}\``,
                  steps: [
                    {
                      kind: "edit",
                      path: file.path,
                      range: rangeOf(source, escape),
                      text: escape.replacement,
                    },
                  ],
                },
          about: `${written}\0${lineAround(source.text, escape.start)}`,
        });
      }
    },
  },
};

/** White space and backticks in words, for a message. */
function visible(text: string): string {
  return text.replace(/\r?\n/g, "⏎").replaceAll("\t", "⇥").replaceAll("`", "'");
}

function lineAround(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return text.slice(Math.max(start, offset - 200), end < 0 ? offset + 200 : Math.min(end, offset + 200)).trim();
}
