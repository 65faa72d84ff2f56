import type { IncomingMessage } from "node:http";
import { Problem } from "./problem.ts";

/** A request as it came. */
export type ApiRequest = {
  readonly method: string;
  /** Without the prefix `/api/v3` of GitHub Enterprise Server, and without the query. */
  readonly path: string;
  readonly isGraphql: boolean;
  /** Where the API is, as the client addressed it: `http://127.0.0.1:1234` or `…/api/v3`. */
  readonly base: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
};

/** What is answered. A body of bytes goes as it is, everything else as JSON; undefined is none. */
export type ApiAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
};

/** GitHub cuts off at 25 MB or so; nothing here comes near. */
const bodyLimit = 25 * 1024 * 1024;

/** Reads a request with its body. A body that is no JSON is answered 400. */
export async function readRequest(incoming: IncomingMessage, origin: string): Promise<ApiRequest> {
  const { pathname, searchParams } = new URL(incoming.url ?? "/", origin);
  const [, prefix = "", rest = pathname] = /^(\/api\/v3|\/api(?=\/graphql$))?(\/.*)$/.exec(pathname) ?? [];
  return {
    method: incoming.method ?? "GET",
    path: rest,
    isGraphql: rest === "/graphql",
    base: `${origin}${prefix}`,
    query: Object.fromEntries(searchParams),
    headers: incoming.headers,
    body: await readBody(incoming),
  };
}

async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes: Buffer = chunk;
    size += bytes.length;
    if (size > bodyLimit) throw new Problem(413, "Payload too large");
    chunks.push(bytes);
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new Problem(400, "Problems parsing JSON");
  }
}
