import type { IgnoreSubject, Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

const FORM = "`# by-name-bot: ignore <rule> -- <reason>`";

export const uselessIgnore: Rule = {
  name: "useless-ignore",
  family: "files",
  codes: [],
  summary: "a comment asks to ignore a rule, and does nothing",
  level: "warning",
  checks: {
    ignore({ path, source, package: home, ignore, mistake }, context) {
      context.report({
        path,
        attribute: home?.name ?? null,
        at: { source, span: ignore },
        ...words(mistake, quoted(ignore.rule ?? "")),
        about: ignore.text,
      });
    },
  },
};

function words(
  mistake: IgnoreSubject["mistake"],
  rule: string,
): { readonly message: string; readonly help: string } {
  switch (mistake) {
    case "no-rule":
      return {
        message: "The comment does not name one rule to ignore, so it does nothing.",
        help: `Write it as ${FORM}, with a comment for each rule.`,
      };
    case "unknown-rule":
      return {
        message: `There is no rule ${rule}, so the comment does nothing.`,
        help: "Name a rule as the finding does, or delete the comment. `by-name-bot rules` lists them.",
      };
    case "no-reason":
      return {
        message: `The comment does not say why ${rule} is to be ignored, so it does nothing.`,
        help: `Write it as ${FORM}.`,
      };
    case "error":
      return {
        message: `${rule} is an error here, which no comment silences.`,
        help: "Fix the error and delete the comment. The configuration of the base branch sets levels, by path too.",
      };
    case "nothing":
      return {
        message: `${rule} finds nothing in the line that the comment is about.`,
        help: "Delete the comment, or put it on the line of the finding or right above it.",
      };
  }
}
