import { markdownCode } from "../../../review/text/escape.ts";

const LACKS = (permission: string) =>
  `The App lacks the permission ${markdownCode(permission)}: whoever owns the repository can grant it on the App's page of settings.`;

/** What is said on the check of a write that GitHub did not allow, by its name: what is not done, and what to change. */
const NOTES: ReadonlyMap<string, string> = new Map([
  [
    "dismissal",
    `GitHub did not let the bot take back its request for changes, which no longer stands. The protection of the base branch may restrict who can dismiss reviews: add the App there, or set ${markdownCode("review.event: comment")} in the configuration. Until then somebody who may has to dismiss it.`,
  ],
  ["review", `GitHub did not let the bot post its review. ${LACKS("pull_requests: write")}`],
  ["labels", `GitHub did not let the bot change labels. ${LACKS("pull_requests: write")}`],
  ["reply", `GitHub did not let the bot reply to a command. ${LACKS("pull_requests: write")}`],
]);

/** The names of those writes of which the check says that GitHub did not allow them, sorted, each once. */
export function toldRefusals(refusals: readonly string[]): string[] {
  const names = refusals.map((refusal) => refusal.slice(0, refusal.indexOf(": ")));
  return [...new Set(names)].filter((name) => NOTES.has(name)).sort();
}

/** What the check says of them. */
export function refusalNotes(refused: readonly string[]): string[] {
  return refused.flatMap((name) => NOTES.get(name) ?? []);
}
