import { Agent, request } from "node:http";

export type Answer =
  | {
      readonly kind: "answered";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: "timeout" }
  | { readonly kind: "unreachable" };

/** Posts over connections that are kept open. */
export type Poster = {
  /** Never rejects. A null url cannot be reached. */
  post(url: string | null, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>;
  close(): void;
};

/** The most of an answer that is kept, in characters. */
const keptAnswer = 10_000;

/** `timeout` is in milliseconds, from the start to the end of the answer. */
export function createPoster(timeout: number): Poster {
  const agent = new Agent({ keepAlive: true });

  function post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
    return new Promise((resolve) => {
      const length = String(Buffer.byteLength(body));
      const signal = AbortSignal.timeout(timeout);
      const sent = request(url, {
        method: "POST",
        agent,
        signal,
        headers: { ...headers, "content-length": length },
      });
      const fail = () => resolve({ kind: signal.aborted ? "timeout" : "unreachable" });
      sent.on("error", fail);
      sent.on("response", (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          if (text.length < keptAnswer) text += chunk;
        });
        response.on("error", fail);
        response.on("end", () => {
          const named = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
          resolve({
            kind: "answered",
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(named),
            body: text.slice(0, keptAnswer),
          });
        });
      });
      sent.end(body);
    });
  }

  return {
    async post(url, headers, body) {
      return url === null ? { kind: "unreachable" } : post(url, headers, body);
    },
    close: () => agent.destroy(),
  };
}
