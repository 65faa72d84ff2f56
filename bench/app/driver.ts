import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

/** Deliveries to send, so many a second, one after the other of the list and then again. */
export type Drive = {
  readonly url: string;
  readonly secret: string;
  readonly rate: number;
  readonly seconds: number;
  readonly deliveries: readonly { readonly event: string; readonly body: string }[];
};

// A thread of its own: what is measured must not wait for the simulated GitHub.
const { url, secret, rate, seconds, deliveries }: Drive = workerData;
const times: number[] = [];
const answers: Promise<void>[] = [];
const started = performance.now();
for (let i = 0; i < seconds * rate; i++) {
  const wait = started + (i * 1000) / rate - performance.now();
  if (wait > 1) await pause(wait);
  const { event, body } = deliveries[i % deliveries.length] ?? { event: "ping", body: "{}" };
  answers.push(deliver(event, body).then((took) => void times.push(took)));
}
await Promise.all(answers);
parentPort?.postMessage(times);

async function deliver(event: string, body: string): Promise<number> {
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const began = performance.now();
  const response = await fetch(url, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": signature,
    },
  });
  await response.text();
  if (!response.ok) throw new Error(`a delivery was answered ${response.status}`);
  return performance.now() - began;
}
