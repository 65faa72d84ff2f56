import type { Rule } from "../../checker/rule.ts";
import { rangeOf } from "../../nix/text.ts";
import { FORMAT_LEVEL } from "./shared/lines.ts";

export const byteOrderMark: Rule = {
  name: "byte-order-mark",
  family: "format",
  codes: [],
  summary: "a file begins with a byte order mark, and did not before the change or is new",
  level: FORMAT_LEVEL,
  comparesOnly: true,
  checks: {
    file({ path, reading, package: owner }, context) {
      if (reading.kind !== "text" || !reading.source.text.startsWith("\uFEFF")) return;
      const { source } = reading;
      const span = { start: 0, end: 1 };
      context.report({
        path,
        attribute: owner?.name ?? null,
        at: { source, span },
        message: "The file begins with a byte order mark, a character that nobody sees.",
        help: "Save it as UTF-8 without one: Nix does not read a file that begins so.",
        fix: source.exact
          ? {
              title: "Remove the byte order mark",
              steps: [{ kind: "edit", path, range: rangeOf(source, span), text: "" }],
            }
          : null,
        about: "",
      });
    },
  },
};
