import type { Queue } from "../../queue/queue.ts";
import { type QueueCall, receivedError, type ToWorker } from "./protocol.ts";

/** The part of the queue that runs use, asked for in another process. */
export type RemoteQueue = {
  readonly queue: Pick<Queue, "add" | "hint" | "memory">;
  answered(message: Extract<ToWorker, { kind: "answer" | "refusal" }>): void;
};

export function remoteQueue(ask: (call: number, question: QueueCall) => void): RemoteQueue {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;

  // The main process answers each method with what the queue's own method gives.
  function call<Value>(question: QueueCall): Promise<Value>;
  function call(question: QueueCall): Promise<unknown> {
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
    answered(message) {
      const found = waiting.get(message.call);
      waiting.delete(message.call);
      if (message.kind === "answer") found?.resolve(message.value);
      else found?.reject(receivedError(message.error));
    },
  };
}
