import {
  type AttributeSet,
  type Binding,
  children,
  type Expression,
  type FunctionExpression,
  type LetExpression,
  type Name,
  type Node,
  type WithExpression,
} from "./ast.ts";
import { isGlobal } from "./builtin-names.ts";
import { eachDefinedName } from "./expressions.ts";
import { type MergedSet, mayMerge, mergedSet } from "./merged-sets.ts";

/** A name that a construct brings into scope. */
export type Bound = {
  readonly kind: "formal" | "whole-argument" | "let" | "rec";
  /** Where it is bound first. */
  readonly name: Name;
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
export type Use = { readonly name: string; readonly at: Node };

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

type Entry = { kind: Bound["kind"]; name: Name; isUsed: boolean; outer: Entry | undefined; frame: Frame };
type Frame = {
  readonly construct: LeftScope["construct"];
  readonly isMerged: boolean;
  readonly bounds: Entry[];
};

type Step =
  | Node
  | { readonly kind: "leave"; readonly frame: Frame }
  | { readonly kind: "enter-with"; readonly with: WithExpression }
  | { readonly kind: "leave-with" }
  | { readonly kind: "merged-set"; readonly set: MergedSet };

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

/**
 * Walks through an expression as Nix does when it binds variables (`bindVars`), and tells what every name is bound
 * by. `resolveName` does so for one name, from the constructs around it. Takes time in proportion to the
 * expression, and does not recurse. What `builtins.scopedImport` gives a file cannot be seen in it.
 */
export function walkScopes(root: Expression, visitor: ScopeVisitor): void {
  const names = new Map<string, Entry>();
  const withs: { readonly with: WithExpression; isUsed: boolean }[] = [];
  const pending: Step[] = [root];

  function look(name: string, at: Node): void {
    const entry = names.get(name);
    if (entry !== undefined) entry.isUsed = true;
    const origin = entry ?? originOf(name);
    visitor.use?.({ name, at }, origin, names);
  }

  function originOf(name: string): Origin {
    const when = isGlobal(name);
    if (when === "always") return { kind: "global", when };
    const innermost = withs.at(-1);
    if (innermost === undefined) return when === "never" ? { kind: "nothing" } : { kind: "global", when };
    innermost.isUsed = true;
    return { kind: "with", with: innermost.with };
  }

  function enter(construct: Frame["construct"], isMerged: boolean): Frame {
    const frame: Frame = { construct, isMerged, bounds: [] };
    pending.push({ kind: "leave", frame });
    return frame;
  }

  function bind(frame: Frame, kind: Bound["kind"], name: Name): void {
    if (name.text === null) return;
    const outer = names.get(name.text);
    if (outer?.frame === frame) return;
    const entry: Entry = { kind, name, isUsed: false, outer, frame };
    frame.bounds.push(entry);
    names.set(name.text, entry);
  }

  function leave({ construct, isMerged, bounds }: Frame): void {
    for (const { name, outer } of bounds) {
      if (name.text === null) continue;
      if (outer === undefined) names.delete(name.text);
      else names.set(name.text, outer);
    }
    visitor.leave?.({ construct, isMerged, bounds });
  }

  /** So that the first of them is next. */
  function next(steps: readonly Step[]): void {
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i];
      if (step !== undefined) pending.push(step);
    }
  }

  function enterFunction(construct: FunctionExpression): void {
    const frame = enter(construct, false);
    if (construct.argument !== null) bind(frame, "whole-argument", construct.argument);
    const formals = construct.formals?.formals ?? [];
    for (const { name } of formals) bind(frame, "formal", name);
    pending.push(construct.body);
    next(formals.flatMap((formal) => formal.default ?? []));
  }

  function enterBindings(construct: LetExpression | AttributeSet, body: readonly Expression[]): void {
    const { bindings } = construct;
    const isRecursive = construct.kind === "let" || construct.form !== "plain";
    if (mayMerge(bindings)) {
      enterSet(mergedSet(bindings, isRecursive), construct, body);
      return;
    }
    // What is inherited from around is looked up there.
    for (const binding of bindings) {
      if (binding.kind === "inherit" && binding.source === null) inherit(binding.names);
    }
    if (isRecursive) {
      const frame = enter(construct, false);
      const kind = construct.kind === "let" ? "let" : "rec";
      for (const definition of eachDefinedName(bindings)) {
        if (definition !== null) bind(frame, kind, definition.name);
      }
    }
    next(body);
    next(bindings.flatMap(partsOf));
  }

  function enterSet(
    set: MergedSet,
    construct: LetExpression | AttributeSet | null,
    body: readonly Expression[],
  ): void {
    inherit(set.inherited);
    if (set.isRecursive) {
      const frame = enter(construct, set.isMerged);
      const kind = construct?.kind === "let" ? "let" : "rec";
      for (const { name } of set.names.values()) bind(frame, kind, name);
    }
    next(body);
    next(set.sets.map((each) => ({ kind: "merged-set", set: each })));
    next(set.parts);
  }

  function inherit(inherited: readonly Name[]): void {
    for (const name of inherited) if (name.text !== null) look(name.text, name);
  }

  function take(step: Step): void {
    switch (step.kind) {
      case "variable":
        // That is a value of its own, whatever is in scope.
        if (step.name !== "__curPos") look(step.name, step);
        break;
      case "path":
        if (step.form === "search") for (const name of ["__findFile", "__nixPath"]) look(name, step);
        next(step.interpolations);
        break;
      case "unary":
      case "binary": {
        const called = CALLS[step.operator];
        if (called !== undefined) look(called, step);
        next(children(step));
        break;
      }
      case "function":
        enterFunction(step);
        break;
      case "let":
        enterBindings(step, [step.body]);
        break;
      case "attrset":
        enterBindings(step, []);
        break;
      case "with":
        next([step.environment, { kind: "enter-with", with: step }, step.body, { kind: "leave-with" }]);
        break;
      case "enter-with":
        withs.push({ with: step.with, isUsed: false });
        break;
      case "leave-with":
        leaveWith();
        break;
      case "leave":
        leave(step.frame);
        break;
      case "merged-set":
        enterSet(step.set, step.set.written, []);
        break;
      default:
        next(children(step));
    }
  }

  function leaveWith(): void {
    const left = withs.pop();
    if (left === undefined) return;
    // What this one lacks is looked up in the next.
    const outer = withs.at(-1);
    if (left.isUsed && outer !== undefined) outer.isUsed = true;
    visitor.leaveWith?.(left.with, left.isUsed);
  }

  for (let step = pending.pop(); step !== undefined; step = pending.pop()) take(step);
}

/** What of a binding is seen from inside of its set. */
function partsOf(binding: Binding): readonly Node[] {
  if (binding.kind === "inherit") return binding.source === null ? [] : [binding.source];
  const { attrpath, value } = binding;
  const computed = attrpath.names.flatMap((name) => (name.text === null ? (name.expression ?? []) : []));
  return computed.length === 0 ? [value] : [...computed, value];
}
