import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { isRecord, textAt } from "../../github/payload.ts";
import { outageOf } from "../../queue/database/outage.ts";
import { sparingly } from "../../queue/sparingly.ts";
import { within } from "../process/time-limit.ts";
import { answer, pathOf, refuse } from "./answer.ts";
import type { Delivery } from "./deliveries.ts";
import { type BodyLimits, readBody } from "./request-body.ts";

/** GitHub sends nothing larger. https://docs.github.com/en/webhooks/webhook-events-and-payloads#payload-cap */
const MEGABYTES = 25;

export type WebhookLimits = {
  readonly body: BodyLimits;
  /** How long storing may take, in milliseconds. */
  readonly storeMs: number;
};

/** GitHub waits 10 s for an answer; what takes longer has failed in its eyes. */
export const WEBHOOK_LIMITS: WebhookLimits = {
  body: { bytes: MEGABYTES * 1024 * 1024, ms: 9000 },
  storeMs: 8000,
};

export type WebhookOptions = {
  readonly path: string;
  readonly limits?: WebhookLimits;
  /** Whether a signature (`sha256=…`) is that of a body. */
  readonly verify: (body: string, signature: string) => boolean;
  /**
   * Stores what a delivery leads to, and gives whether that was anything. The answer is 200 once it resolves, and 503
   * where it rejects.
   */
  readonly accept: (delivery: Delivery) => Promise<boolean>;
  /** Hears of each delivery that was not accepted, under the name of its event or an empty one. */
  readonly refused: (event: string, result: "refused" | "failed") => void;
  readonly log: Logger;
};

/**
 * Answers a request if it is a webhook delivery, and says whether it was. It stands in for the middleware
 * of @octokit/webhooks, which reads bodies of any size, answers 202 to those that take longer than 9 s,
 * stored or not, and 500 to signed JSON that is no object.
 */
export function webhookHandler({
  path,
  limits = WEBHOOK_LIMITS,
  verify,
  accept,
  refused,
  log,
}: WebhookOptions): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const outage = outageOf(
    log,
    "Deliveries cannot be stored: they are answered 503, and GitHub does not send them again.",
    "Deliveries are stored again. Those that were not can be redelivered on the App's page, under Advanced.",
  );
  const warn = sparingly(log);
  return async (request, response) => {
    // An App that was made by Probot's set-up page sends to the root.
    if (request.method !== "POST" || ![path, "/"].includes(pathOf(request))) return false;
    const head = readHead(request);
    if ("status" in head) {
      refused("", "refused");
      refuse(request, response, head.status, head.text);
      return true;
    }
    const { event, id, signature } = head;
    const no = (status: number, text: string) => {
      warn({ delivery: id, event, status }, text);
      refused(event, "refused");
      refuse(request, response, status, text);
      return true;
    };
    const body = await readBody(request, limits.body);
    switch (body.kind) {
      case "too-large":
        return no(413, `A delivery has at most ${MEGABYTES} MB.`);
      case "too-slow":
        return no(408, "The delivery took too long.");
      case "cut-off":
        return no(400, "The delivery was cut off.");
    }
    if (body.text === "" || !verify(body.text, signature))
      return no(401, "The signature does not match the body and the webhook secret.");
    const payload = parsed(body.text);
    if (!isRecord(payload)) return no(400, "The body is not a JSON object.");
    try {
      const stored = accept({ id, name: event, payload });
      if (await within(limits.storeMs, "Storing the delivery", stored)) outage.worked();
    } catch (err) {
      if (!outage.failed({ delivery: id, event, err })) log.debug({ delivery: id, event }, "not stored");
      refused(event, "failed");
      answer(response, 503, "The delivery could not be stored.");
      return true;
    }
    answer(response, 200, "ok");
    return true;
  };
}

type Head = { readonly event: string; readonly id: string; readonly signature: string };

/** What the headers say, before a byte of the body is read. */
function readHead({ headers }: IncomingMessage): Head | { readonly status: number; readonly text: string } {
  if (!/^\s*application\/json\s*(?:;|$)/i.test(headers["content-type"] ?? ""))
    return { status: 415, text: "The content type must be application/json: see the App's settings." };
  const event = textAt(headers, "x-github-event");
  const id = textAt(headers, "x-github-delivery");
  const signature = textAt(headers, "x-hub-signature-256");
  if (!/^[a-z_]{1,64}$/.test(event) || !/^[\w-]{1,64}$/.test(id))
    return { status: 400, text: "X-GitHub-Event or X-GitHub-Delivery is missing or malformed." };
  if (!/^sha256=[0-9a-f]{64}$/.test(signature))
    return { status: 401, text: "X-Hub-Signature-256 is missing or malformed." };
  return { event, id, signature };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
