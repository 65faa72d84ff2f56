import type { NixFile } from "../../nix/parse.ts";
import { sameItems } from "../../nix/same.ts";
import { quoted } from "../../nix/shown.ts";
import { lineAt, rangeOf } from "../../nix/text.ts";
import { type Files, isNixFile, walk } from "../files.ts";
import { ignoresIn } from "../ignores.ts";
import { soundFile } from "./changed-file.ts";
import { dottedPath, pathAt } from "./compare.ts";
import { interpreterLines, placesAsked } from "./own-text.ts";
import type { Impurity, PackageUpdate, PinChange } from "./package-update.ts";
import { unsafePin } from "./pins.ts";
import { sameTokens } from "./same-tokens.ts";
import { type TracedFile, tracePins } from "./trace/trace.ts";

/** More pins than this differ in no update. */
export const MOST_PINS = 1000;

/** A Nix file that differs. */
export type ComparedFile = TracedFile & { readonly base: NixFile };

export type Compared = {
  readonly files: readonly ComparedFile[];
  /** Companions that differ. */
  readonly pins: readonly PinChange[];
  readonly impurities: readonly Impurity[];
};

/** A reason that no binding is to blame for. */
export function refusal(path: string, why: string): Impurity {
  return { path, binding: null, range: null, why };
}

/** Where lines differ that say what interprets a file or what is not told of it, or where it reads its own text. */
export function ownTextDiffers(path: string, base: NixFile, head: NixFile): Impurity[] {
  const impurities: Impurity[] = [];
  const [before, after] = [base, head].map(({ source }) => interpreterLines(source.text).join("\n"));
  if (before !== after) {
    const first = [base, head].map(({ source }) => lineAt(source, 1));
    const inFirst = first[0] !== first[1] && first.some((line) => line.startsWith("#!"));
    impurities.push(
      refusal(path, inFirst ? "the interpreter in its first line differs" : "its `#!` lines differ"),
    );
  }
  // Other comments mean nothing to anybody. What is not to be told of a package is for a person to say.
  const ignored = (file: NixFile) => ignoresIn(file).map(({ text }) => text);
  if (!sameItems(ignored(base), ignored(head))) {
    impurities.push(refusal(path, "the comments that ask to ignore a rule differ"));
  }
  for (const span of placesAsked(head).slice(0, 1)) {
    const binding = pathAt(head, span);
    const subject = binding === null ? "the file" : quoted(binding);
    const name = quoted(head.source.text.slice(span.start, span.end));
    const why = `${subject} reads its own position in the file with ${name}`;
    impurities.push({ path, binding, range: rangeOf(head.source, span), why });
  }
  return impurities;
}

/** The pins as they are told, and which of them may not go from the one value to the other. */
export function judgePins(files: readonly ComparedFile[]): {
  readonly pins: readonly PinChange[];
  readonly impurities: readonly Impurity[];
} {
  const pins: PinChange[] = [];
  const impurities: Impurity[] = [];
  const all = files.flatMap((each) => each.pins);
  const moved = all.filter(({ kind }) => kind === "version" || kind === "revision");
  if (all.length > MOST_PINS) {
    const why = "more pins differ than in any update";
    return { pins, impurities: files.slice(0, 1).map(({ path }) => refusal(path, why)) };
  }
  for (const { path, file, pins: own } of files) {
    for (const pin of own) {
      const binding = dottedPath(pin.place, file.source.text) ?? pin.name;
      const range = rangeOf(file.source, pin.binding.value);
      const { kind, before, after } = pin;
      pins.push({ path, binding, kind, before, after, range });
      const why = unsafePin(pin, moved);
      if (why !== null) impurities.push({ path, binding, range, why: `${quoted(binding)} differs: ${why}` });
    }
  }
  return { pins, impurities };
}

export function judgeTokens(files: readonly ComparedFile[]): Impurity[] {
  const unlike = files.filter(({ base, file, pins }) => {
    const spans = pins.map(({ binding }) => binding.value);
    return !sameTokens(base, file, spans);
  });
  return unlike.map(({ path }) => refusal(path, "something besides its pins differs"));
}

type Flow = { readonly impurities: readonly Impurity[]; readonly hasSource: boolean };

export function judgeFlow(
  head: Files,
  directory: string,
  main: string,
  { files: compared, pins }: Compared,
): Flow {
  const files: TracedFile[] = [];
  const impurities: Impurity[] = [];
  for (const entry of walk(head, directory)) {
    if (!isNixFile(entry)) continue;
    const read = soundFile(head, entry.path);
    const own = compared.find(({ path }) => path === entry.path)?.pins ?? [];
    if (read.sound) files.push({ path: entry.path, file: read.file, pins: own });
    else impurities.push(refusal(entry.path, read.why));
  }
  const said = new Set<string>();
  const { findings, hasSource } = tracePins(
    files,
    main,
    pins.map(({ path }) => path),
  );
  for (const { in: at, span, what } of findings) {
    const binding = pathAt(at.file, span);
    // One reason for each binding is enough.
    const key = `${binding ?? `${span.start}`} ${at.path}`;
    if (said.has(key)) continue;
    said.add(key);
    const range = rangeOf(at.file.source, span);
    const subject = binding === null ? `the expression in line ${range.start.line}` : quoted(binding);
    impurities.push({ path: at.path, binding, range, why: `${subject} ${what}` });
  }
  return { impurities, hasSource };
}

/** An update is one of the package: its version differs, or it has none and something else says which source. */
export function judgeVersion(
  path: string,
  pins: readonly PinChange[],
  version: PackageUpdate["version"],
  hasSource: boolean,
): Impurity[] {
  if (!pins.some(({ kind }) => kind === "version" || kind === "revision")) {
    return [refusal(path, `no version and no revision differs${unread(pins)}`)];
  }
  if (!pins.some(({ kind }) => kind === "hash")) {
    const data = unread(pins);
    return [
      refusal(path, data === "" ? "no hash differs, so the same source is built" : `no hash differs${data}`),
    ];
  }
  if (version !== null && version.before === version.after) {
    return [
      { path, binding: "version", range: null, why: "`version` stays the same while a source differs" },
    ];
  }
  return hasSource ? [] : [refusal(path, "no source that uses the version has another hash")];
}

/** What may hold a version or a hash and is not read; empty where nothing such differs. */
function unread(pins: readonly PinChange[]): string {
  const data = pins.filter(({ kind, binding }) => kind === "lock" && /\.(?:json|toml|ya?ml)$/i.test(binding));
  const [first] = data;
  return first === undefined ? "" : ` in a Nix file, and ${quoted(first.binding)} is not read`;
}
