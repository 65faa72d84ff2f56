import type { QueueLog } from "./log.ts";

/** Milliseconds between two lines with the same text. */
const MINUTE_MS = 60_000;

/**
 * Warns of what may come as often as it likes, from strangers say: of each text one line a minute, which says in `more` how
 * many there were since the line before that were not written. There must be few texts.
 */
export function sparingly(log: Pick<QueueLog, "warn">): (fields: object, text: string) => void {
  const told = new Map<string, { at: number; more: number }>();
  return (fields, text) => {
    const now = performance.now();
    const last = told.get(text);
    if (last !== undefined && now - last.at < MINUTE_MS) {
      last.more += 1;
      return;
    }
    told.set(text, { at: now, more: 0 });
    log.warn(last === undefined || last.more === 0 ? fields : { ...fields, more: last.more }, text);
  };
}
