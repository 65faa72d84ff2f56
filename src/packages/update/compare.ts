import {
  type AttributeBinding,
  type Binding,
  children,
  type Expression,
  type Node,
  type PathLiteral,
  type StringLiteral,
} from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import type { Span } from "../../nix/text.ts";
import { lastName, type PinnedValue, pinKind, plainString } from "./pins.ts";

/** How a file differs between base and head. */
export type Comparison = {
  /** The pins that differ, in the order of the head's text. */
  readonly pins: readonly Pin[];
  /** All else that differs but white space, comments and parentheses, in the order of the head's text. */
  readonly differences: readonly Difference[];
};

/** A pin that differs, at head. */
export type Pin = PinnedValue & {
  readonly place: Place;
  readonly binding: AttributeBinding;
};

export type Difference = {
  /** The innermost binding that holds it, as a dotted path; null where none does. */
  readonly binding: string | null;
  /** At head; null for what is not there any more. */
  readonly span: Span | null;
  /** What became of the binding, or of the file where there is none: "differs", "was added". */
  readonly what: string;
};

/** A binding, and the bindings that it stands in. */
export type Place = { readonly binding: AttributeBinding; readonly above: Place | null };

type Step = { readonly before: Node; readonly after: Node; readonly place: Place | null };

/** More differences than this of one file are not listed. */
const MOST = 50;

/** Compares two well-formed files by their syntax, each expression with the one in the same place. */
export function compareFiles(base: NixFile, head: NixFile): Comparison {
  const pins: Pin[] = [];
  const differences: Difference[] = [];
  const reported = new Set<AttributeBinding | null>();
  const texts: Texts = { before: base.source.text, after: head.source.text };
  const pending: Step[] = [{ before: base.expression, after: head.expression, place: null }];

  function differs(place: Place | null, span: Span, what: string): void {
    const binding = place?.binding ?? null;
    if (reported.has(binding) || differences.length >= MOST) return;
    reported.add(binding);
    differences.push({ binding: dottedPath(place, texts.after), span, what });
  }

  function compareBindings(before: readonly Binding[], after: readonly Binding[], step: Step): void {
    const pairs = pairedBindings(before, after, texts);
    for (const [old, now] of pairs.pairs) pending.push({ before: old, after: now, place: step.place });
    for (const { binding, side } of pairs.single) {
      if (differences.length >= MOST) return;
      differences.push({
        binding: pathOfBinding(binding, step.place, texts, side),
        span: side === "after" ? binding : null,
        what: side === "after" ? "was added" : "was removed",
      });
    }
    if (pairs.reordered) differs(step.place, step.after, "has its bindings in another order");
  }

  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const [before, after] = [bare(step.before), bare(step.after)];
    const { place } = step;
    if (!sameNode(before, after, texts)) {
      differs(place, after, "differs");
    } else if (before.kind === "attrset" && after.kind === "attrset") {
      compareBindings(before.bindings, after.bindings, step);
    } else if (before.kind === "let" && after.kind === "let") {
      compareBindings(before.bindings, after.bindings, step);
      pending.push({ before: before.body, after: after.body, place });
    } else if (before.kind === "binding" && after.kind === "binding") {
      const inner: Place = { binding: after, above: place };
      const pin = differingPin(before, after, inner);
      if (pin !== null) pins.push(pin);
      else pending.push({ before: before.value, after: after.value, place: inner });
      pending.push({ before: before.attrpath, after: after.attrpath, place: inner });
    } else {
      const [old, now] = [children(before), children(after)];
      if (old.length !== now.length) {
        differs(place, after, "differs");
        continue;
      }
      for (const [i, node] of old.entries()) {
        const other = now[i];
        if (other !== undefined) pending.push({ before: node, after: other, place });
      }
    }
  }
  pins.sort((a, b) => a.binding.start - b.binding.start);
  differences.sort((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return { pins, differences };
}

function differingPin(before: AttributeBinding, after: AttributeBinding, place: Place): Pin | null {
  const name = lastName(after);
  if (name === null || lastName(before) !== name) return null;
  const kind = pinKind(name);
  const [old, now] = [plainString(before.value), plainString(after.value)];
  if (kind === null || old === null || now === null || old === now) return null;
  return { name, kind, before: old, after: now, place, binding: after };
}

/** `src.hash`: the names of a place as they are written, from the outermost on; null of none. */
export function dottedPath(place: Place | null, text: string): string | null {
  const names: string[] = [];
  for (let at = place; at !== null; at = at.above) names.unshift(attrpathText(at.binding, text));
  return names.length === 0 ? null : names.join(".");
}

/** The dotted path of the bindings of a file that a span stands in; null where it stands in none. */
export function pathAt(file: NixFile, span: Span): string | null {
  let place: Place | null = null;
  let node: Node | undefined = file.expression;
  while (node !== undefined) {
    if (node.kind === "binding") place = { binding: node, above: place };
    node = children(node).find((child) => child.start <= span.start && span.end <= child.end);
  }
  return dottedPath(place, file.source.text);
}

function pathOfBinding(
  binding: Binding,
  place: Place | null,
  texts: Texts,
  side: keyof Texts,
): string | null {
  const above = dottedPath(place, texts.after);
  const own = binding.kind === "binding" ? attrpathText(binding, texts[side]) : "inherit";
  return above === null ? own : `${above}.${own}`;
}

function attrpathText({ attrpath }: AttributeBinding, text: string): string {
  return attrpath.names.map((name) => text.slice(name.start, Math.min(name.end, name.start + 200))).join(".");
}

type Texts = { readonly before: string; readonly after: string };

type Pairs = {
  readonly pairs: readonly (readonly [Binding, Binding])[];
  readonly single: readonly { readonly binding: Binding; readonly side: keyof Texts }[];
  readonly reordered: boolean;
};

/** Which binding of the base is which of the head: those of the same names, each used once. */
function pairedBindings(before: readonly Binding[], after: readonly Binding[], texts: Texts): Pairs {
  const byKey = new Map<string, { readonly binding: Binding; readonly index: number }[]>();
  for (const [index, binding] of before.entries()) {
    const key = keyOf(binding, texts.before);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [{ binding, index }]);
    else same.push({ binding, index });
  }
  for (const queue of byKey.values()) queue.reverse();
  const pairs: [Binding, Binding][] = [];
  const single: { binding: Binding; side: keyof Texts }[] = [];
  let reordered = false;
  let last = -1;
  for (const binding of after) {
    const match = byKey.get(keyOf(binding, texts.after))?.pop();
    if (match === undefined) {
      single.push({ binding, side: "after" });
      continue;
    }
    pairs.push([match.binding, binding]);
    reordered ||= match.index < last;
    last = match.index;
  }
  for (const queue of byKey.values())
    for (const { binding } of queue) single.push({ binding, side: "before" });
  return { pairs, single, reordered };
}

/** What a binding gives a value to, as it is written; what stands between the names is left out. */
function keyOf(binding: Binding, text: string): string {
  if (binding.kind === "inherit") return binding.source === null ? "inherit" : "inherit (";
  return `=${binding.attrpath.names.map((name) => text.slice(name.start, name.end)).join(".")}`;
}

function bare(node: Node): Node {
  return node.kind === "parenthesized" ? unparenthesized(node) : node;
}

/** Whether two nodes are alike in all that their children do not say. */
function sameNode(before: Node, after: Node, texts: Texts): boolean {
  switch (before.kind) {
    // Nothing is known of what does not parse.
    case "broken":
      return false;
    case "variable":
    case "integer":
    case "float":
    case "uri":
    case "text":
    case "escape":
      return before.kind === after.kind && written(before, texts.before) === written(after, texts.after);
    case "string":
      return after.kind === "string" && sameString(before, after, texts);
    case "path":
      return (
        after.kind === "path" &&
        before.form === after.form &&
        pathPieces(before, texts.before) === pathPieces(after, texts.after)
      );
    case "attrset":
      return after.kind === "attrset" && before.form === after.form;
    case "unary":
      return after.kind === "unary" && before.operator === after.operator;
    case "binary":
      return after.kind === "binary" && before.operator === after.operator;
    case "name":
      return after.kind === "name" && before.text === after.text && sameSpelling(before, after);
    case "formals":
      return after.kind === "formals" && before.ellipsis === after.ellipsis;
    case "inherit":
      return after.kind === "inherit" && (before.source === null) === (after.source === null);
    case "select":
      return after.kind === "select" && (before.default === null) === (after.default === null);
    case "formal":
      return after.kind === "formal" && (before.default === null) === (after.default === null);
    case "function":
      return (
        after.kind === "function" &&
        before.argument?.text === after.argument?.text &&
        (before.formals === null) === (after.formals === null)
      );
    default:
      return before.kind === after.kind;
  }
}

type SpelledName = Extract<Node, { kind: "name" }>;

function sameSpelling(before: SpelledName, after: SpelledName): boolean {
  return before.expression?.kind === after.expression?.kind;
}

function written(span: Span, text: string): string {
  return text.slice(span.start, span.end);
}

/** What stands between the interpolations is compared part by part; here, that the parts are all there is. */
function sameString(before: StringLiteral, after: StringLiteral, texts: Texts): boolean {
  if (before.style !== after.style || before.parts.length !== after.parts.length) return false;
  return (
    (isGapless(before) && isGapless(after)) || written(before, texts.before) === written(after, texts.after)
  );
}

function isGapless({ parts, style, start, end }: StringLiteral): boolean {
  const width = style === "quoted" ? 1 : 2;
  let at = start + width;
  for (const part of parts) {
    if (part.start !== at) return false;
    at = part.end;
  }
  return at === end - width;
}

/** A path's own text, with a mark for each interpolation. */
function pathPieces(path: PathLiteral, text: string): string {
  let at = path.start;
  let pieces = "";
  for (const { start, end } of path.interpolations) {
    pieces += `${text.slice(at, start)}\0`;
    at = end;
  }
  return pieces + text.slice(at, path.end);
}

/** Whether a variable of this name stands anywhere in an expression: `__curPos` makes white space matter. */
export function readsItsPlace(expression: Expression): boolean {
  const pending: Node[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "variable" && node.name === "__curPos") return true;
    for (const child of children(node)) pending.push(child);
  }
  return false;
}
