import type { MessagesSubject, Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { COMMIT_LEVEL, type Subject, subjectsOf } from "./shared/subjects.ts";

export const commitForm: Rule = {
  name: "commit-form",
  family: "commits",
  codes: [],
  summary:
    "the title of a pull request, or the subject of a commit, is not in the form that nixpkgs asks for",
  level: COMMIT_LEVEL,
  comparesOnly: true,
  checks: {
    messages(messages, { report }) {
      const problems = subjectsOf(messages).flatMap((subject) => {
        const what = problemOf(subject, messages);
        return what === null ? [] : [{ who: subject.who, text: subject.text, what }];
      });
      const [first, ...more] = problems;
      if (first === undefined) return;
      const example = quoted("hello: 2.12.1 -> 2.12.2");
      const others = more.slice(0, MOST).map(({ who, what }) => `- ${who} ${what}.`);
      const rest = more.length > MOST ? [`- and ${more.length - MOST} more`] : [];
      report({
        path: "",
        attribute: null,
        message: `${first.who} ${first.what}${othersOf(more.length)}.`,
        help: [
          `nixpkgs asks for what is changed, a colon and how: ${example}, ${quoted("hello: init at 2.12.1")}.`,
          ...(more.length > 0 ? ["The same holds for others:", ...others, ...rest] : []),
        ].join("\n"),
        about: problems.map(({ text }) => text).join("\0"),
      });
    },
  },
};

function othersOf(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "; there is one more such subject" : `; there are ${count} more such subjects`;
}

/** So many others are told one by one. */
const MOST = 9;

const AUTOSQUASH = /^(?:fixup|squash|amend)!/;
const CONVENTIONAL = /^(build|chore|ci|docs|feat|fix|perf|refactor|revert|style|tests?)(\([^()]*\))?!?: /;

/** What is wrong with a subject, behind its name; null of nothing. */
function problemOf({ text }: Subject, { paths }: MessagesSubject): string | null {
  const squashed = AUTOSQUASH.exec(text)?.[0];
  if (squashed !== undefined)
    return `begins with ${quoted(squashed)}, and is yet to be squashed into another`;
  const [prefix, word, scope] = CONVENTIONAL.exec(text) ?? [];
  // `ci: …` is right of what lies in `ci`.
  const isPath = scope === undefined && paths.some((path) => path.split("/").includes(word ?? ""));
  if (prefix !== undefined && !isPath) {
    return `begins with ${quoted(prefix.trimEnd())}, and not with what is changed`;
  }
  const isCut = text.endsWith("…");
  if (!text.includes(": ") && !isCut) return `has no ${quoted(": ")} behind the name of what is changed`;
  return /[^.]\.$/.test(text) && !text.endsWith(" etc.") ? "ends in a full stop" : null;
}
