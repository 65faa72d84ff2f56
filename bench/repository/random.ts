/** A stream of pseudo-random choices: the same labels give the same choices on every machine. */
export type Random = {
  /** At least 0, less than 1. */
  fraction(): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** One of `choices`, each as often as its weight says. */
  pickWeighted<T extends { readonly weight: number }>(choices: readonly T[]): T;
  /** Up to `count` different ones of `choices`, in random order. */
  sample<T>(choices: readonly T[], count: number): T[];
  /** `length` characters of `alphabet`. */
  characters(alphabet: string, length: number): string;
};

/** The stream that belongs to `labels`, independent of every other stream. */
export function randomFor(...labels: readonly (string | number)[]): Random {
  const next = mulberry32(hash(labels.join("\0")));
  const fraction = (): number => next() / 2 ** 32;
  const integer = (least: number, most: number): number =>
    least + Math.floor(fraction() * (most - least + 1));

  function pick<T>(choices: readonly T[]): T {
    const choice = choices[integer(0, choices.length - 1)];
    if (choice === undefined) throw new RangeError("there is nothing to pick from");
    return choice;
  }

  function pickWeighted<T extends { readonly weight: number }>(choices: readonly T[]): T {
    let left = fraction() * choices.reduce((sum, choice) => sum + choice.weight, 0);
    for (const choice of choices) {
      left -= choice.weight;
      if (left < 0) return choice;
    }
    return pick(choices);
  }

  function sample<T>(choices: readonly T[], count: number): T[] {
    const rest = [...choices];
    const taken: T[] = [];
    while (taken.length < count && rest.length > 0) {
      taken.push(...rest.splice(integer(0, rest.length - 1), 1));
    }
    return taken;
  }

  function characters(alphabet: string, length: number): string {
    let text = "";
    for (let i = 0; i < length; i++) text += alphabet.charAt(integer(0, alphabet.length - 1));
    return text;
  }

  return { fraction, integer, chance: (p) => fraction() < p, pick, pickWeighted, sample, characters };
}

/** Tommy Ettinger's mulberry32: 32 bits of state, 32 bits a step, whole-number arithmetic only. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return (bits ^ (bits >>> 14)) >>> 0;
  };
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
