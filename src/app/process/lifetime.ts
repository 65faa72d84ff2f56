import type { Logger } from "pino";

/** From now on an error that nobody expected is logged, and ends the process with status 1. */
export function endOnUnexpected(log: Logger): void {
  const end = (err: unknown) => {
    log.fatal({ err: err instanceof Error ? err : new Error(String(err)) }, "unexpected error");
    process.exit(1);
  };
  process.on("uncaughtException", end).on("unhandledRejection", end);
}

/**
 * Starts something, and stops it when SIGTERM or SIGINT comes; one that comes early waits for the start. A
 * second signal ends the process at once. Returns the exit status. Throws what `start` throws.
 */
export async function runUntilStopped(
  start: () => Promise<{ stop(): Promise<void> }>,
  log: Logger,
): Promise<number> {
  const asked = Promise.withResolvers<void>();
  let signals = 0;
  const onSignal = (signal: NodeJS.Signals) => {
    signals += 1;
    log.info({ signal }, signals === 1 ? "stopping" : "ending at once");
    if (signals > 1) process.exit(1);
    asked.resolve();
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  const running = await start();
  await asked.promise;
  try {
    await running.stop();
  } catch (err) {
    log.error({ err }, "could not stop in order");
    return 1;
  }
  log.info("stopped");
  return 0;
}
