import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

/** NPV-146. */
export const shebangNotExecutable: Rule = {
  name: "shebang-not-executable",
  family: "files",
  codes: ["NPV-146"],
  summary: "a Nix file has a `#!` line and is not executable",
  level: "error",
  checks: {
    file({ path, entry, reading, package: owner }, context) {
      if (entry.executable || reading.kind !== "text" || !reading.source.text.startsWith("#!")) return;
      const newline = reading.source.text.search(/\r?\n|$/);
      context.report({
        path,
        attribute: owner?.name ?? null,
        at: { source: reading.source, span: { start: 0, end: newline } },
        message: `${quoted(path)} begins with ${quoted("#!")}, but is not executable.`,
        help: `If it is meant to be run, make it executable: ${quoted(`chmod +x ${path}`)}. If not, delete the line.`,
        about: "",
      });
    },
  },
};
