import type { IncomingMessage, ServerResponse } from "node:http";
import { outageOf } from "../../queue/database/outage.ts";
import type { QueueLog } from "../../queue/log.ts";
import type { Metrics } from "../process/metrics.ts";
import { OWN_PATHS } from "../process/own-paths.ts";
import { within } from "../process/time-limit.ts";
import { answer, pathOf } from "./answer.ts";

export type Health = {
  /** Throws if the database does not store what it is given. */
  readonly check: () => Promise<void>;
  /** Whether the process is about to end. */
  readonly draining: () => boolean;
  readonly metrics: Metrics;
  readonly version: string;
  readonly log: QueueLog;
};

const CHECK_MS = 2000;

/** Answers what operators and their machines ask, and says whether it did. */
export function healthHandler({ check, draining, metrics, version, log }: Health) {
  const outage = outageOf(log, "Jobs cannot be stored: not ready.", "Jobs can be stored: ready again.");

  async function stores(): Promise<boolean> {
    try {
      await within(CHECK_MS, "The database", check());
      outage.worked();
      return true;
    } catch (err) {
      outage.failed({ err });
      return false;
    }
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    if (request.method !== "GET" && request.method !== "HEAD") return false;
    response.setHeader("cache-control", "no-store");
    switch (pathOf(request)) {
      case "/":
        answer(response, 200, `by-name-bot ${version}: it reviews Nix packages laid out by name.`);
        return true;
      case OWN_PATHS.live:
        answer(response, 200, "ok");
        return true;
      case OWN_PATHS.ready:
        if (draining()) answer(response, 503, "draining");
        else if (await stores()) answer(response, 200, "ok");
        else answer(response, 503, "jobs cannot be stored: the log says why");
        return true;
      case OWN_PATHS.metrics:
        response.writeHead(200, { "content-type": metrics.contentType }).end(await metrics.text());
        return true;
      default:
        return false;
    }
  };
}
