import type { Expression, StringLiteral } from "../../../nix/ast.ts";
import { unparenthesized } from "../../../nix/expressions.ts";
import type { NixFile } from "../../../nix/parse.ts";
import type { Span } from "../../../nix/text.ts";
import { joinPath, parentPath } from "../../../snapshot/snapshot.ts";
import type { Pin } from "../compare.ts";
import { applyValue } from "./apply.ts";
import { build, overridden } from "./builders.ts";
import { evaluate } from "./evaluate.ts";
import { select } from "./select.ts";
import {
  alternatives,
  DIFFERING,
  type Location,
  type Machine,
  OPAQUE,
  type Piece,
  type Thunk,
  thunk,
  type Value,
  valueThunk,
} from "./values.ts";
import { holdsMoving } from "./walk.ts";

/** A Nix file of the package at head, and the pins in it that differ. */
export type TracedFile = { readonly path: string; readonly file: NixFile; readonly pins: readonly Pin[] };

/** A place that something which differs reaches and may not; `what` follows the name of the binding. */
export type Finding = { readonly in: TracedFile; readonly span: Span; readonly what: string };

/** The hash of a source of another version that is that of the former one, and the call of its fetcher. */
export type Stale = { readonly in: TracedFile; readonly hash: Span; readonly call: Span };

export type Trace = {
  readonly findings: readonly Finding[];
  /** Whether there is a source of which both the place and the hash differ. */
  readonly hasSource: boolean;
  /** Sources that the version reaches and whose hashes stay: the hash, and the call of the fetcher. */
  readonly stale: readonly Stale[];
};

/** Expressions within expressions, and calls within calls: more is not followed. */
const MOST_DEPTH = 400;

/** Steps of the evaluation, for each 1,000 characters of the package's files, and in any case. */
const STEPS_PER_1000 = 2_000;
const STEPS = 100_000;

const MOST_FINDINGS = 100;

/** Thrown where a value takes itself, for whoever can ask for it later. */
const BEING_EVALUATED = new Error("asks for what is being evaluated");

/**
 * Where the pins that differ go: the package is evaluated as far as its text says, before and after the
 * change at once, from `main` on. What is known to be harmless to reach is let through; whatever else
 * something reaches that differs is a finding. `companions` are paths beside the Nix files that differ too.
 */
export function tracePins(files: readonly TracedFile[], main: string, companions: readonly string[]): Trace {
  const findings: Finding[] = [];
  const stale: Stale[] = [];
  const noted = new Set<string>();
  const pieces = new Map<Expression, Piece>();
  const used = new Set<Expression>();
  const size = files.reduce((sum, { file }) => sum + file.source.text.length, 0);
  let steps = STEPS + (size * STEPS_PER_1000) / 1000;
  let depth = 0;
  let hasSource = false;
  let mayWait = false;
  const unasked: (() => void)[] = [];
  const roots = new Map<string, Thunk>();
  const differing = files.filter(({ pins }) => pins.length > 0).map(({ path }) => path);

  const directories = files.map(({ path }) => parentPath(path));
  const beginning: Location = { file: files.findIndex(({ path }) => path === main), start: 0, end: 0 };
  let here = beginning;

  function report({ file, start, end }: Location, what: string): void {
    const at = files[file];
    const key = `${file}:${start}:${end}:${what}`;
    if (at === undefined || noted.has(key) || findings.length >= MOST_FINDINGS) return;
    noted.add(key);
    findings.push({ in: at, span: { start, end }, what });
  }

  /** Counts steps; false where there are none left. */
  function step(location: Location, count = 1): boolean {
    steps -= count;
    if (steps >= 0) return true;
    report(location, "is too complex to understand");
    return false;
  }

  const machine: Machine = {
    evaluate(expression, scope, file) {
      const location = { file, start: expression.start, end: expression.end };
      here = location;
      if (!step(location)) return DIFFERING;
      if (depth >= MOST_DEPTH) {
        report(location, "is nested too deeply to understand");
        return DIFFERING;
      }
      depth++;
      try {
        return evaluate(machine, sources, expression, scope, file);
      } finally {
        depth--;
      }
    },
    force(each) {
      if (each.value !== null) return each.value;
      const { compute } = each;
      if (compute === null) {
        if (mayWait) throw BEING_EVALUATED;
        report(here, "depends on itself");
        return DIFFERING;
      }
      each.compute = null;
      try {
        each.value = compute();
      } catch (error) {
        each.compute = compute;
        throw error;
      }
      return each.value;
    },
    tryForce(each) {
      const before = mayWait;
      mayWait = true;
      try {
        return machine.force(each);
      } catch (error) {
        if (error !== BEING_EVALUATED) throw error;
        return null;
      } finally {
        mayWait = before;
      }
    },
    hasRoom: (size, location) => step(location, size),
    apply: (fn, argument, location) =>
      step(location) ? applyValue(machine, fn, argument, location) : DIFFERING,
    build: (name, argument, location) => build(machine, [name], argument, location),
    select: (value, name, location) => select(machine, value, name, location),
    overridden: (base, how, args, location) => overridden(machine, base, how, args, location),
    moves(value) {
      return holdsMoving(
        machine,
        value,
        () => step(here),
        (each) => {
          const location = here;
          unasked.push(() => {
            if (!each.still && machine.moves(machine.force(each)))
              report(location, "depends on itself and on a changed value");
          });
        },
      );
    },
    importFile(path) {
      if (path.end !== null) return null;
      const root = roots.get(path.start) ?? roots.get(joinPath(path.start, "default.nix"));
      return root === undefined ? null : machine.force(root);
    },
    pathMoves(path) {
      const reaches = (to: string) =>
        path.end === null
          ? to === path.start || path.start === "" || to.startsWith(`${path.start}/`)
          : to.endsWith(path.end);
      if (differing.some(reaches)) report(path.location, "uses files of the package that differ");
      return companions.some(reaches);
    },
    report,
    hashMoves: files.some(({ pins }) => pins.some(({ kind }) => kind === "hash")),
    derivation(attributes, look) {
      // What asks for itself is made of what differs for all that is known.
      let moves: boolean | null = null;
      let asked = false;
      function ask(): boolean {
        if (asked) return moves ?? true;
        asked = true;
        if (depth >= MOST_DEPTH) {
          report(here, "is nested too deeply to understand");
          return true;
        }
        depth += 4;
        try {
          moves = look();
        } finally {
          depth -= 4;
          asked = moves !== null;
        }
        return moves;
      }
      unasked.push(ask);
      return { kind: "derivation", attributes, moves: ask };
    },
    noteSource() {
      hasSource = true;
    },
    noteStale(hash, call) {
      const at = files[hash.file];
      const key = `${hash.file}:${hash.start}:stale`;
      // What is told is the fetcher's own text, and it stands in one file.
      if (at === undefined || hash.file !== call.file || noted.has(key) || stale.length >= MOST_FINDINGS)
        return;
      noted.add(key);
      stale.push({ in: at, hash, call });
    },
  };
  const sources = {
    pin(literal: StringLiteral): Piece | null {
      used.add(literal);
      return pieces.get(literal) ?? null;
    },
    directory: (file: number) => directories[file] ?? "",
  };

  for (const [i, { path, file, pins }] of files.entries()) {
    roots.set(
      path,
      thunk(() => machine.evaluate(file.expression, null, i)),
    );
    for (const pin of pins) {
      const { before, after, kind } = pin;
      pieces.set(unparenthesized(pin.binding.value), {
        kind: "pin",
        before,
        after,
        verbatim: true,
        of: kind,
      });
    }
  }
  const root = roots.get(main);
  try {
    if (root !== undefined) returned(machine, machine.force(root), beginning.file);
    for (let ask = unasked.pop(); ask !== undefined; ask = unasked.pop()) ask();
  } catch (error) {
    // Whoever calls may have left less room than the depth that is counted needs.
    if (!(error instanceof RangeError)) throw error;
    report(beginning, "is nested too deeply to understand");
  }
  for (const [i, { pins }] of files.entries()) {
    for (const { binding } of pins) {
      if (used.has(unparenthesized(binding.value))) continue;
      report({ file: i, start: binding.start, end: binding.end }, "differs, and no use of it was found");
    }
  }
  return { findings, hasSource, stale };
}

/** What the file of the package returns: a derivation that was looked at, or nothing that differs. */
function returned(machine: Machine, value: Value, file: number): void {
  const called =
    value.kind === "closure" ? machine.apply(value, valueThunk(OPAQUE), wholeOf(value, file)) : value;
  for (const each of alternatives(called)) {
    if (each.kind === "derivation") continue;
    if (machine.moves(each))
      machine.report(wholeOf(value, file), "returns a changed value that is not a known derivation");
  }
}

function wholeOf(value: Value, file: number): Location {
  if (value.kind !== "closure") return { file, start: 0, end: 0 };
  const { start, end } = value.function.body;
  return { file, start, end };
}
