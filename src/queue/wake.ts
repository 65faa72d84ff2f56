import { setImmediate } from "node:timers/promises";

/** A sleep that others can end. Being woken while awake makes the next sleep short. */
export type Sleep = {
  forMs(ms: number): Promise<void>;
  wake(): void;
};

export function untilWoken(): Sleep {
  let woken = false;
  let end: (() => void) | null = null;
  return {
    async forMs(ms) {
      if (woken || ms <= 0) {
        // However short: whoever sleeps in a loop lets others have their turn.
        await setImmediate();
      } else {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          end = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      woken = false;
      end = null;
    },
    wake() {
      woken = true;
      end?.();
    },
  };
}
