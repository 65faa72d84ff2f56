import { PRIVATE_KEY, type Stage, WEBHOOK_SECRET } from "./bot.ts";
import { postedBy } from "./posted.ts";

/** The secrets of a run that stand in its log, or in what the bot has posted, by their kind. */
export function leaks({ log, github, world }: Pick<Stage, "log" | "github" | "world">): string[] {
  const texts = [...log, ...postedBy(world).map(({ body }) => body)];
  const holds = (secret: string | RegExp) =>
    texts.some((text) => (typeof secret === "string" ? text.includes(secret) : secret.test(text)));
  const ofKey = PRIVATE_KEY.split("\n").filter((line) => line !== "");
  const secrets: Readonly<Record<string, readonly (string | RegExp)[]>> = {
    "the webhook secret": [WEBHOOK_SECRET],
    "the private key": ofKey,
    "an installation's token": [...github.tokens.all(), /ghs_/],
    "a JSON Web Token": [/\beyJ[\w-]+\.[\w-]+\.[\w-]/],
    "a signature": [/sha256=[0-9a-f]{8}/],
  };
  return Object.entries(secrets).flatMap(([kind, spellings]) => (spellings.some(holds) ? [kind] : []));
}
