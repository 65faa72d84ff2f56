import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers with a line of plain text. */
export function answer(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" })
    .end(`${text}\n`);
}

/** How long somebody who is refused may go on sending before the connection is cut. */
const LINGER_MS = 1000;

/**
 * Answers a request whose body was not read to its end, and hangs up. Hanging up at once would make the
 * client's system throw the answer away unread.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  text: string,
): void {
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref();
  socket.once("close", () => clearTimeout(timer));
  response.setHeader("connection", "close");
  answer(response, status, text);
  request.resume();
}

/** The path of a request, without its query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? "/").split("?", 1)[0] ?? "/";
}
