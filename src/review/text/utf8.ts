/** How many bytes of UTF-8 a text takes. A lone surrogate counts as what it is sent as, U+FFFD. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * A text of at most `limit` bytes. `make` gives one of at most as many UTF-16 code units as it is asked
 * for, down to `least`.
 */
export function fittingBytes(limit: number, least: number, make: (units: number) => string): string {
  let units = limit;
  for (;;) {
    const text = make(units);
    const bytes = utf8Length(text);
    if (bytes <= limit || units <= least) return text;
    units = Math.max(least, Math.min(units - 1, Math.floor((units * limit) / bytes)));
  }
}
