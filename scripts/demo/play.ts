import type { Screen } from "./show.ts";

/** The status with which a shell says that Ctrl-C ended a program. */
const interruptedStatus = 130;

/** What there is to look at, and how long. */
export type Play = {
  readonly screen: Screen;
  readonly stop: AbortSignal;
  /** Whether it stays up afterwards. */
  readonly serve: boolean;
  /** Where all of it is to be seen. */
  readonly url: string;
  /** Settles once the bot has ended. */
  readonly ended: Promise<unknown>;
  /** Tells the story; it is not awaited any more once it is to stop. */
  tell(): Promise<void>;
};

/** Tells the story and, if it should, stays until it is stopped. Returns the exit status. */
export async function play({ screen, stop, serve, url, ended, tell }: Play): Promise<number> {
  if (stop.aborted) return interruptedStatus;
  const stopped = new Promise<"stopped">((resolve) => {
    stop.addEventListener("abort", () => resolve("stopped"), { once: true });
  });
  const story = tell();
  // Nobody listens to it any more once it was stopped.
  story.catch(() => {});
  if ((await Promise.race([stopped, story])) === "stopped") return interruptedStatus;
  if (!serve) {
    screen.print("\nThat is all, and it is gone again. To look at it in a browser: npm run demo -- --serve");
    return 0;
  }
  screen.print(`\nAll of this is to be seen at ${screen.paint.strong(url)}`);
  screen.print("Press the buttons there, or write a comment such as @by-name-bot help. Ctrl-C ends it.");
  await Promise.race([stopped, ended]);
  return 0;
}
