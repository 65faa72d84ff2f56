import type { AttributeBinding, AttributeSet, Binding, Expression, Name, Node } from "./ast.ts";
import { unparenthesized } from "./expressions.ts";

/** A set as Nix puts it together of all that is written under its name, such as `{ a = { b = 1; }; a.c = 2; }`. */
export type MergedSet = {
  /** The first set that is written out there; null for one of `a.b = …` alone. */
  readonly written: AttributeSet | null;
  /**
   * Whether its names are in scope in it. The first one that is written decides for all of them: Nix drops the
   * `rec` of each later one (NixOS/nix#9020).
   */
  readonly isRecursive: boolean;
  /** Whether it is made of more than one. */
  isMerged: boolean;
  /** The names that are in it, each with the set that it is, or null. */
  readonly names: Map<string, { readonly name: Name; readonly set: MergedSet | null }>;
  /** Those that it inherits from around. */
  readonly inherited: Name[];
  /** All that is seen from inside of it: values, sources of `inherit`, computed names. */
  readonly parts: Node[];
  /** The sets in it, which are seen from inside of it, too. */
  readonly sets: MergedSet[];
};

/** Whether some name may be defined in more than one place, one of which is a set that is written out. */
export function mayMerge(bindings: readonly Binding[]): boolean {
  let sets = 0;
  let others = 0;
  for (const binding of bindings) {
    if (binding.kind !== "binding") continue;
    if (writtenSet(binding.value) !== null) sets++;
    else if (binding.attrpath.names.length > 1) others++;
  }
  if (sets === 0 || sets + others < 2) return false;
  const seen = new Map<string, boolean>();
  for (const binding of bindings) {
    const name = binding.kind === "binding" ? binding.attrpath.names[0]?.text : null;
    if (binding.kind !== "binding" || name == null) continue;
    const isSet = writtenSet(binding.value) !== null;
    const before = seen.get(name);
    if (before !== undefined && (before || isSet)) return true;
    seen.set(name, isSet);
  }
  return false;
}

/** All that bindings define, put together. Takes time in proportion to them, and does not recurse. */
export function mergedSet(bindings: readonly Binding[], isRecursive: boolean): MergedSet {
  const whole = emptySet(null, isRecursive);
  const pending = [{ set: whole, bindings, next: 0 }];
  for (let at = pending.at(-1); at !== undefined; at = pending.at(-1)) {
    const binding = at.bindings[at.next++];
    if (binding === undefined) pending.pop();
    else if (binding.kind === "inherit") inherit(at.set, binding);
    else {
      const inner = define(at.set, binding);
      if (inner !== null) pending.push({ ...inner, next: 0 });
    }
  }
  return whole;
}

function inherit(set: MergedSet, { source, names }: Extract<Binding, { kind: "inherit" }>): void {
  if (source !== null) set.parts.push(source);
  for (const name of names) {
    if (source === null) set.inherited.push(name);
    if (name.text !== null) set.names.set(name.text, { name, set: null });
  }
}

/** Defines what a binding does; a set that is written out there is given back, to be read next. */
function define(
  set: MergedSet,
  { attrpath, value }: AttributeBinding,
): { readonly set: MergedSet; readonly bindings: readonly Binding[] } | null {
  let into = set;
  for (const [i, name] of attrpath.names.entries()) {
    const isLast = i === attrpath.names.length - 1;
    const written = isLast ? writtenSet(value) : null;
    if (name.text === null) {
      if (name.expression !== null) into.parts.push(name.expression);
      if (isLast) break;
      const inner = emptySet(null, false);
      into.sets.push(inner);
      into = inner;
      continue;
    }
    const known = into.names.get(name.text)?.set ?? null;
    if (isLast && written === null) {
      into.names.set(name.text, { name, set: null });
      break;
    }
    if (known !== null) known.isMerged = true;
    const inner = known ?? emptySet(written, written?.form === "rec");
    if (known === null) {
      into.sets.push(inner);
      into.names.set(name.text, { name, set: inner });
    }
    if (written !== null) return { set: inner, bindings: written.bindings };
    into = inner;
  }
  into.parts.push(value);
  return null;
}

function emptySet(written: AttributeSet | null, isRecursive: boolean): MergedSet {
  return { written, isRecursive, isMerged: false, names: new Map(), inherited: [], parts: [], sets: [] };
}

/** A set that is written out, in whatever parentheses. */
function writtenSet(value: Expression): AttributeSet | null {
  const inner = unparenthesized(value);
  return inner.kind === "attrset" && inner.form !== "let" ? inner : null;
}
