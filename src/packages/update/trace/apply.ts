import type { FunctionExpression } from "../../../nix/ast.ts";
import { fetcherKind } from "../../derivation/fetcher-names.ts";
import { build, isBuilder } from "./builders.ts";
import { fetch } from "./fetchers.ts";
import { libraryFunction } from "./library/library.ts";
import { attributeOf } from "./select.ts";
import {
  alternatives,
  type ClosureValue,
  choiceOf,
  DIFFERING,
  type Environment,
  type Location,
  type Machine,
  NOTHING,
  OPAQUE,
  type Thunk,
  thunk,
  tooMany,
  type Value,
  valueThunk,
} from "./values.ts";

/** What a function returns for an argument. */
export function applyValue(machine: Machine, fn: Value, argument: Thunk, location: Location): Value {
  const found = alternatives(fn).map((each) => applyOne(machine, each, argument, location));
  const value = choiceOf(found);
  if (value !== null) return value;
  return tooMany(machine, "things", location);
}

function applyOne(machine: Machine, fn: Value, argument: Thunk, location: Location): Value {
  switch (fn.kind) {
    case "nothing":
      return NOTHING;
    case "closure":
      return applyClosure(machine, fn, argument, location);
    case "native": {
      const args = [...fn.args, argument];
      return args.length === fn.arity ? fn.run(args, location) : { ...fn, args };
    }
    case "opaque":
      return applyNamed(machine, fn.path, argument, location);
    case "choice":
      return applyValue(machine, fn, argument, location);
    case "text":
    case "set":
    case "list":
    case "path":
    case "derivation":
    case "differing": {
      if (![fn, machine.force(argument)].map((each) => machine.moves(each)).includes(true)) return OPAQUE;
      machine.report(location, "passes a changed value to a function that is not understood");
      return DIFFERING;
    }
  }
}

/** A function of the package itself. */
export function applyClosure(
  machine: Machine,
  closure: ClosureValue,
  argument: Thunk,
  location: Location,
): Value {
  const { function: fn, scope, file } = closure;
  if (fn.formals === null) {
    const names = new Map<string, Thunk>();
    if (fn.argument?.text != null) names.set(fn.argument.text, argument);
    return machine.evaluate(fn.body, { kind: "names", names, above: scope }, file);
  }
  const found = alternatives(machine.force(argument)).map((given) =>
    applyToSet(machine, fn, given, argument, scope, file, location),
  );
  const value = choiceOf(found);
  if (value !== null) return value;
  return tooMany(machine, "things", location);
}

function applyToSet(
  machine: Machine,
  fn: FunctionExpression,
  given: Value,
  argument: Thunk,
  scope: Environment,
  file: number,
  location: Location,
): Value {
  const names = new Map<string, Thunk>();
  const inside: Environment = { kind: "names", names, above: scope };
  if (fn.argument?.text != null) {
    names.set(
      fn.argument.text,
      alternatives(machine.force(argument)).length > 1 ? valueThunk(given) : argument,
    );
  }
  for (const formal of fn.formals?.formals ?? []) {
    const name = formal.name.text;
    if (name === null) continue;
    const { default: other } = formal;
    names.set(
      name,
      thunk(() => {
        const own = argumentOf(machine, given, name, location);
        if (own.sure || other === null) return own.value ?? { kind: "opaque", path: [name] };
        const otherwise = machine.evaluate(other, inside, file);
        if (own.value === null) return otherwise;
        return choiceOf([own.value, otherwise]) ?? DIFFERING;
      }),
    );
  }
  return machine.evaluate(fn.body, inside, file);
}

type Argument = { readonly value: Value | null; readonly sure: boolean };

function argumentOf(machine: Machine, given: Value, name: string, location: Location): Argument {
  switch (given.kind) {
    case "set": {
      const sure = given.attributes.has(name);
      return { value: attributeOf(machine, given, name), sure };
    }
    case "opaque":
      return { value: { kind: "opaque", path: [name] }, sure: false };
    case "derivation":
    case "differing":
      return { value: machine.select(given, name, location), sure: true };
    case "text":
    case "list":
    case "path":
    case "closure":
    case "native":
    case "nothing":
    case "choice":
      return { value: null, sure: false };
  }
}

/** A function known by its names alone, such as `lib.versions.major`. */
function applyNamed(machine: Machine, path: readonly string[], argument: Thunk, location: Location): Value {
  const last = path.at(-1) ?? "";
  const kind = fetcherKind(last);
  if (kind !== null) return fetch(machine, { name: last, kind }, argument, location);
  if (isBuilder(path)) return build(machine, path, argument, location);
  const known = libraryFunction(machine, path);
  if (known !== null) return applyOne(machine, known, argument, location);
  // `buildGoModule.override { go = go_1_24; }` is still what it was.
  const before = path.slice(0, -1);
  if (last === "override" && isBuilder(before) && !machine.moves(machine.force(argument))) {
    return { kind: "opaque", path: before };
  }
  if (!machine.moves(machine.force(argument))) return OPAQUE;
  machine.report(
    location,
    last === ""
      ? "passes a changed value to an unknown function"
      : `passes a changed value to \`${last}\`, an unknown function`,
  );
  return OPAQUE;
}
