import { skip } from "./ahead.ts";

/** Time that passes at once where nothing happens before something is due. */
export type PassingTime = {
  /** Somebody waits for something to happen, until what is given back is called. */
  wanted(): () => void;
  stop(): void;
};

/** How often it looks whether nothing happens, in milliseconds. */
const LOOK_MS = 4;
/** How often it has to see that, one time after the other. */
const LOOKS = 3;
/** Nobody waits so long for anything in earnest, in milliseconds. */
const LONGEST_MS = 120_000;

/**
 * While somebody waits and nothing happens, puts the clock ahead to when the next thing is due, and wakes it. So no
 * test waits for what lets it wait, such as a job that is tried again later.
 */
export function passingTime(options: {
  /** Whether something happens that may lead to more, so that it is not for time to pass. */
  readonly busy: () => boolean;
  /** When the next thing is due, in milliseconds since the epoch; null if nothing is. */
  readonly due: () => number | null;
  readonly wake: () => void;
  /** Whoever waits for longer does so in earnest; by default two minutes. */
  readonly longestMs?: number | undefined;
  /** How often it looks whether nothing happens, in milliseconds. */
  readonly lookMs?: number | undefined;
}): PassingTime {
  let waiting = 0;
  let quiet = 0;
  const timer = setInterval(() => {
    if (waiting === 0) return;
    quiet = options.busy() ? 0 : quiet + 1;
    const due = options.due();
    if (quiet < LOOKS || due === null) return;
    const left = due - Date.now();
    if (left > (options.longestMs ?? LONGEST_MS)) return;
    quiet = 0;
    skip(left + 1);
    options.wake();
  }, options.lookMs ?? LOOK_MS);
  timer.unref();
  return {
    wanted() {
      waiting += 1;
      let over = false;
      return () => {
        if (!over) waiting -= 1;
        over = true;
      };
    },
    stop: () => clearInterval(timer),
  };
}
