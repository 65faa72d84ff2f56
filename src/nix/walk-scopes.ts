import type { AttributeSet, FunctionExpression, LetExpression, WithExpression } from "./ast.ts";
import { isGlobal } from "./builtin-names.ts";
import { type MergedSet, mayMerge, mergedSet } from "./merged-sets.ts";
import { OPERATORS } from "./parsing/operators.ts";
import { KIND, type Tree } from "./parsing/tree.ts";
import type { Span } from "./text.ts";

/** A name that a construct brings into scope, and where it is bound first. */
export type Bound = Span & {
  readonly kind: "formal" | "whole-argument" | "let" | "rec";
  readonly name: string;
  /** Whether it is looked up anywhere that was walked through yet. */
  readonly isUsed: boolean;
};

/** What a name is bound by, where it is looked up. */
export type Origin =
  | Bound
  /** None of the above, so by this `with` or by one around it. */
  | { readonly kind: "with"; readonly with: WithExpression }
  /** Every release of Nix from 2.28 on defines it for any file; or (`sometimes`) only some, or with a setting. */
  | { readonly kind: "global"; readonly when: "always" | "sometimes" }
  | { readonly kind: "nothing" };

/** What looks a name up: a variable, a name that is inherited, or what Nix takes for a call of a global one. */
export type Use = Span & { readonly name: string; readonly isVariable: boolean };

/** Who is told what is in scope where. */
export type ScopeVisitor = {
  /** Of each name that is looked up, and what it finds; `inScope` are the names that are bound there, and then. */
  use?(use: Use, origin: Origin, inScope: ReadonlyMap<string, Bound>): void;
  /** Of each construct that brings names into scope, once all of it was walked through. */
  leave?(scope: LeftScope): void;
  /** Of each `with`, once all of it was walked through: whether any name may be looked up in it. */
  leaveWith?(expression: WithExpression, isUsed: boolean): void;
};

export type LeftScope = {
  /** Null for a set of which no part is written out as one. */
  readonly construct: FunctionExpression | LetExpression | AttributeSet | null;
  readonly bounds: readonly Bound[];
  /** Whether it is a set that Nix puts together of more than one. */
  readonly isMerged: boolean;
};

type Entry = Span & {
  readonly kind: Bound["kind"];
  readonly name: string;
  isUsed: boolean;
  readonly outer: Entry | undefined;
  readonly frame: Frame;
};
type Frame = {
  /** Its place in the tree; negative for a set of which no part is written out. */
  readonly construct: number;
  readonly isMerged: boolean;
  readonly bounds: Entry[];
};
type With = { readonly kind: "with"; readonly with: WithExpression; isUsed: boolean };

// What is to be done next is a place in the tree, or one of these.
const [LEAVE, ENTER_WITH, LEAVE_WITH, MERGED_SET] = [-1, -2, -3, -4];

/** Operators that Nix takes for a call of what their name here stands for, whoever binds that. */
const CALLS: Readonly<Record<string, string>> = {
  "-": "__sub",
  "*": "__mul",
  "/": "__div",
  "<": "__lessThan",
  ">": "__lessThan",
  "<=": "__lessThan",
  ">=": "__lessThan",
};

const ALWAYS: Origin = { kind: "global", when: "always" };
const SOMETIMES: Origin = { kind: "global", when: "sometimes" };
const NOTHING: Origin = { kind: "nothing" };

/** How far a walk is. */
type Walk = {
  readonly tree: Tree;
  readonly visitor: ScopeVisitor;
  /** What is in scope. */
  readonly names: Map<string, Entry>;
  readonly withs: With[];
  readonly frames: Frame[];
  readonly sets: MergedSet[];
  readonly pending: number[];
};

/**
 * Walks through a tree as Nix does when it binds variables (`bindVars`), and tells what every name is bound by.
 * `resolveName` does so for one name, from the constructs around it. Takes time in proportion to the tree, and does
 * not recurse. What `builtins.scopedImport` gives a file cannot be seen in it.
 */
export function walkScopes(tree: Tree, whole: number, visitor: ScopeVisitor): void {
  const pending = [whole];
  const walk: Walk = { tree, visitor, names: new Map(), withs: [], frames: [], sets: [], pending };
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    if (step >= 0) take(walk, step);
    else if (step === LEAVE) leave(walk);
    else if (step === LEAVE_WITH) leaveWith(walk);
    else if (step === ENTER_WITH) {
      walk.withs.push({ kind: "with", with: tree.node(pending.pop() ?? whole), isUsed: false });
    } else {
      const set = walk.sets[pending.pop() ?? 0];
      if (set !== undefined) enterSet(walk, set, set.written, "rec", -1);
    }
  }
}

function take(walk: Walk, at: number): void {
  const { tree, pending } = walk;
  const code = tree.kind(at);
  switch (code) {
    case KIND.variable: {
      const name = tree.slice(at);
      // That is a value of its own, whatever is in scope.
      if (name !== "__curPos") look(walk, name, at);
      break;
    }
    case KIND.function:
      enterFunction(walk, at);
      break;
    case KIND.letIn:
      enterBindings(walk, at, true);
      break;
    case KIND.plain:
    case KIND.rec:
    case KIND.let:
      enterBindings(walk, at, false);
      break;
    case KIND.with:
      pending.push(LEAVE_WITH, tree.part(at, 1), at, ENTER_WITH, tree.part(at, 0));
      break;
    case KIND.path:
      if (tree.text.charCodeAt(tree.start(at)) === LESS_THAN) {
        for (const name of ["__findFile", "__nixPath"]) look(walk, name, at);
      }
      nextParts(walk, at, 0);
      break;
    case KIND.unary:
      if (tree.text.charCodeAt(tree.start(at)) === MINUS) look(walk, "__sub", at);
      nextParts(walk, at, 0);
      break;
    default:
      if (code >= KIND.binary) {
        const called = CALLS[OPERATORS[code - KIND.binary]?.sign ?? ""];
        if (called !== undefined) look(walk, called, at);
      }
      nextParts(walk, at, 0);
  }
}

function look({ tree, visitor, names, withs }: Walk, name: string, at: number): void {
  const entry = names.get(name);
  if (entry !== undefined) entry.isUsed = true;
  const origin = entry ?? originOf(withs, name);
  const isVariable = tree.kind(at) === KIND.variable;
  visitor.use?.({ name, isVariable, start: tree.start(at), end: tree.end(at) }, origin, names);
}

function originOf(withs: readonly With[], name: string): Origin {
  const when = isGlobal(name);
  if (when === "always") return ALWAYS;
  const innermost = withs.at(-1);
  if (innermost === undefined) return when === "never" ? NOTHING : SOMETIMES;
  innermost.isUsed = true;
  return innermost;
}

function enter({ frames, pending }: Walk, construct: number, isMerged: boolean): Frame {
  const frame: Frame = { construct, isMerged, bounds: [] };
  frames.push(frame);
  pending.push(LEAVE);
  return frame;
}

function bind({ tree, names }: Walk, frame: Frame, kind: Bound["kind"], at: number): void {
  const name = tree.nameText(at);
  if (name === null) return;
  const outer = names.get(name);
  if (outer?.frame === frame) return;
  const entry = { kind, name, start: tree.start(at), end: tree.end(at), isUsed: false, outer, frame };
  frame.bounds.push(entry);
  names.set(name, entry);
}

function leave({ tree, visitor, names, frames, pending }: Walk): void {
  const frame = frames.pop();
  if (frame === undefined) return;
  const { construct, isMerged, bounds } = frame;
  // At the end nobody looks anything up any more.
  if (pending.length > 0) {
    for (const { name, outer } of bounds) {
      if (outer === undefined) names.delete(name);
      else names.set(name, outer);
    }
  }
  visitor.leave?.({ construct: construct < 0 ? null : tree.node(construct), isMerged, bounds });
}

/** So that the first of these parts of a node is next; what is a text has nothing in it. */
function nextParts({ tree, pending }: Walk, at: number, from: number): void {
  for (let i = tree.count(at) - 1; i >= from; i--) {
    const part = tree.part(at, i);
    const code = tree.kind(part);
    if (code !== KIND.text && code !== KIND.name) pending.push(part);
  }
}

function enterFunction(walk: Walk, at: number): void {
  const { tree, pending } = walk;
  const frame = enter(walk, at, false);
  const body = tree.count(at) - 1;
  let formals = -1;
  for (let i = 0; i < body; i++) {
    const part = tree.part(at, i);
    if (tree.kind(part) === KIND.name) bind(walk, frame, "whole-argument", part);
    else formals = part;
  }
  pending.push(tree.part(at, body));
  if (formals < 0) return;
  const count = tree.count(formals);
  for (let i = 0; i < count; i++) bind(walk, frame, "formal", tree.part(tree.part(formals, i), 0));
  for (let i = count - 1; i >= 0; i--) nextParts(walk, tree.part(formals, i), 1);
}

function enterBindings(walk: Walk, at: number, isLet: boolean): void {
  const { tree, pending } = walk;
  const count = tree.count(at) - (isLet ? 1 : 0);
  const isRecursive = tree.kind(at) !== KIND.plain;
  if (mayMerge(tree, at, count)) {
    const body = isLet ? tree.part(at, count) : -1;
    enterSet(walk, mergedSet(tree, at, count, isRecursive), at, isLet ? "let" : "rec", body);
    return;
  }
  // What is inherited from around is looked up there.
  for (let i = 0; i < count; i++) {
    const binding = tree.part(at, i);
    if (tree.kind(binding) === KIND.inherit) inherit(walk, binding);
  }
  if (isRecursive) bindAll(walk, enter(walk, at, false), isLet ? "let" : "rec", at, count);
  if (isLet) pending.push(tree.part(at, count));
  for (let i = count - 1; i >= 0; i--) nextInBinding(walk, tree.part(at, i));
}

/** Binds all that bindings define: the names that they inherit, and the first of each attrpath. */
function bindAll(walk: Walk, frame: Frame, kind: Bound["kind"], at: number, count: number): void {
  const { tree } = walk;
  for (let i = 0; i < count; i++) {
    const binding = tree.part(at, i);
    const code = tree.kind(binding);
    if (code === KIND.binding) {
      bind(walk, frame, kind, tree.part(tree.part(binding, 0), 0));
      continue;
    }
    const names = tree.count(binding);
    for (let j = code === KIND.inherit ? 0 : 1; j < names; j++) {
      bind(walk, frame, kind, tree.part(binding, j));
    }
  }
}

/** What of a binding is seen from inside of its set. */
function nextInBinding(walk: Walk, binding: number): void {
  const { tree, pending } = walk;
  const code = tree.kind(binding);
  if (code === KIND.inheritFrom) pending.push(tree.part(binding, 0));
  if (code !== KIND.binding) return;
  pending.push(tree.part(binding, 1));
  const attrpath = tree.part(binding, 0);
  for (let i = tree.count(attrpath) - 1; i >= 0; i--) {
    const name = tree.part(attrpath, i);
    if (tree.kind(name) !== KIND.name && tree.nameText(name) === null) nextParts(walk, name, 0);
  }
}

/** A set that is put together; without a body, if that is negative. */
function enterSet(walk: Walk, set: MergedSet, construct: number, kind: "let" | "rec", body: number): void {
  const { sets, pending } = walk;
  for (const name of set.inherited) lookInherited(walk, name);
  if (set.isRecursive) {
    const frame = enter(walk, construct, set.isMerged);
    for (const { name } of set.names.values()) bind(walk, frame, kind, name);
  }
  if (body >= 0) pending.push(body);
  for (const each of set.sets.toReversed()) pending.push(sets.push(each) - 1, MERGED_SET);
  for (const part of set.parts.toReversed()) pending.push(part);
}

function inherit(walk: Walk, binding: number): void {
  const count = walk.tree.count(binding);
  for (let i = 0; i < count; i++) lookInherited(walk, walk.tree.part(binding, i));
}

function lookInherited(walk: Walk, at: number): void {
  const name = walk.tree.nameText(at);
  if (name !== null) look(walk, name, at);
}

function leaveWith({ visitor, withs }: Walk): void {
  const left = withs.pop();
  if (left === undefined) return;
  // What this one lacks is looked up in the next.
  const outer = withs.at(-1);
  if (left.isUsed && outer !== undefined) outer.isUsed = true;
  visitor.leaveWith?.(left.with, left.isUsed);
}

const [LESS_THAN, MINUS] = ["<".charCodeAt(0), "-".charCodeAt(0)];
