import { isSetBuilder } from "../../derivation/builder-names.ts";
import { attributeSink, OBEYED } from "./builder-attributes.ts";
import { ownSet, selfApplied, setOf } from "./self.ts";
import { HASH_MOVED, HASH_STILL, hashesOf, judgeHashes, pour, pourUnnamed } from "./sinks.ts";
import {
  alternatives,
  type ClosureValue,
  choiceOf,
  type DerivationValue,
  DIFFERING,
  EMPTY_SET,
  type Location,
  type Machine,
  NOTHING,
  OPAQUE,
  type SetValue,
  type Thunk,
  type Value,
  valueThunk,
} from "./values.ts";

/** Builders by their last names whose first argument is something else: what the set is given to is the rest. */
export function isBuilder(path: readonly string[]): boolean {
  const last = path.at(-1) ?? "";
  return isSetBuilder(last) || last === "overrideAttrs" || last === "overridePythonAttrs";
}

/** What a builder returns, having looked at all that it is given. */
export function build(machine: Machine, path: readonly string[], argument: Thunk, location: Location): Value {
  const name = path.at(-1) ?? "";
  const upon = name.startsWith("override") ? EMPTY_SET : null;
  const found = alternatives(machine.force(argument)).map((given) =>
    buildOne(machine, name, given, upon, location),
  );
  return choiceOf(found) ?? DIFFERING;
}

/** What `override` and `overrideAttrs` make of a derivation that was looked at. */
export function overridden(
  machine: Machine,
  base: DerivationValue,
  how: "override" | "overrideAttrs",
  args: readonly Thunk[],
  location: Location,
): Value {
  const [argument] = args;
  if (argument === undefined) return base;
  if (how === "override") {
    if (machine.moves(machine.force(argument)))
      machine.report(location, "passes a changed value to `override`");
    return base;
  }
  const found = alternatives(machine.force(argument)).map((given) =>
    buildOne(machine, how, given, base.attributes, location),
  );
  const value = choiceOf(found) ?? DIFFERING;
  if (value.kind !== "derivation") return value;
  return machine.derivation(value.attributes, () => [value, base].map((each) => each.moves()).includes(true));
}

function buildOne(
  machine: Machine,
  name: string,
  given: Value,
  upon: SetValue | null,
  location: Location,
): Value {
  switch (given.kind) {
    case "set":
      return buildSet(machine, name, given, upon, location);
    case "closure":
      return buildSet(machine, name, ownAttributes(machine, given, upon, location), upon, location);
    case "nothing":
      return NOTHING;
    case "opaque":
    case "text":
    case "list":
    case "path":
    case "native":
    case "derivation":
    case "differing":
    case "choice":
      if (!machine.moves(given)) return OPAQUE;
      machine.report(location, `passes a changed value to \`${name}\` in a way that is not understood`);
      return DIFFERING;
  }
}

/** The set that `finalAttrs: { … }`, `old: { … }` or `finalAttrs: old: { … }` returns. */
function ownAttributes(
  machine: Machine,
  closure: ClosureValue,
  upon: SetValue | null,
  location: Location,
): SetValue {
  if (upon === null) return selfApplied(machine, closure, location);
  const old = valueThunk(upon.attributes.size > 0 ? upon : OPAQUE);
  if (closure.function.body.kind !== "function")
    return setOf(machine, machine.apply(closure, old, location), location);
  return ownSet(
    machine,
    location,
    (self) => machine.apply(machine.apply(closure, self, location), old, location),
    (set) => ({ ...set, attributes: new Map([...upon.attributes, ...set.attributes]) }),
  );
}

function buildSet(
  machine: Machine,
  name: string,
  set: SetValue,
  upon: SetValue | null,
  location: Location,
): DerivationValue {
  const attributes =
    upon === null ? set : { ...set, attributes: new Map([...upon.attributes, ...set.attributes]) };
  return machine.derivation(attributes, () => looksAt(machine, name, set, upon, location));
}

/** Looks at all attributes that a builder is given, and whether any of them differs. */
function looksAt(
  machine: Machine,
  name: string,
  set: SetValue,
  upon: SetValue | null,
  location: Location,
): boolean {
  const moving = new Set<string>();
  for (const [attribute, value] of set.attributes) {
    const forced = machine.force(value);
    if (machine.moves(forced)) moving.add(attribute);
    const sink = attributeSink(attribute);
    const at = value.location ?? location;
    if (attribute === "mktplcRef") pourMarketplace(machine, forced, at);
    else if (attribute === "cargoLock") pourCargoLock(machine, forced, at);
    else if (sink !== null) pour(machine, forced, sink, at);
    else if (moving.has(attribute)) moreThanText(machine, name, attribute, at);
    if (sink === "texts") pourVariables(machine, name, forced, at);
  }
  pourUnnamed(machine, set, name, location);
  judgeOwnHashes(machine, set, moving, location);
  if (upon !== null && moving.has("version") && !moving.has("src") && !moving.has("srcs")) {
    machine.report(location, "changes the version of a package, but not its source");
  }
  return moving.size > 0;
}

function moreThanText(machine: Machine, name: string, attribute: string, location: Location): void {
  const as = `as \`${attribute}\`, which may be more than text`;
  machine.report(location, `passes a changed value to \`${name}\` ${as}`);
}

/** `env = { … }`: variables that are obeyed are as little text in there as beside it. */
function pourVariables(machine: Machine, name: string, value: Value, location: Location): void {
  for (const each of alternatives(value)) {
    if (each.kind !== "set") continue;
    for (const [variable, thunk] of each.attributes) {
      if (!OBEYED.has(variable) || !machine.moves(machine.force(thunk))) continue;
      moreThanText(machine, name, variable, thunk.location ?? location);
    }
    pourUnnamed(machine, each, name, location);
  }
}

/** What a builder fetches itself, of a source that differs. */
const LOCATING = ["version", "src", "srcs", "url", "urls", "mktplcRef", "cargoDeps", "lockFile", "name"];

function judgeOwnHashes(
  machine: Machine,
  set: SetValue,
  moving: ReadonlySet<string>,
  location: Location,
): void {
  const founded = LOCATING.some((name) => moving.has(name));
  for (const { at, moved } of hashesOf(machine, set, location)) {
    if (moved && !founded) machine.report(at, HASH_MOVED);
  }
  if (!moving.has("version") || moving.has("src") || moving.has("srcs")) return;
  for (const { at, moved } of hashesOf(machine, set, location, (name) => name === "outputHash")) {
    if (!moved) machine.report(at, HASH_STILL);
  }
}

/** `mktplcRef = { publisher, name, version, hash }`: an extension of a publisher, by its version. */
function pourMarketplace(machine: Machine, value: Value, location: Location): void {
  for (const each of alternatives(value)) {
    if (each.kind !== "set") {
      if (machine.moves(each))
        machine.report(location, "uses a changed value in a way that is not understood");
      continue;
    }
    let located = false;
    for (const [name, thunk] of each.attributes) {
      const forced = machine.force(thunk);
      const sink = name === "version" ? "version" : attributeSink(name) === "hash" ? "hash" : null;
      located ||= name === "version" && machine.moves(forced);
      if (sink !== null) pour(machine, forced, sink, thunk.location ?? location);
      else if (machine.moves(forced))
        machine.report(thunk.location ?? location, `passes a changed value to \`mktplcRef\` as \`${name}\``);
    }
    pourUnnamed(machine, each, "mktplcRef", location);
    judgeHashes(machine, each, { located, founded: located }, location);
  }
}

/** `cargoLock = { lockFile, outputHashes }`. */
function pourCargoLock(machine: Machine, value: Value, location: Location): void {
  for (const each of alternatives(value)) {
    if (each.kind !== "set") {
      pour(machine, each, "source", location);
      continue;
    }
    for (const [name, thunk] of each.attributes) {
      const forced = machine.force(thunk);
      if (name === "lockFile") pour(machine, forced, "source", location);
      else if (machine.moves(forced))
        machine.report(location, `passes a changed value to \`cargoLock\` as \`${name}\``);
    }
    pourUnnamed(machine, each, "cargoLock", location);
  }
}
