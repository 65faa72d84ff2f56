import type { IncomingMessage } from "node:http";

export type BodyLimits = {
  readonly bytes: number;
  /** How long the whole body may take, in milliseconds. */
  readonly ms: number;
};

/** The body of a request as text, or why there is none. */
export type Body =
  | { readonly kind: "whole"; readonly text: string }
  | { readonly kind: "too-large" }
  | { readonly kind: "too-slow" }
  /** The client went away. */
  | { readonly kind: "cut-off" };

/** Reads the body of a request, and of one that is too large no more than the limit. */
export async function readBody(request: IncomingMessage, limits: BodyLimits): Promise<Body> {
  // Node refuses what is no number.
  if (Number(request.headers["content-length"] ?? 0) > limits.bytes) return { kind: "too-large" };
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => finish({ kind: "too-slow" }), limits.ms);
    const finish = (body: Body) => {
      clearTimeout(timer);
      request.off("data", onData).off("end", onEnd).off("close", onClose).off("error", onClose);
      // An error that comes later is nobody's business any more.
      request.on("error", () => {}).pause();
      resolve(body);
    };
    const onData = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.bytes) finish({ kind: "too-large" });
      else chunks.push(chunk);
    };
    const onEnd = () => finish({ kind: "whole", text: Buffer.concat(chunks).toString() });
    const onClose = () => finish({ kind: "cut-off" });
    request.on("data", onData).on("end", onEnd).on("close", onClose).on("error", onClose);
  });
}
