import { generateKeyPairSync } from "node:crypto";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLog } from "../../src/app/process/log.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const pkcs1 = privateKey.replaceAll("PRIVATE KEY", "RSA PRIVATE KEY");
const WEBHOOK_SECRET = 'quite "secret" \\ this';

/** Secrets that are known, and others that only look like one; each with a part that must never be seen. */
const SECRETS: Readonly<Record<string, readonly [text: string, part: string]>> = {
  "the webhook secret": [WEBHOOK_SECRET, 'quite \\"secret'],
  "the private key": [privateKey, privateKey.slice(300, 340)],
  "a line of the private key": [privateKey.split("\n")[5] ?? "", privateKey.split("\n")[5] ?? ""],
  "the private key in base64": [Buffer.from(privateKey).toString("base64"), "LS0tLS1CRUdJTi"],
  "another private key": [pkcs1.replace(/M/g, "N"), "NII"],
  "a private key that is cut off": ["-----BEGIN RSA PRIVATE KEY-----\nABCDEFGH\nIJKL", "ABCDEFGH"],
  "an installation's token": ["ghs_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F292c"],
  "a token of the new form": ["ghs_123456_eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl", "c2lnbmF0dXJl"],
  "a person's token": ["ghp_16C7e42F292c6912E7710c838347Ae178B4a", "16C7e42F292c"],
  "a fine-grained token": ["github_pat_11AAAAAAA0aBcDeFgHiJkL_mNoPqRsTuVwXyZ", "mNoPqRsTuVwXyZ"],
  "an App's token": ["eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjE3fQ.c2lnbmF0dXJl", "c2lnbmF0dXJl"],
  "a bearer header": ["Bearer abcdefgh12345678", "abcdefgh12345678"],
  "a clone URL": ["https://x-access-token:hunter2hunter2@github.com/a/b.git", "hunter2hunter2"],
  "a database URL": ["postgres://bot:hunter2hunter2@db.example/bot", "hunter2hunter2"],
  "a code in a query": ["/probot/setup?code=hunter2hunter2&x=1", "hunter2hunter2"],
  "a signature": [`sha256=${"5e".repeat(32)}`, "5e5e5e5e"],
};

function logged(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = [];
  const secrets = [WEBHOOK_SECRET, privateKey];
  write(createLog({ level: "trace", secrets, destination: { write: (line: string) => lines.push(line) } }));
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  return lines;
}

/** An error as Octokit throws it, with `secret` wherever something of the request or the answer stands. */
function requestError(secret: string): Error {
  const headers = { authorization: secret, "x-github-request-id": "AB:12" };
  const request = { method: "POST", url: `https://api.github.com/x?q=${secret}`, headers, body: secret };
  const response = { url: "https://api.github.com/x", status: 403, headers, data: { message: secret } };
  return Object.assign(new Error("Forbidden"), { name: "HttpError", status: 403, request, response });
}

describe("no secret gets into the log:", () => {
  it.each(Object.entries(SECRETS))("%s", (_, [secret, part]) => {
    const error = new Error(`it broke with ${secret} in it`);
    const incoming = new IncomingMessage(new Socket());
    incoming.headers = { authorization: secret };
    incoming.url = `/?x=${secret}`;
    const lines = logged((log) => {
      log.info(secret);
      log.info({ pull: secret, nested: { secret }, list: [secret] }, `before ${secret} after`);
      log.info("of %s and %o", secret, { secret });
      log.child({ delivery: secret }).warn("child");
      log.error(error);
      log.error({ err: error }, secret);
      log.error({ err: new Error("outer", { cause: error }) });
      log.error({ err: new AggregateError([error, requestError(secret)], "several") });
      log.error(requestError(secret));
      log.error({ error: requestError(secret) }, "under another name");
      log.child({ name: "http" }).child({ req: incoming }).info("request completed");
      log.child({ req: incoming, res: { headers: secret } }).info("with a request");
      log.info(incoming);
      log.child({ name: "octokit" }).debug({ body: secret }, `GitHub request: GET /x?${secret}`);
      log.debug({ event: { payload: { secret } } }, "Webhook received");
      log.error({ msg: secret, err: secret });
    });
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => line.includes(part)).map((line) => line.slice(0, 300))).toEqual([]);
  });

  it("nor one that is broken over the end of a text that is cut", () => {
    const lines = logged((log) => {
      for (let length = 900; length < 1010; length++)
        log.info(`${"x".repeat(length)} ${SECRETS["a clone URL"]?.[0]}`);
    });
    expect(lines.filter((line) => line.includes("hunter2")).length).toBe(0);
  });
});

it("keeps what tells an error: name, message, status, GitHub's request id and stack", () => {
  const [line = ""] = logged((log) =>
    log.error({ err: requestError("x"), delivery: "d", pull: "a/b#1" }, "failed"),
  );
  expect(JSON.parse(line)).toMatchObject({
    level: "error",
    delivery: "d",
    pull: "a/b#1",
    msg: "failed",
    err: {
      name: "HttpError",
      message: "Forbidden",
      status: 403,
      request: "AB:12",
      stack: expect.any(String),
    },
  });
});

it("writes a line of bounded length, and of valid JSON, whatever it is given", () => {
  const huge = "\u0001".repeat(100_000);
  const chain = new AggregateError(Array(5).fill(new Error(huge, { cause: new Error(huge) })), huge);
  const lines = logged((log) => {
    log.error({ err: chain, a: huge, b: huge }, huge);
    log.error(chain);
    log.info(huge);
  });
  for (const line of lines) expect(line.length).toBeLessThan(40_000);
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.anything(), (text, value) => {
      const written = logged((log) => log.info({ text, value, err: value }, `${text} Bearer ${text}`));
      expect(written).toHaveLength(1);
    }),
  );
});
