import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { type Said, saidOfPackages } from "./shared/packages.ts";
import { COMMIT_LEVEL } from "./shared/subjects.ts";

export const commitInit: Rule = {
  name: "commit-init",
  family: "commits",
  codes: [],
  summary: "a title or commit says that a package is new, and it is not, or has another version",
  level: COMMIT_LEVEL,
  comparesOnly: true,
  checks: {
    messages(messages, context) {
      for (const said of saidOfPackages(messages, context)) {
        const what = problemOf(said);
        const [first] = said.changes;
        if (what === null) continue;
        context.report({
          path: "",
          attribute: said.attribute,
          message: `${first.who} says ${quoted(first.text)}, and ${what}.`,
          help: `Say what the change does: ${quoted("hello: init at 2.12")} of a new package with that version, ${quoted("hello: 2.11 -> 2.12")} of an update.`,
          about: first.text,
        });
      }
    },
  },
};

function problemOf({ attribute, changes, versions }: Said): string | null {
  const [first, ...more] = changes;
  if (first.before !== null) return null;
  if (versions.existed) return `${quoted(attribute)} was there before`;
  if (more.length > 0 || versions.after === null || versions.after === first.after) return null;
  return `the version of ${quoted(attribute)} is ${quoted(versions.after)}`;
}
