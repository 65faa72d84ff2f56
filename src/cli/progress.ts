/** Says how far a long check has come. */
export type Progress = { add(packages: number): void; end(): void };

/** Shows progress on a terminal once a second has gone by, and nothing where there is no terminal. */
export function progressOn(
  stream: { readonly isTTY?: boolean; write(text: string): unknown },
  total: number,
): Progress {
  if (stream.isTTY !== true) return { add: () => {}, end: () => {} };
  const started = Date.now();
  let done = 0;
  let shown = 0;
  return {
    add(packages) {
      done += packages;
      const now = Date.now();
      if (now - started < 1000 || now - shown < 100) return;
      shown = now;
      stream.write(`\r\x1b[Kchecked ${done.toLocaleString("en")} of ${total.toLocaleString("en")} packages`);
    },
    end() {
      if (shown > 0) stream.write("\r\x1b[K");
    },
  };
}
