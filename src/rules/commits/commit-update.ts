import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { type Said, saidOfPackages } from "./shared/packages.ts";
import { COMMIT_LEVEL, type VersionChange } from "./shared/subjects.ts";

export const commitUpdate: Rule = {
  name: "commit-update",
  family: "commits",
  codes: [],
  summary: "a title or commit names two versions of a package that are not those before and after the change",
  level: COMMIT_LEVEL,
  comparesOnly: true,
  checks: {
    messages(messages, context) {
      for (const said of saidOfPackages(messages, context)) {
        const problem = problemOf(said);
        if (problem === null) continue;
        const { change, what } = problem;
        context.report({
          path: "",
          attribute: said.attribute,
          message: `${change.who} says ${quoted(change.text)}, and ${what}.`,
          help: "Correct the message, or the version: people search the history by both.",
          about: change.text,
        });
      }
    },
  },
};

/** The first commit says what was there before, the last what is there now. */
function problemOf({ attribute, changes, versions, isTouched }: Said): {
  readonly change: VersionChange;
  readonly what: string;
} | null {
  const [first] = changes;
  const last = changes.at(-1) ?? first;
  const { before, after } = versions;
  if (last.before === null) return null;
  if (!isTouched && before !== null && before === after)
    return { change: last, what: `the change does not touch ${quoted(attribute)}` };
  if (first.before !== null && before !== null && first.before !== before)
    return { change: first, what: `its version was ${quoted(before)} before` };
  if (after !== null && last.after !== after)
    return { change: last, what: `its version is ${quoted(after)} now` };
  return null;
}
