import type { StringLiteral } from "../../../../src/nix/ast.ts";
import { parseNix } from "../../../../src/nix/parse.ts";
import { sourceText } from "../../../../src/nix/text.ts";
import { applyValue } from "../../../../src/packages/update/trace/apply.ts";
import { build, overridden } from "../../../../src/packages/update/trace/builders.ts";
import { evaluate } from "../../../../src/packages/update/trace/evaluate.ts";
import { select } from "../../../../src/packages/update/trace/select.ts";
import {
  type DerivationValue,
  DIFFERING,
  EMPTY_SET,
  type Environment,
  type Machine,
  type Piece,
  type SetValue,
  type Single,
  type Value,
  valueThunk,
} from "../../../../src/packages/update/trace/values.ts";
import { holdsMoving } from "../../../../src/packages/update/trace/walk.ts";

/** What an expression comes to, as `shown` writes it, and what is said of it. */
export type Evaluated = { readonly value: string; readonly reports: readonly string[] };

/**
 * Evaluates an expression. Each string `"1->2"` in it is a version that goes from 1 to 2, `moved` a package that is
 * built of one and `unmoved` one that is not, `odd` something that differs and `many` one of 256 texts. What is
 * not bound is not known. `./x.nix` is a file of the package if it is given. There is room for `most` parts of values.
 */
export function evaluated(
  text: string,
  files: Readonly<Record<string, string>> = {},
  most = Number.POSITIVE_INFINITY,
): Evaluated {
  let room = most;
  const reports: string[] = [];
  const looks: (() => boolean)[] = [];
  function derivation(attributes: SetValue, moves: () => boolean): DerivationValue {
    looks.push(moves);
    return { kind: "derivation", attributes, moves };
  }
  const names = new Map([
    ["moved", valueThunk(derivation(EMPTY_SET, () => true))],
    ["unmoved", valueThunk(derivation(EMPTY_SET, () => false))],
    ["odd", valueThunk(DIFFERING)],
    ["many", valueThunk({ kind: "choice", values: Array.from({ length: 256 }, (_, i) => fixed(`${i}`)) })],
  ]);
  const scope: Environment = { kind: "names", names, above: null };
  const read = (code: string): Value =>
    machine.evaluate(parseNix(sourceText(code), ["pipe-operators"]).expression, scope, 0);
  const machine: Machine = {
    evaluate: (expression, around, file) =>
      evaluate(machine, { pin: pinOf, directory: () => "" }, expression, around, file),
    force(each) {
      each.value ??= each.compute?.() ?? DIFFERING;
      return each.value;
    },
    tryForce: (each) => machine.force(each),
    apply: (fn, argument, location) => applyValue(machine, fn, argument, location),
    build: (name, argument, location) => build(machine, [name], argument, location),
    select: (value, name, location) => select(machine, value, name, location),
    overridden: (base, how, args, location) => overridden(machine, base, how, args, location),
    moves: (value) =>
      holdsMoving(
        machine,
        value,
        () => true,
        () => {},
      ),
    importFile({ start }) {
      const file = files[start];
      return file === undefined ? null : read(file);
    },
    pathMoves: ({ start }) => start === "differs",
    hasRoom(size) {
      room -= size;
      return room >= 0;
    },
    report: (_, what) => {
      if (!reports.includes(what)) reports.push(what);
    },
    derivation,
    hashMoves: true,
    noteSource() {},
    noteStale() {},
  };
  const value = shown(machine, read(text));
  for (const look of looks) look();
  return { value, reports };
}

function fixed(text: string): Single {
  return { kind: "text", pieces: [{ kind: "fixed", text }], location: null };
}

function pinOf({ parts: [only, ...more] }: StringLiteral): Piece | null {
  if (only?.kind !== "text" || more.length > 0) return null;
  const [before, after] = only.text.split("->");
  if (before === undefined || after === undefined) return null;
  return { kind: "pin", before, after, verbatim: true, of: "version" };
}

/**
 * A value in a line: `"a<1|2>"` a text with a version that goes from 1 to 2 and `"a(1|2)"` with what was made of one,
 * where `?` is not known and `$` a store path that differs; `[ a b ]` a list and `[ a b … ]` one of which order and
 * number are not known; `a | b` one of several; `?` not known, `throw` nothing and `!` anything that differs.
 */
function shown(machine: Machine, value: Value): string {
  const all = (thunks: Iterable<Parameters<Machine["force"]>[0]>) =>
    Array.from(thunks, (each) => shown(machine, machine.force(each)));
  switch (value.kind) {
    case "opaque":
      return value.path.length === 0 ? "?" : value.path.join(".");
    case "text":
      return `"${value.pieces.map(shownPiece).join("")}"`;
    case "list":
      return `[ ${[...all(value.elements), ...(value.exact ? [] : ["…"])].join(" ")} ]`;
    case "set": {
      const attributes = [...value.attributes].map(
        ([name, each]) => `${name} = ${shown(machine, machine.force(each))};`,
      );
      return `{ ${[...attributes, ...all(value.rest).map((each) => `? = ${each};`)].join(" ")} }`;
    }
    case "derivation":
      return value.moves() ? "moved" : "unmoved";
    case "choice":
      return value.values.map((each) => shown(machine, each)).join(" | ");
    case "differing":
      return "!";
    case "nothing":
      return "throw";
    case "path":
      return `./${value.start}`;
    case "closure":
    case "native":
      return value.kind;
  }
}

function shownPiece(piece: Piece): string {
  switch (piece.kind) {
    case "fixed":
      return piece.text;
    case "unknown":
      return "?";
    case "store":
      return "$";
    case "pin":
      return piece.verbatim ? `<${piece.before}|${piece.after}>` : `(${piece.before}|${piece.after})`;
  }
}
