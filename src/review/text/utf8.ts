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

/** How many UTF-16 code units are counted at once: so many at most are counted again for each place. */
const STEP = 4096;

/** Tells how many bytes of UTF-8 come before an offset. Counts a well-formed text once, however often it is asked. */
export function bytesBefore(text: string): (offset: number) => number {
  const sums = [0];
  for (let from = 0; from < text.length; from += STEP) {
    sums.push((sums.at(-1) ?? 0) + bytesIn(text, from, Math.min(from + STEP, text.length)));
  }
  return (offset) => {
    const steps = Math.floor(offset / STEP);
    return (sums[steps] ?? 0) + bytesIn(text, steps * STEP, offset);
  };
}

/** By code units, so that a pair of surrogates, which takes four bytes, may lie on both sides of an end. */
function bytesIn(text: string, from: number, to: number): number {
  let bytes = 0;
  for (let i = from; i < to; i += 1) {
    const unit = text.charCodeAt(i);
    bytes += unit < 0x80 ? 1 : unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 2 : 3;
  }
  return bytes;
}
