/** Runs what is given to it one after the other, each key for itself. */
export function createTurns<Key>(): <T>(key: Key, run: () => Promise<T>) => Promise<T> {
  const last = new Map<Key, Promise<unknown>>();
  return (key, run) => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(run, run);
    last.set(
      key,
      mine.catch(() => {}),
    );
    return mine;
  };
}
