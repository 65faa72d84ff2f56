import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";

/** A delivery on its way to the App. */
export type Passing = { readonly event: string; readonly body: string };

/** Where on its way a delivery is: it has come to the gate, it has been sent on, or the App has answered 2xx. */
export type Stretch = "arrives" | "is stored" | "is answered";

/**
 * What GitHub's deliveries pass on their way to the App, wherever that listens at the time: so that they can be
 * watched. What the App does not answer is answered 502.
 */
export type Gate = {
  readonly url: string;
  /** Null: nobody listens. */
  leadTo(port: number | null): void;
  close(): Promise<void>;
};

/**
 * `passes` is called on every stretch of the way; where it returns "lost" after the App's answer, that answer
 * does not get back to GitHub. `left` hears of each delivery in the end, and whether GitHub sees it accepted.
 */
export async function openGate(options: {
  readonly path: string;
  readonly passes: (stretch: Stretch, delivery: Passing) => "lost" | null;
  readonly left: (delivery: Passing, acknowledged: boolean) => void;
}): Promise<Gate> {
  let target: number | null = null;

  async function pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(incoming);
    const delivery = { event: String(incoming.headers["x-github-event"]), body };
    options.passes("arrives", delivery);
    const status =
      target === null
        ? null
        : await post(target, incoming, body, () => options.passes("is stored", delivery));
    const good = status !== null && status >= 200 && status < 300;
    const lost = good && options.passes("is answered", delivery) === "lost";
    options.left(delivery, good && !lost);
    response.writeHead(lost ? 502 : (status ?? 502)).end();
  }

  function post(
    port: number,
    { url, headers }: IncomingMessage,
    body: string,
    sent: () => void,
  ): Promise<number | null> {
    return new Promise((resolve) => {
      // Of its own connection each: one that the App's death has closed would fail the next delivery.
      const options = { host: "127.0.0.1", port, path: url, method: "POST", headers, agent: false };
      const outgoing = request(options, (answer) => {
        answer.resume();
        answer.on("close", () => resolve(answer.complete ? (answer.statusCode ?? null) : null));
      });
      outgoing.on("error", () => resolve(null));
      outgoing.end(body, sent);
    });
  }

  const server = createServer((incoming, response) => {
    pass(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gate does not listen");

  return {
    url: `http://127.0.0.1:${address.port}${options.path}`,
    leadTo(port) {
      target = port;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
