import { isFakeHash, isHashAttribute } from "../../derivation/hash-names.ts";
import { refProblem } from "../revisions.ts";
import { newLetters, urlProblem } from "../urls.ts";
import { marked } from "./texts.ts";
import {
  alternatives,
  type Location,
  type Machine,
  type Piece,
  type SetValue,
  type TextValue,
  type Thunk,
  type Value,
} from "./values.ts";

/**
 * What an argument of a fetcher or an attribute of a builder is taken for, and so what may reach it:
 *
 * - `ref`: what git resolves. A pin alone or with fixed text, that is nothing but the name of a ref.
 * - `url`: one URL or several. What differs stands behind host, owner and repository.
 * - `version`: of a package in a registry, whose name is given apart; `flat-version` where the registry
 *   puts both into one name.
 * - `hash`: of the content.
 * - `name`, `text`: text that is put into a store path, a variable of the build's shell, or a phase. A pin
 *   has no character that means anything there.
 * - `texts`: the same, and sets of them.
 * - `inputs`: packages, sources and patches.
 * - `source`: sources.
 * - `free`: nothing that is built depends on it (`meta`, `passthru`).
 */
export type Sink =
  | "ref"
  | "url"
  | "version"
  | "flat-version"
  | "hash"
  | "name"
  | "text"
  | "texts"
  | "inputs"
  | "source"
  | "free";

/** Reports what of a value may not reach a sink. Asks all of the value. */
export function pour(machine: Machine, value: Value, sink: Sink, location: Location): void {
  if (!machine.moves(value) || sink === "free") return;
  const what = problemIn(machine, value, sink);
  if (what !== null) machine.report(location, what);
}

/** Reports what differs of attributes whose names are not known, of a set that is given to `whom`. */
export function pourUnnamed(machine: Machine, set: SetValue, whom: string, location: Location): void {
  for (const value of set.rest) {
    if (machine.moves(machine.force(value)))
      machine.report(location, `passes a changed value to \`${whom}\` under an unknown name`);
  }
}

function problemIn(machine: Machine, value: Value, sink: Exclude<Sink, "free">): string | null {
  // An empty list among the alternatives, a package that has nothing to do with the version: they may be anywhere.
  if (!machine.moves(value)) return null;
  switch (value.kind) {
    case "text":
      return textProblem(value, sink);
    case "derivation":
    case "path":
      return takesBuilt(sink) ? null : NOT_KNOWN;
    case "list":
      return takesLists(sink) ? firstProblem(machine, forced(machine, value.elements), sink) : NOT_KNOWN;
    case "set":
      return sink === "texts"
        ? firstProblem(machine, forced(machine, [...value.attributes.values(), ...value.rest]), sink)
        : NOT_KNOWN;
    case "choice":
      return firstProblem(machine, value.values, sink);
    case "opaque":
    case "nothing":
    case "closure":
    case "native":
    case "differing":
      return NOT_KNOWN;
  }
}

const NOT_KNOWN = "uses a changed value in a way that is not understood";

function takesBuilt(sink: Sink): boolean {
  return sink === "text" || sink === "texts" || sink === "inputs" || sink === "source";
}

function takesLists(sink: Sink): boolean {
  return takesBuilt(sink) || sink === "url";
}

function firstProblem(
  machine: Machine,
  values: readonly Value[],
  sink: Exclude<Sink, "free">,
): string | null {
  for (const value of values) {
    const what = problemIn(machine, value, sink);
    if (what !== null) return what;
  }
  return null;
}

function forced(machine: Machine, thunks: readonly Thunk[]): readonly Value[] {
  return thunks.map((each) => machine.force(each));
}

function textProblem(text: TextValue, sink: Exclude<Sink, "free">): string | null {
  switch (sink) {
    case "ref":
      return refTextProblem(text);
    case "url":
      return urlTextProblem(text);
    case "version":
      return marked(text) === null ? NOT_KNOWN : null;
    case "flat-version":
      return flatTextProblem(text);
    case "hash":
      return isMovedHash(text) ? null : "is a hash that depends on a changed value other than a hash";
    case "name":
    case "text":
    case "texts":
      return null;
    case "inputs":
    case "source":
      return text.pieces.every(({ kind }) => kind !== "pin") ? null : NOT_KNOWN;
  }
}

function flatTextProblem(text: TextValue): string | null {
  const both = marked(text);
  if (both === null) return NOT_KNOWN;
  const what = newLetters(both.before, both.after);
  return what === null ? null : `contains a changed value and ${what}`;
}

function refTextProblem(text: TextValue): string | null {
  if (text.pieces.some((piece) => piece.kind === "pin" && !piece.verbatim)) {
    return "names a git ref that is computed from a version or revision";
  }
  const piece = onlyPiece(text);
  const whole = piece?.kind === "pin" && piece.of === "revision";
  const both = marked(text);
  return both === null ? NOT_KNOWN : refProblem(both.before, both.after, whole);
}

function urlTextProblem(text: TextValue): string | null {
  const both = marked(text);
  if (both === null) return NOT_KNOWN;
  const made = text.pieces.some((piece) => piece.kind === "pin" && !piece.verbatim);
  const what = urlProblem(both.before, both.after, made);
  return what === null ? null : `has a changed URL, which ${what}`;
}

/** The piece that is all of a text. */
function onlyPiece({ pieces }: TextValue): Piece | undefined {
  return pieces.length === 1 ? pieces[0] : undefined;
}

/** Whether a text is a hash that is another after the change. */
function isMovedHash(text: TextValue): boolean {
  const piece = onlyPiece(text);
  return piece?.kind === "pin" && piece.of === "hash";
}

/** A hash that a fetcher or builder is given. */
type Hash = {
  /** Where it stands; the call, where that is not known. */
  readonly at: Location;
  readonly moved: boolean;
  /** Whether it is written out there, and the same after the change. */
  readonly written: boolean;
};

/** The hashes that are given to a fetcher or builder by the names of hashes. */
export function hashesOf(
  machine: Machine,
  set: SetValue,
  location: Location,
  names = isHashAttribute,
): readonly Hash[] {
  return [...set.attributes].flatMap(([name, thunk]) => {
    if (!names(name)) return [];
    const values = alternatives(machine.force(thunk)).filter((value) => !isNoHash(value));
    return values.map((value) => hashOf(value, location));
  });
}

function hashOf(value: Value, location: Location): Hash {
  if (value.kind !== "text") return { at: location, moved: false, written: false };
  const written = value.location !== null && onlyPiece(value)?.kind === "fixed";
  return { at: value.location ?? location, moved: isMovedHash(value), written };
}

/** What nothing can be fetched with: `null`, `""`, `lib.fakeHash`. */
function isNoHash(value: Value): boolean {
  if (value.kind === "opaque") return value.path.at(-1) === "null" || isFakeHash(value.path.at(-1) ?? "");
  return value.kind === "text" && value.pieces.length === 0;
}

/** What is said of a hash that does not go with its version. */
export const HASH_MOVED = "differs while its version does not";
export const HASH_STILL = "stays the same while its version differs";

/**
 * Whether the hashes of a set go with what is fetched: `located`, what says which content differs; `founded`, that
 * or what it is made of differs.
 */
export function judgeHashes(
  machine: Machine,
  set: SetValue,
  { located, founded }: { readonly located: boolean; readonly founded: boolean },
  location: Location,
): void {
  const hashes = hashesOf(machine, set, location);
  for (const { at, moved } of hashes) {
    if (moved ? !founded : located) machine.report(at, moved ? HASH_MOVED : HASH_STILL);
  }
  if (!located) return;
  if (hashes.length === 0 && machine.hashMoves) {
    machine.report(location, "fetches a changed source without a hash");
  }
  if (hashes.some(({ moved }) => moved)) machine.noteSource();
}
