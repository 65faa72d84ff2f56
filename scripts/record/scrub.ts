import { masker } from "../../src/app/process/secrets.ts";
import { isRecord } from "../../src/github/payload.ts";
import type { Exchange } from "./exchange.ts";

const EMAIL = /[^\s"'<>@,;:()[\]]{1,100}@[\w-]{1,100}(?:\.[\w-]{1,100})+/g;
/** What people wrote; nothing that is read of a recording is in it. */
const TEXTS: ReadonlySet<string> = new Set([
  "body",
  "bodyHTML",
  "bodyText",
  "description",
  "messageBody",
  "messageHeadline",
  "patch",
  "title",
]);

/**
 * The exchanges without secrets, e-mail addresses, people's names and what they wrote. The letters of texts become `x`,
 * so that they keep their length. Logins, paths and the contents of files stay: they are public in a public repository.
 */
export function scrubbed(exchanges: readonly Exchange[], secrets: readonly string[]): Exchange[] {
  const mask = masker(secrets);
  return exchanges.map(({ request, answer }) => ({
    request,
    answer: {
      status: answer.status,
      headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, mask(value)])),
      body: scrub(answer.body, mask),
    },
  }));
}

function scrub(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === "string") return mask(value).replace(EMAIL, "somebody@example.org");
  if (Array.isArray(value)) return value.map((each) => scrub(each, mask));
  if (!isRecord(value)) return value;
  const isPerson = "email" in value || ("login" in value && "name" in value);
  const isCommit = "message" in value && ("author" in value || "tree" in value);
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (typeof each !== "string") return [key, scrub(each, mask)];
      if (isPerson && key === "name") return [key, "Somebody"];
      if (TEXTS.has(key) || (isCommit && key === "message")) return [key, crossedOut(each)];
      return [key, scrub(each, mask)];
    }),
  );
}

function crossedOut(text: string): string {
  return text.replace(/[\p{L}\p{N}]/gu, "x").replaceAll("@", "x");
}
