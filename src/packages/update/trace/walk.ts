import { textMoves } from "./texts.ts";
import {
  type ClosureValue,
  DIFFERING,
  type Environment,
  type Machine,
  OPAQUE,
  type Thunk,
  thunk,
  type Value,
  valueThunk,
} from "./values.ts";

/**
 * Whether anything that a value holds differs. All of it is evaluated, the bodies of functions with
 * arguments of which nothing is known, so that whatever is wrong in there is reported.
 */
export function holdsMoving(
  machine: Machine,
  root: Value,
  step: () => boolean,
  postpone: (each: Thunk) => void,
): boolean {
  const seen = new Set<Value>();
  const pending: Value[] = [root];
  const thunks: Thunk[] = [];
  let found = false;
  function later(each: Thunk): void {
    if (each.still) return;
    const value = machine.tryForce(each);
    if (value === null) {
      postpone(each);
      return;
    }
    thunks.push(each);
    pending.push(value);
  }
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    if (!step()) return true;
    switch (value.kind) {
      case "opaque":
      case "nothing":
        break;
      case "differing":
        found = true;
        break;
      case "text":
        found ||= textMoves(value);
        break;
      case "path":
        found = machine.pathMoves(value) || found;
        break;
      case "derivation":
        later(thunk(() => (value.moves() ? DIFFERING : OPAQUE)));
        break;
      case "set":
        for (const each of value.attributes.values()) later(each);
        for (const each of value.rest) later(each);
        break;
      case "list":
        for (const each of value.elements) later(each);
        break;
      case "native":
        for (const each of value.args) later(each);
        break;
      case "choice":
        for (const each of value.values) pending.push(each);
        break;
      case "closure":
        for (const each of bodiesOf(machine, value)) later(each);
        break;
    }
  }
  // Nothing in all of that moves, so nothing in any part of it does but what is asked later, which is reported then.
  if (!found) for (const each of thunks) each.still = true;
  return found;
}

/** What a function returns where nothing is known of what it is given, and its defaults. */
function bodiesOf(machine: Machine, { function: fn, scope, file }: ClosureValue): readonly Thunk[] {
  const formals = fn.formals?.formals ?? [];
  const given = [fn.argument?.text, ...formals.map(({ name: { text } }) => text)].map((text) => text ?? "");
  const names = new Map(given.map((name) => [name, valueThunk({ kind: "opaque", path: [name] })]));
  const inside: Environment = { kind: "names", names, above: scope };
  const defaults = formals.flatMap(({ default: value }) => value ?? []);
  return [fn.body, ...defaults].map((each) => thunk(() => machine.evaluate(each, inside, file)));
}
