import type { Agenda } from "./bot.ts";

export type OpenAgenda = Agenda & {
  every(ms: number, run: () => Promise<void>): void;
  end(): void;
};

/** Things that happen again and again, one at a time. */
export function openAgenda(): OpenAgenda {
  let entries: { at: number; readonly ms: number; readonly run: () => Promise<void> }[] = [];
  let running = false;
  const due = () => (entries.length === 0 ? null : Math.min(...entries.map(({ at }) => at)));

  async function runDue(): Promise<void> {
    running = true;
    for (const entry of entries) {
      if (entry.at > Date.now()) continue;
      entry.at += entry.ms;
      await entry.run();
    }
    running = false;
  }

  return {
    every: (ms, run) => void entries.push({ at: Date.now() + ms, ms, run }),
    end() {
      entries = [];
    },
    busy: () => running,
    due,
    wake() {
      if (!running) void runDue();
    },
  };
}
