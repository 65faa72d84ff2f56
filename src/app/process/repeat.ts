/**
 * Does `task` now, and again so many minutes after each time it is done, until the returned function is
 * called. That function waits for a task under way, whose signal it aborts. `task` may not throw.
 */
export function repeat(minutes: number, task: (signal: AbortSignal) => Promise<void>): () => Promise<void> {
  const stopping = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const turn = () => {
    running = task(stopping.signal).then(() => {
      if (!stopping.signal.aborted) timer = setTimeout(turn, minutes * 60_000);
    });
  };
  turn();
  return async () => {
    stopping.abort();
    clearTimeout(timer);
    await running;
  };
}
