import { capitalized } from "./names.ts";
import type { Random } from "./random.ts";
import { adjectives, kinds, nouns, technologies } from "./vocabulary.ts";

/** A `meta.description`: a phrase without an article in front or a full stop behind. */
export function description(random: Random): string {
  const kind = `${random.pick(adjectives)} ${random.pick(technologies)} ${random.pick(kinds)}`;
  return capitalized(
    random.pick([
      () => `${kind} for ${random.pick(nouns)}`,
      () => `${kind} with support for ${random.pick(nouns)} and ${random.pick(nouns)}`,
      () => `${random.pick(kinds)} and ${random.pick(kinds)} for ${random.pick(technologies)}`,
      () =>
        `command-line ${random.pick(kinds)} to manage ${random.pick(nouns)} over ${random.pick(technologies)}`,
      () => `${random.pick(adjectives)} ${random.pick(kinds)}`,
      () =>
        `${random.pick(technologies)} ${random.pick(kinds)} written in ${random.pick(["C", "Go", "Rust"])}`,
    ])(),
  );
}

export function sentence(random: Random): string {
  return capitalized(
    random.pick([
      () => `it reads ${random.pick(nouns)} and ${random.pick(nouns)} and keeps them in step.`,
      () => `the ${random.pick(kinds)} speaks ${random.pick(technologies)} and ${random.pick(technologies)}.`,
      () =>
        `unlike other ${random.pick(kinds)}s, it is ${random.pick(adjectives)} and ${random.pick(adjectives)}.`,
      () => `supports ${random.pick(nouns)}, ${random.pick(nouns)} and ${random.pick(nouns)}.`,
      () => `comes with a ${random.pick(adjectives)} ${random.pick(kinds)} for ${random.pick(nouns)}.`,
    ])(),
  );
}

/** Sentences broken into lines of at most 76 characters. */
export function paragraph(random: Random, sentences: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (let i = 0; i < sentences; i++) {
    for (const word of sentence(random).split(" ")) {
      if (line.length + word.length > 75) {
        lines.push(line);
        line = "";
      }
      line += line === "" ? word : ` ${word}`;
    }
  }
  return [...lines, line];
}

/** What a comment in a package says, without its `#`. */
export function remark(random: Random): string {
  return random.pick([
    () => `Upstream does not tag releases of the ${random.pick(kinds)}`,
    () => `The ${random.pick(kinds)} looks for ${random.pick(nouns)} next to its own binary`,
    () => `TODO: drop once ${random.pick(technologies)} support lands in a release`,
    () => `Needed by the ${random.pick(kinds)}, even where ${random.pick(nouns)} are disabled`,
    () => `Vendored ${random.pick(nouns)} are outdated, use ours`,
    () => `https://github.com/NixOS/nixpkgs/issues/${random.integer(20_000, 420_000)}`,
    () => `Fails in the sandbox: needs ${random.pick(technologies)}`,
  ])();
}
