import type {
  AttributeBinding,
  AttributeSet,
  Binding,
  Formal,
  FunctionExpression,
  LetExpression,
  Name,
} from "./ast.ts";
import { keptIn } from "./kept-in.ts";
import { KIND, partAt, placeOf } from "./parsing/tree.ts";

// What constructs bind, worked out once for each, and without an object for each of the names where that can be.

/** Something with bindings: `{ … }`, `rec { … }`, `let … in …`. */
export type Bindings = AttributeSet | LetExpression;

/** The names that bindings define, each with the places of those bindings in the list. */
export type BoundNames = {
  readonly places: ReadonlyMap<string, number | readonly number[]>;
  /** Whether there are computed ones, too. */
  readonly computed: boolean;
};

const bound = keptIn<Bindings, BoundNames>();

/** The names that bindings define: of each attrpath the first. */
export function boundNames(construct: Bindings): BoundNames {
  const existing = bound.get(construct);
  if (existing !== undefined) return existing;
  const places = new Map<string, number | number[]>();
  let computed = false;
  eachName(construct, (name, place) => {
    if (name === null) {
      computed = true;
      return;
    }
    const before = places.get(name);
    if (before === undefined) places.set(name, place);
    else if (typeof before === "number") places.set(name, [before, place]);
    else before.push(place);
  });
  const found = { places, computed };
  bound.set(construct, found);
  return found;
}

/** One of the bindings of a construct. */
export function bindingAt(construct: Bindings, place: number): Binding | null {
  const part = partAt(construct, place);
  return part?.kind === "binding" || part?.kind === "inherit" ? part : (construct.bindings[place] ?? null);
}

/** Whether a binding is of one name, and not of an attrpath such as `a.b`. */
export function hasOneName(binding: AttributeBinding): boolean {
  const place = placeOf(binding);
  if (place === null) return binding.attrpath.names.length === 1;
  return place.tree.count(place.tree.part(place.at, 0)) === 1;
}

/** The bindings of which the first name of the attrpath passes a test, in the order of the text. */
export function bindingsNamed(construct: Bindings, passes: (name: string) => boolean): AttributeBinding[] {
  const found: number[] = [];
  for (const [name, places] of boundNames(construct).places) {
    if (passes(name)) for (const place of [places].flat()) found.push(place);
  }
  return found
    .sort((a, b) => a - b)
    .flatMap((place) => {
      const binding = bindingAt(construct, place);
      return binding?.kind === "binding" ? [binding] : [];
    });
}

const formals = keptIn<FunctionExpression, ReadonlySet<string>>();

/** The names of the formals of a function. */
export function formalNames(fn: FunctionExpression): ReadonlySet<string> {
  const existing = formals.get(fn);
  if (existing !== undefined) return existing;
  const names = new Set<string>();
  const place = fn.formals === null ? null : placeOf(fn.formals);
  if (place === null) {
    for (const { name } of fn.formals?.formals ?? []) if (name.text !== null) names.add(name.text);
  } else {
    const { tree, at } = place;
    for (let i = 0; i < tree.count(at); i++) names.add(tree.slice(tree.part(tree.part(at, i), 0)));
  }
  formals.set(fn, names);
  return names;
}

/** The formals of a function that have a default. */
export function formalsWithDefault(fn: FunctionExpression): Formal[] {
  if (fn.formals === null) return [];
  const place = placeOf(fn.formals);
  if (place === null) return fn.formals.formals.filter((formal) => formal.default !== null);
  const { tree, at } = place;
  const found: Formal[] = [];
  for (let i = 0; i < tree.count(at); i++) {
    const formal = tree.count(tree.part(at, i)) > 1 ? partAt(fn.formals, i) : null;
    if (formal?.kind === "formal") found.push(formal);
  }
  return found;
}

function eachName(construct: Bindings, tell: (name: string | null, place: number) => void): void {
  const place = placeOf(construct);
  if (place === null) {
    for (const [i, binding] of construct.bindings.entries()) {
      for (const name of namesOf(binding)) tell(name.text, i);
    }
    return;
  }
  const { tree, at } = place;
  for (let i = 0; i < tree.count(at); i++) {
    const binding = tree.part(at, i);
    const kind = tree.kind(binding);
    if (kind === KIND.binding) tell(tree.nameText(tree.part(tree.part(binding, 0), 0)), i);
    else if (kind === KIND.inherit || kind === KIND.inheritFrom) {
      const from = kind === KIND.inherit ? 0 : 1;
      for (let j = from; j < tree.count(binding); j++) tell(tree.nameText(tree.part(binding, j)), i);
    }
  }
}

function namesOf(binding: Binding): readonly Name[] {
  return binding.kind === "inherit" ? binding.names : binding.attrpath.names.slice(0, 1);
}
