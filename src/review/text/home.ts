import { rulePagePath } from "../../rules/pages.ts";

/** Where the project lives, for links in what it posts. */
export const HOME = "https://github.com/by-name-bot/by-name-bot";

/** Where the page of a rule can be read. */
export function ruleUrl(rule: string): string {
  return `${HOME}/blob/main/${rulePagePath(rule)}`;
}
