import { markdownCode } from "../../../review/text/escape.ts";

const LACKS = (permission: string) =>
  `The App lacks the permission ${markdownCode(permission)}: an owner of the repository can grant it in the settings of the App.`;

/** What is said on the check of a write that GitHub did not allow, by its name: what is not done, and what to change. */
const NOTES: ReadonlyMap<string, string> = new Map([
  [
    "dismissal",
    `GitHub refused to dismiss the bot's request for changes, which no longer applies. The protection of the base branch may restrict who can dismiss reviews: add the App there, or set ${markdownCode("review.event: comment")} in the configuration. Until then somebody with write access has to dismiss it.`,
  ],
  ["review", `GitHub refused the bot's review. ${LACKS("pull_requests: write")}`],
  ["labels", `GitHub refused to change labels. ${LACKS("pull_requests: write")}`],
  ["reply", `GitHub refused the bot's reply to a command. ${LACKS("pull_requests: write")}`],
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
