import type { Queue } from "../../queue/queue.ts";
import type { Pacing } from "../pacing/pacing.ts";
import { type Question, receivedError, type ToWorker } from "./protocol.ts";

/** The part of the queue that runs use, and whether a request may be sent, asked for in another process. */
export type RemoteQueue = {
  readonly queue: Pick<Queue, "add" | "hint" | "memory">;
  readonly take: (...args: Parameters<Pacing["take"]>) => Promise<number>;
  answered(message: Extract<ToWorker, { kind: "answer" | "refusal" }>): void;
};

export function remoteQueue(ask: (call: number, question: Question) => void): RemoteQueue {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;

  // The main process answers each method with what the queue's own method gives.
  function call<Value>(question: Question): Promise<Value>;
  function call(question: Question): Promise<unknown> {
    last += 1;
    const answered = Promise.withResolvers<unknown>();
    waiting.set(last, answered);
    ask(last, question);
    return answered.promise;
  }

  return {
    queue: {
      add: (...args) => call({ method: "add", args }),
      hint: (...args) => call({ method: "hint", args }),
      memory: {
        get: (...args) => call({ method: "get", args }),
        put: (...args) => call({ method: "put", args }),
        delete: (...args) => call({ method: "delete", args }),
        list: (...args) => call({ method: "list", args }),
        forgetBefore: (...args) => call({ method: "forgetBefore", args }),
      },
    },
    take: (...args) => call({ method: "take", args }),
    answered(message) {
      const found = waiting.get(message.call);
      waiting.delete(message.call);
      if (message.kind === "answer") found?.resolve(message.value);
      else found?.reject(receivedError(message.error));
    },
  };
}
