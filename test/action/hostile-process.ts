import type { FromChild, ToChild } from "../../src/action/watch-over.ts";

// In the place of the process that does the Action's work: it begins with pull request 7, unless it is to leave that
// out, and does what its argument says.
const say = (message: FromChild) => void process.send?.(message);
const finish = (note: string) =>
  say({ kind: "result", result: { done: true, outcomes: [], notes: [note], dryRun: false } });

const DEEDS: Readonly<Record<string, () => void>> = {
  finishes: () => finish("all"),
  // As good as a loop for whoever watches, and it takes no time of a processor.
  hangs: () => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  "takes memory"() {
    const taken: number[][] = [];
    for (;;) taken.push(new Array(1_000).fill(taken.length + 0.5));
  },
  aborts: () => process.abort(),
  throws() {
    throw new Error("ours");
  },
  waits() {},
};

process.on("disconnect", () => process.exit(0));
process.on("message", (message: ToChild) => {
  if (message.kind === "end") return finish("end");
  if (message.without.includes(7)) return finish("the rest");
  say({
    kind: "begins",
    job: { kind: "review", installation: 1, owner: "o", repo: "r", number: 7 },
  });
  say({ kind: "sees", head: "abc" });
  // So that what was said is sent.
  setTimeout(() => DEEDS[process.argv[2] ?? ""]?.(), 100);
});
setInterval(() => say({ kind: "alive" }), 50);
