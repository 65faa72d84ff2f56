import {
  type Apply,
  type AttributeSet,
  type Binding,
  children,
  type Expression,
  type FunctionExpression,
  type InheritBinding,
  type Name,
  type Node,
  type Select,
} from "../../nix/ast.ts";
import { selectionChain, unparenthesized } from "../../nix/expressions.ts";
import type { Scope } from "../../nix/scope.ts";
import { lastName, plainString } from "./pins.ts";

/**
 * Where values of a package may come to be, told by names alone: a binding that mentions the name of a
 * value that moves may move as well, and so may whatever mentions its name, in all files of the package.
 * Scopes are not looked at, so that more is taken to move than does, never less: functions take their
 * arguments by name, and the whole argument of any function may be anything.
 */
export type Flow = {
  /** Whether an expression mentions what may move, or holds a binding of it. */
  moves(expression: Expression): boolean;
  /** The same, but for the whole arguments of functions, of which nothing is known. */
  surelyMoves(expression: Expression): boolean;
  /** Whether a binding of a set, or a name that it inherits, may move. */
  bindingMoves(binding: Binding, name: Name | null): boolean;
};

/** A set or `let`, and the innermost one around it. */
export type BindingSet = {
  /** Which of the files it stands in. */
  readonly file: number;
  readonly bindings: readonly Binding[];
  readonly set: AttributeSet | null;
  readonly above: BindingSet | null;
  /** What its values see, and what the names see that it inherits. */
  readonly scope: Scope;
  readonly around: Scope;
};

/** A value and the scope that it is seen in. */
export type Definition = { readonly value: Expression; readonly scope: Scope };

/** What gives a name to an expression: a binding, an inherited name, or a formal with a default. */
export type Holder = {
  readonly names: readonly string[];
  /** Whether it is anything but a set written out, whose attributes have names of their own. */
  readonly opaque: boolean;
  readonly above: Holder | null;
};

/** A name that an expression reads. `whole`: the value itself, not only an attribute of it by its name. */
type Mention = { readonly name: string; readonly whole: boolean };

/** The names of a package, indexed once; flows from different names are found in it. */
export type FlowIndex = {
  /** The name of the function that a set is given to, where it has one. */
  readonly callees: ReadonlyMap<AttributeSet, string>;
  /** The plain text that a name stands for, where all of the package gives it only one; else null. */
  readonly constants: ReadonlyMap<string, string | null>;
  /** All that the package binds a name to, by the last name of the attrpath. */
  readonly definitions: ReadonlyMap<string, readonly Definition[]>;
  readonly mentions: ReadonlyMap<string, readonly { readonly whole: boolean; readonly holder: Holder }[]>;
  readonly holders: ReadonlyMap<Binding, readonly Holder[]>;
  readonly parameters: ReadonlySet<string>;
  /** The files of which some part was not understood. */
  readonly broken: ReadonlySet<number>;
  /** Every attribute set and the bindings of every `let`, in all files. */
  readonly sets: readonly BindingSet[];
};

/**
 * Attributes that say who made a source and not which one, of what a fetcher or builder returns: they
 * are given as they are, whatever else was given.
 */
const IDENTITY_ATTRIBUTES = new Set([
  ...["owner", "repo", "domain", "group", "pname", "meta", "homepage", "passthru", "githubBase"],
  ...["override", "overrideAttrs", "tests", "updateScript"],
]);

/** Attributes that builders and fetchers make of the version or the URL. */
const DERIVED = ["name", "finalPackage", "drvAttrs", "outPath", "drvPath"];

type Visit = {
  readonly node: Node;
  readonly file: number;
  readonly holder: Holder | null;
  readonly set: BindingSet | null;
  readonly scope: Scope;
};

/** Indexes the names of a package's files. */
export function indexFlow(files: readonly Expression[]): FlowIndex {
  const mentions = new Map<string, { whole: boolean; holder: Holder }[]>();
  const holders = new Map<Binding, Holder[]>();
  const parameters = new Set<string>();
  const broken = new Set<number>();
  const sets: BindingSet[] = [];
  const callees = new Map<AttributeSet, string>();
  const constants = new Map<string, string | null>();
  const definitions = new Map<string, Definition[]>();
  const pending: Visit[] = files.map((node, file) => ({ node, file, holder: null, set: null, scope: [] }));

  function mention({ name, whole }: Mention, holder: Holder | null): void {
    if (holder === null) return;
    const known = mentions.get(name);
    if (known === undefined) mentions.set(name, [{ whole, holder }]);
    else known.push({ whole, holder });
  }

  function define(name: string, text: string | null): void {
    constants.set(name, constants.has(name) ? null : text);
  }

  function addBindings(bindings: readonly Binding[], set: AttributeSet | null, visit: Visit): void {
    const { file, scope: around } = visit;
    const named = set === null || set.form !== "plain";
    const scope: Scope = named ? [...around, { kind: "bindings", bindings }] : around;
    const own: BindingSet = { file, bindings, set, above: visit.set, scope, around };
    sets.push(own);
    for (const binding of bindings) {
      if (binding.kind === "binding") {
        const last = lastName(binding) ?? "";
        define(last, plainString(binding.value));
        const same = definitions.get(last);
        if (same === undefined) definitions.set(last, [{ value: binding.value, scope }]);
        else same.push({ value: binding.value, scope });
        const names = binding.attrpath.names.flatMap(({ text }) => (text === null ? [] : [text]));
        const opaque = unparenthesized(binding.value).kind !== "attrset";
        const holder: Holder = { names, opaque, above: visit.holder };
        holders.set(binding, [holder]);
        pending.push({ node: binding.value, file, holder, set: own, scope });
        for (const name of binding.attrpath.names)
          pending.push({ node: name, file, holder, set: own, scope });
      } else {
        const inherited = binding.names.map(({ text }): Holder => {
          const holder = { names: text === null ? [] : [text], opaque: true, above: visit.holder };
          if (binding.source !== null) define(text ?? "", null);
          for (const each of inheritedMentions(binding, text)) mention(each, holder);
          return holder;
        });
        holders.set(binding, inherited);
        if (binding.source !== null && selectionChain(binding.source) === null) {
          for (const holder of inherited)
            pending.push({ node: binding.source, file, holder, set: own, scope });
        }
      }
    }
  }

  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    const { node, file, holder, set, scope } = visit;
    if (node.kind === "attrset") {
      addBindings(node.bindings, node, visit);
    } else if (node.kind === "let") {
      addBindings(node.bindings, null, visit);
      pending.push({ node: node.body, file, holder, set, scope: within(scope, node) });
    } else if (node.kind === "function") {
      const inside = within(scope, node);
      if (node.argument?.text != null) parameters.add(node.argument.text);
      for (const formal of node.formals?.formals ?? []) {
        const names = formal.name.text === null ? [] : [formal.name.text];
        for (const name of names) define(name, null);
        if (formal.default === null) continue;
        const own: Holder = { names, opaque: true, above: holder };
        pending.push({ node: formal.default, file, holder: own, set, scope: inside });
      }
      pending.push({ node: node.body, file, holder, set, scope: inside });
    } else if (node.kind === "with") {
      pending.push({ node: node.environment, file, holder, set, scope });
      pending.push({ node: node.body, file, holder, set, scope: within(scope, node) });
    } else {
      if (node.kind === "broken") broken.add(file);
      if (node.kind === "apply") noteCallee(node, callees);
      for (const each of mentionsAt(node)) mention(each, holder);
      for (const below of readBelow(node)) pending.push({ node: below, file, holder, set, scope });
    }
  }
  parameters.delete("_");
  return { mentions, holders, parameters, broken, sets, callees, constants, definitions };
}

/** The scope inside of a `let`, a function, a `with` or a `rec` set. */
export function within(scope: Scope, node: Node): Scope {
  switch (node.kind) {
    case "let":
      return [...scope, { kind: "bindings", bindings: node.bindings }];
    case "attrset":
      return node.form === "plain" ? scope : [...scope, { kind: "bindings", bindings: node.bindings }];
    case "function":
      return [...scope, { kind: "function", function: node }];
    case "with":
      return [...scope, { kind: "with", environment: node.environment }];
    default:
      return scope;
  }
}

function noteCallee(call: Apply, callees: Map<AttributeSet, string>): void {
  const argument = unparenthesized(call.argument);
  const name = calleeName(call);
  if (argument.kind === "attrset" && name !== null) callees.set(argument, name);
}

/** The last name of what is called in the end: `fetchurl` of `builtins.fetchurl { }`. */
export function calleeName(call: Apply): string | null {
  let callee: Expression = call;
  while (callee.kind === "apply") callee = unparenthesized(callee.function);
  if (callee.kind === "variable") return callee.name;
  return callee.kind === "select" ? (callee.attrpath.names.at(-1)?.text ?? null) : null;
}

/** What moves when the values of these bindings do. */
export function flowFrom(index: FlowIndex, bindings: Iterable<Binding>): Flow {
  const seeds = [...bindings].flatMap((binding) => index.holders.get(binding) ?? []);
  const sure = spread(index, seeds, []);
  const any = spread(index, seeds, index.parameters);
  return {
    moves: (expression) => mentionsAny(index, expression, any),
    surelyMoves: (expression) => mentionsAny(index, expression, sure),
    bindingMoves: (binding, name) => bindingMoves(index, any, binding, name),
  };
}

type Moving = {
  /** By name, whether it is more than the set that holds something which moves. */
  readonly names: ReadonlyMap<string, { readonly opaque: boolean }>;
  readonly holders: ReadonlySet<Holder>;
};

function spread(index: FlowIndex, seeds: readonly Holder[], sets: Iterable<string>): Moving {
  const names = new Map<string, { opaque: boolean }>();
  const holders = new Set<Holder>();
  const pending: string[] = [];

  function addName(name: string, opaque: boolean): void {
    const known = names.get(name);
    if (known !== undefined && (known.opaque || !opaque)) return;
    names.set(name, { opaque });
    pending.push(name);
  }

  function addHolder(holder: Holder): void {
    for (let at: Holder | null = holder; at !== null && !holders.has(at); at = at.above) {
      holders.add(at);
      for (const each of at.names) addName(each, at.opaque);
    }
  }

  if (seeds.length === 0) return { names, holders };
  for (const holder of seeds) addHolder(holder);
  for (const name of DERIVED) addName(name, true);
  for (const name of sets) addName(name, false);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const opaque = names.get(name)?.opaque === true;
    for (const { whole, holder } of index.mentions.get(name) ?? []) {
      if (whole || opaque) addHolder(holder);
    }
  }
  return { names, holders };
}

function bindingMoves(index: FlowIndex, moving: Moving, binding: Binding, name: Name | null): boolean {
  const holders = index.holders.get(binding) ?? [];
  const at = binding.kind === "inherit" && name !== null ? binding.names.indexOf(name) : 0;
  const holder = holders[at];
  return holder !== undefined && moving.holders.has(holder);
}

function mentionsAny(index: FlowIndex, expression: Expression, { names, holders }: Moving): boolean {
  if (names.size === 0) return false;
  const pending: Node[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "binding" && index.holders.get(node)?.some((holder) => holders.has(holder)))
      return true;
    for (const { name, whole } of mentionsAt(node)) {
      const known = names.get(name);
      if (known !== undefined && (whole || known.opaque)) return true;
    }
    for (const below of readBelow(node)) pending.push(below);
  }
  return false;
}

/** The names that a node reads by itself, without those below it. */
function mentionsAt(node: Node): readonly Mention[] {
  switch (node.kind) {
    case "variable":
      return [{ name: node.name, whole: true }];
    case "select":
      return selectMentions(node);
    case "inherit":
      return node.names.flatMap(({ text }) => inheritedMentions(node, text));
    default:
      return [];
  }
}

function selectMentions({ expression, attrpath }: Select): readonly Mention[] {
  const base = variableOf(expression);
  const names = attrpath.names.map(({ text }) => text);
  const last = names.pop() ?? null;
  const mentions: Mention[] = last === null ? [] : [{ name: last, whole: true }];
  const computed = last === null || names.includes(null);
  if (!computed && IDENTITY_ATTRIBUTES.has(last)) return mentions;
  if (base !== null) mentions.push({ name: base, whole: computed });
  for (const name of names) if (name !== null) mentions.push({ name, whole: computed });
  return mentions;
}

function inheritedMentions({ source }: InheritBinding, name: string | null): readonly Mention[] {
  const mentions: Mention[] = name === null ? [] : [{ name, whole: true }];
  if (source === null || (name !== null && IDENTITY_ATTRIBUTES.has(name))) return mentions;
  for (const each of selectionChain(source) ?? []) mentions.push({ name: each, whole: false });
  return mentions;
}

function variableOf(expression: Expression): string | null {
  const inner = unparenthesized(expression);
  return inner.kind === "variable" ? inner.name : null;
}

/** The nodes below one whose values it may come to. */
function readBelow(node: Node): readonly Node[] {
  switch (node.kind) {
    case "select": {
      const below: Node[] = variableOf(node.expression) === null ? [node.expression] : [];
      if (node.default !== null) below.push(node.default);
      for (const name of node.attrpath.names) below.push(name);
      return below;
    }
    // Yes or no, whatever the value.
    case "has-attribute":
      return [];
    case "inherit":
      return node.source === null || selectionChain(node.source) !== null ? [] : [node.source];
    case "function":
      return functionParts(node);
    default:
      return children(node);
  }
}

function functionParts({ formals, body }: FunctionExpression): readonly Node[] {
  const defaults = (formals?.formals ?? []).flatMap((formal) =>
    formal.default === null ? [] : [formal.default],
  );
  return [...defaults, body];
}
