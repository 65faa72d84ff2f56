import { concrete } from "./texts.ts";
import {
  alternatives,
  choiceOf,
  DIFFERING,
  type Location,
  type Machine,
  MOST_CHOICES,
  NOTHING,
  type Piece,
  type TextValue,
  tooMany,
  type Value,
} from "./values.ts";

/** What a value becomes as part of a string: texts, or what differs. */
export function textValue(machine: Machine, value: Value, location: Location): Value {
  const texts: Value[] = [];
  for (const each of alternatives(value)) texts.push(oneText(machine, each, location));
  return choiceOf(texts) ?? DIFFERING;
}

function oneText(machine: Machine, value: Value, location: Location): Value {
  switch (value.kind) {
    case "text":
    case "nothing":
    case "differing":
      return value;
    case "opaque":
    case "derivation":
    case "path":
      // Files that differ are reported by whoever asks whether it moves.
      return ofPiece(machine.moves(value) ? { kind: "store" } : { kind: "unknown" });
    case "choice":
    case "set":
    case "list":
    case "closure":
    case "native":
      if (!machine.moves(value)) return ofPiece({ kind: "unknown" });
      machine.report(location, "turns a changed value into text");
      return DIFFERING;
  }
}

function ofPiece(piece: Piece): TextValue {
  return { kind: "text", pieces: [piece], location: null };
}

/** Texts in a row, each of which may be one of several. */
export function joined(machine: Machine, parts: readonly Value[], location: Location): Value {
  let rows: Piece[][] = [[]];
  for (const part of parts) {
    if (alternatives(part).some(({ kind }) => kind === "differing")) return DIFFERING;
    const texts = alternatives(part).filter((each) => each.kind === "text");
    const [only, ...more] = texts;
    if (only === undefined) return NOTHING;
    if (rows.length * texts.length > MOST_CHOICES) {
      if (!parts.some((each) => machine.moves(each))) return ofPiece({ kind: "unknown" });
      return tooMany(machine, "texts", location);
    }
    if (!machine.hasRoom(rows.length * texts.reduce((sum, text) => sum + textSize(text), 0), location))
      return DIFFERING;
    if (more.length === 0) for (const row of rows) row.push(...only.pieces);
    else rows = rows.flatMap((row) => texts.map((text) => [...row, ...text.pieces]));
  }
  return choiceOf(rows.map((pieces) => ({ kind: "text", pieces, location }))) ?? DIFFERING;
}

/** What a text takes: as much as a value for each piece, and for some characters. */
export function textSize({ pieces }: TextValue): number {
  return pieces.reduce((sum, piece) => sum + 1 + (piece.kind === "fixed" ? piece.text.length / 64 : 0), 0);
}

/** A text of which all is known and the same on both sides; else null. */
export function constantText(value: Value): string | null {
  if (value.kind !== "text") return null;
  const text = concrete(value);
  return text === null || text.before !== text.after ? null : text.before;
}
