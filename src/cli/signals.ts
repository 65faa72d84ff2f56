const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Does a short piece of work to its end; a signal that asks the process to stop takes effect behind it. */
export async function uninterrupted<T>(work: () => Promise<T>): Promise<T> {
  const caught: NodeJS.Signals[] = [];
  const hold = (signal: NodeJS.Signals) => caught.push(signal);
  for (const signal of SIGNALS) process.on(signal, hold);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, hold);
    const [first] = caught;
    if (first !== undefined) process.kill(process.pid, first);
  }
}
