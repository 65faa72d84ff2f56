import { displayName } from "../nix/shown.ts";
import { rangeOf } from "../nix/text.ts";
import { uselessEscapes } from "./escapes.ts";
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
      for (const found of uselessEscapes(syntax)) {
        const written = visible(source.text.slice(found.start, found.end));
        const character = visible(found.character);
        const doubled = found.style === "quoted" ? `\\\\${character}` : `\\${character}`;
        context.report({
          path: file.path,
          attribute: file.package?.name ?? null,
          at: { source, span: found },
          message: `\`${written}\` means no more than \`${character}\`: the backslash is dropped.`,
          help: `Write \`${character}\`, or \`${doubled}\` if the string is to hold a backslash.`,
          fix:
            found.replacement === null || !source.exact
              ? null
              : {
                  title: `Write \`${character}\` instead of \`${written}\``,
                  steps: [
                    {
                      kind: "edit",
                      path: file.path,
                      range: rangeOf(source, found),
                      text: found.replacement,
                    },
                  ],
                },
          about: written,
        });
      }
    },
  },
};

/** White space and backticks in words, for a message. */
function visible(text: string): string {
  const marked = text.replace(/\r?\n/g, "⏎").replaceAll("\t", "⇥").replaceAll("`", "'");
  return marked.replace(/\p{C}/gu, (hidden) => displayName(hidden));
}
