import { buildTools, libraries, programs } from "./dependencies.ts";
import { type Random, randomFor } from "./random.ts";
import { namePrefixes, nameStems, nameSuffixes, syllables } from "./vocabulary.ts";

const keywords = new Set(["assert", "else", "if", "in", "inherit", "let", "or", "rec", "then", "with"]);
const attributeName = /^[a-zA-Z_][a-zA-Z0-9_-]*$/;
const lowercase = "abcdefghijklmnopqrstuvwxyz";

/**
 * `count` names of packages, no two the same but for case: first the packages that others depend on, then
 * invented ones. A longer result of the same seed starts with the shorter one.
 */
export function packageNames(seed: number, count: number): string[] {
  const random = randomFor(seed, "names");
  const taken = new Set<string>();
  const names: string[] = [];
  const add = (name: string): void => {
    const key = name.toLowerCase();
    if (taken.has(key) || keywords.has(name) || !attributeName.test(name)) return;
    taken.add(key);
    names.push(name);
  };
  for (const name of [...buildTools, ...programs, ...libraries]) add(name);
  while (names.length < count) add(inventedName(random));
  return names.slice(0, count);
}

/** The lowercased first two characters of a package name (one, for a one-letter name). */
export function shardOf(name: string): string {
  return name.slice(0, 2).toLowerCase();
}

/** `pkgs/by-name/<shard>/<name>`. */
export function packageDirectory(name: string): string {
  return `pkgs/by-name/${shardOf(name)}/${name}`;
}

type Shape = { readonly weight: number; readonly write: (random: Random) => string };

const shapes: readonly Shape[] = [
  { weight: 14, write: (r) => r.pick(nameStems) + r.pick(nameSuffixes) },
  { weight: 12, write: (r) => r.pick(nameStems) + r.pick(nameStems) },
  { weight: 13, write: (r) => `${r.pick(nameStems)}-${r.pick(nameStems)}` },
  { weight: 8, write: (r) => r.pick(namePrefixes) + r.pick(nameStems) },
  { weight: 6, write: (r) => `lib${invented(r, 2)}${r.chance(0.2) ? r.integer(2, 5) : ""}` },
  { weight: 5, write: (r) => r.pick(namePrefixes) + r.pick(nameStems) + r.pick(nameSuffixes) },
  { weight: 25, write: (r) => invented(r, r.integer(2, 3)) },
  { weight: 8, write: (r) => invented(r, 2) + r.pick(nameSuffixes) },
  { weight: 4, write: (r) => `${r.pick(nameStems)}-${r.pick(nameStems)}-${r.pick(nameStems)}` },
  { weight: 1.2, write: (r) => `${r.pick(nameStems)}_${r.integer(1, 20)}` },
  { weight: 4.6, write: acronym },
  { weight: 0.3, write: (r) => r.pick([...lowercase]) + r.pick(["-", "_"]) + r.pick(nameStems) },
  { weight: 0.9, write: (r) => capitalized(invented(r, 2)) + capitalized(r.pick(nameStems)) },
  { weight: 0.4, write: (r) => r.pick(nameStems) + capitalized(r.pick(nameStems)) },
  { weight: 0.35, write: (r) => `_${r.integer(0, 9)}${r.pick(nameStems)}` },
];

function inventedName(random: Random): string {
  return random.pickWeighted(shapes).write(random);
}

function invented(random: Random, syllableCount: number): string {
  let name = "";
  for (let i = 0; i < syllableCount; i++) name += random.pick(syllables);
  return name;
}

/** Names such as `k9s`, `bctoolbox` and `x42`, whose first two letters may be any. */
function acronym(random: Random): string {
  const first = random.characters(lowercase, 1);
  const second = random.characters(random.chance(0.2) ? "0123456789" : lowercase, 1);
  const rest = random.pick([
    () => random.characters(lowercase, random.integer(0, 2)),
    () => random.pick(nameSuffixes),
    () => random.pick(nameStems),
    () => `${random.characters(lowercase, 1)}${random.integer(2, 99)}`,
  ]);
  return first + second + rest();
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
