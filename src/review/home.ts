/** Where the project lives, for links in what it posts. */
export const HOME = "https://github.com/by-name-bot/by-name-bot";

/** Where the page of a rule can be read. */
export function ruleUrl(rule: string): string {
  return `${HOME}/blob/main/docs/rules/${rule}.md`;
}
