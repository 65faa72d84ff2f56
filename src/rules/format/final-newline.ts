import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { rangeOf } from "../../nix/text.ts";
import { FORMAT_LEVEL } from "./shared/lines.ts";

export const finalNewline: Rule = {
  name: "final-newline",
  family: "format",
  codes: [],
  summary: "the last line of a file does not end, and it did before the change or the file is new",
  level: FORMAT_LEVEL,
  comparesOnly: true,
  checks: {
    file(file, context) {
      const { path, reading, package: owner } = file;
      if (reading.kind !== "text") return;
      const { source } = reading;
      const { text } = source;
      if (text === "" || text.endsWith("\n")) return;
      const end = { start: text.length, end: text.length };
      context.report({
        path,
        attribute: owner?.name ?? null,
        at: { source, span: { start: Math.max(text.lastIndexOf("\n") + 1, 0), end: text.length } },
        message: "The last line has no newline at its end.",
        help: "Add one: tools that join files or show how they differ expect it.",
        // At the end of a file that does not parse, a string may still be open.
        fix:
          source.exact && soundSyntaxOf(file) !== null
            ? {
                title: "Add a newline at the end",
                steps: [{ kind: "edit", path, range: rangeOf(source, end), text: "\n" }],
              }
            : null,
        about: "",
      });
    },
  },
};
