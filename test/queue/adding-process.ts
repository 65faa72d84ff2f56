import { openQueue } from "../../src/queue/queue.ts";

// Run as a process of its own, to be killed. Says on standard output what is durable, and what begins and ends.
const [directory = ""] = process.argv.slice(2);
const queue = await openQueue({
  storage: { kind: "embedded", directory },
  log: { info() {}, warn() {}, error() {} },
});

function say(what: string, key: string): void {
  process.stdout.write(`${what} ${key}\n`);
}

queue.start({
  concurrency: 3,
  async run({ key }) {
    say("began", key);
    await new Promise((resolve) => setTimeout(resolve, 5));
    say("ended", key);
    return { kind: "done" };
  },
});
for (let n = 0; ; n++) {
  const key = `${process.pid}/${n}`;
  if (n % 3 === 0) {
    await queue.later({ key, data: {} }, 3_600_000);
    say("later", key);
  } else {
    await queue.add([{ key, data: {} }]);
    say("added", key);
  }
}
