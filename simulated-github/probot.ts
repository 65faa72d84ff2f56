/** The package's entry for Apps made with Probot, which is loaded only by those who import this. */

import { createServer, type Server } from "node:http";
import { type ApplicationFunction, createNodeMiddleware, Probot, ProbotOctokit } from "probot";
import type { Connection, StageApp } from "./stage.ts";

export type ProbotAppOptions = Pick<StageApp, "slug" | "permissions" | "events" | "owner"> & {
  /**
   * What talks to GitHub. By default Probot's own without its pauses between writes and without retries, so that
   * tests neither wait nor hide failures.
   */
  readonly Octokit?: typeof ProbotOctokit;
  /** By default only what ends the App is logged. */
  readonly logLevel?: "trace" | "debug" | "info" | "warn" | "error" | "fatal";
};

const WEBHOOK_PATH = "/api/github/webhooks";

/** An App made with Probot, for `openStage`. It runs in this process and listens on the loopback interface. */
export function probotApp(run: ApplicationFunction, options: ProbotAppOptions): StageApp {
  const { Octokit = unhurried(), logLevel = "fatal", ...known } = options;
  return {
    ...known,
    async start({ appId, privateKey, webhookSecret, apiUrl }: Connection) {
      const probot = new Probot({
        appId,
        privateKey,
        secret: webhookSecret,
        baseUrl: apiUrl,
        Octokit,
        logLevel,
      });
      const middleware = await createNodeMiddleware(run, { probot, webhooksPath: WEBHOOK_PATH });
      const server = createServer((request, response) => {
        void middleware(request, response, () => response.writeHead(404).end());
      });
      const port = await listen(server);
      return {
        webhookUrl: `http://127.0.0.1:${port}${WEBHOOK_PATH}`,
        async stop() {
          const closed = new Promise((resolve) => server.close(resolve));
          server.closeAllConnections();
          await closed;
        },
      };
    },
  };
}

function unhurried(): typeof ProbotOctokit {
  // A function, because Probot lays its own options of throttling over plain ones.
  return ProbotOctokit.defaults((given: object) => ({
    ...given,
    throttle: { enabled: false },
    retry: { enabled: false },
  }));
}

/** The port, any free one. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the App does not listen");
  return address.port;
}
