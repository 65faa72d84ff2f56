import { createHmac, timingSafeEqual } from "node:crypto";

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
