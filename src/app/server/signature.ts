import { createHmac, timingSafeEqual } from "node:crypto";
import type { QueueLog } from "../../queue/log.ts";
import { sparingly } from "../../queue/sparingly.ts";

/**
 * Which of the secrets a body was signed by (`sha256=…`), by its place among them; -1 for none. Every secret is tried
 * and compared whole, so that the time that it takes tells nothing.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function signedBy(secrets: readonly string[], body: string, signature: string): number {
  const given = Buffer.from(signature);
  const matches = secrets.map((secret) => {
    const expected = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return matches.indexOf(true);
}

/**
 * Tells whether a signature is that of a body by one of the secrets, of which the first is the current one. The log hears
 * where another one was used.
 */
export function signatureVerifier(
  secrets: readonly string[],
  log: Pick<QueueLog, "warn">,
): (body: string, signature: string) => boolean {
  const warn = sparingly(log);
  return (body, signature) => {
    const place = signedBy(secrets, body, signature);
    if (place > 0) warn({}, "deliveries are still signed by WEBHOOK_SECRET_PREVIOUS");
    return place >= 0;
  };
}
