import {
  type AttributeBinding,
  type Binding,
  children,
  type Formal,
  type Formals,
  type Node,
  type OfKind,
} from "../../nix/ast.ts";
import { lastName, plainString } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { bare, sameItems, sameNode } from "../../nix/same.ts";
import { quoted } from "../../nix/shown.ts";
import type { Span } from "../../nix/text.ts";
import { type PinnedValue, pinKind } from "./pins.ts";

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
  /** What it is where no binding holds it: "the argument `zlib`". */
  readonly subject: string;
  /** At head; null for what is not there any more. */
  readonly span: Span | null;
  /** What became of the binding, or of the file where there is none: "differs", "was added". */
  readonly what: string;
};

/** A binding, and the bindings that it stands in. */
export type Place = { readonly binding: AttributeBinding; readonly above: Place | null };

/** The texts of the base and of the head. */
type Texts = { readonly before: string; readonly after: string };

type Step = { readonly before: Node; readonly after: Node; readonly place: Place | null };

/** More differences than this of one file are not listed. */
export const MOST_DIFFERENCES = 50;

/** Compares two well-formed files by their syntax, each expression with the one in the same place. */
export function compareFiles(base: NixFile, head: NixFile): Comparison {
  const pins: Pin[] = [];
  const differences: Difference[] = [];
  const reported = new Set<AttributeBinding | null>();
  const texts: Texts = { before: base.source.text, after: head.source.text };
  const pending: Step[] = [{ before: base.expression, after: head.expression, place: null }];

  function differs(place: Place | null, span: Span, what: string, subject: string | null = null): void {
    const binding = place?.binding ?? null;
    if ((binding !== null && reported.has(binding)) || differences.length >= MOST_DIFFERENCES) return;
    reported.add(binding);
    const shown = subject ?? beginning(span, texts.after);
    differences.push({ binding: dottedPath(place, texts.after), subject: shown, span, what });
  }

  function compareFormals(before: Formals, after: Formals, place: Place | null): void {
    const former = new Map(before.formals.map((formal) => [formal.name.text, formal]));
    const latter = new Set(after.formals.map(({ name }) => name.text));
    for (const formal of after.formals) {
      const old = former.get(formal.name.text);
      if (old === undefined) {
        differs(place, formal, "was added", argument(formal));
      } else if (old.default === null || formal.default === null) {
        if (old.default === formal.default) continue;
        differs(place, formal, "differs", `the default of ${argument(formal)}`);
      } else {
        pending.push({ before: old.default, after: formal.default, place });
      }
    }
    for (const formal of before.formals) {
      if (!latter.has(formal.name.text)) differs(place, after, "was removed", argument(formal));
    }
    if (before.ellipsis !== after.ellipsis) {
      differs(place, after, after.ellipsis ? "was added" : "was removed", "`...` among the arguments");
    }
    const both = ({ formals }: Formals) =>
      formals.flatMap(({ name: { text } }) => (former.has(text) && latter.has(text) ? [text] : []));
    if (!sameItems(both(before), both(after))) differs(place, after, "are in another order", "the arguments");
  }

  function compareBindings(before: readonly Binding[], after: readonly Binding[], step: Step): void {
    const pairs = pairedBindings(before, after, texts);
    for (const [old, now] of pairs.pairs) pending.push({ before: old, after: now, place: step.place });
    for (const { binding, side } of pairs.single) {
      if (differences.length >= MOST_DIFFERENCES) return;
      differences.push({
        binding: pathOfBinding(binding, step.place, texts, side),
        subject: "a binding",
        span: side === "after" ? binding : null,
        what: side === "after" ? "was added" : "was removed",
      });
    }
    if (pairs.reordered) differs(step.place, step.after, "has its bindings in another order");
  }

  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { place } = step;
    const nodes = [bare(step.before), bare(step.after)] as const;
    if (areBoth("formals", nodes)) {
      compareFormals(...nodes, place);
    } else if (!sameNode(...nodes)) {
      differs(place, nodes[1], "differs");
    } else if (areBoth("attrset", nodes)) {
      compareBindings(nodes[0].bindings, nodes[1].bindings, step);
    } else if (areBoth("let", nodes)) {
      const [before, after] = nodes;
      compareBindings(before.bindings, after.bindings, step);
      pending.push({ before: before.body, after: after.body, place });
    } else if (areBoth("binding", nodes)) {
      const [before, after] = nodes;
      const inner: Place = { binding: after, above: place };
      const pin = differingPin(before, after, inner);
      if (pin !== null) pins.push(pin);
      else pending.push({ before: before.value, after: after.value, place: inner });
      pending.push({ before: before.attrpath, after: after.attrpath, place: inner });
    } else {
      const [old, now] = [children(nodes[0]), children(nodes[1])];
      if (old.length !== now.length) {
        differs(place, nodes[1], "differs");
        continue;
      }
      for (const [i, node] of old.entries()) {
        const other = now[i];
        if (other !== undefined) pending.push({ before: node, after: other, place });
      }
    }
  }
  pins.sort((a, b) => a.binding.start - b.binding.start);
  // What is in a binding says more than what is in none.
  const rank = ({ binding }: Difference) => (binding === null ? 1 : 0);
  differences.sort((a, b) => rank(a) - rank(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
  return { pins, differences };
}

function areBoth<Kind extends Node["kind"]>(
  kind: Kind,
  nodes: readonly [Node, Node],
): nodes is readonly [OfKind<Kind>, OfKind<Kind>] {
  return nodes.every((node) => node.kind === kind);
}

function argument({ name }: Formal): string {
  return `the argument ${quoted(name.text ?? "")}`;
}

function differingPin(before: AttributeBinding, after: AttributeBinding, place: Place): Pin | null {
  const name = lastName(after);
  if (name === null) return null;
  const kind = pinKind(name);
  const [old, now] = [plainString(before.value), plainString(after.value)];
  if (kind === null || old === null || now === null || old === now) return null;
  return { name, kind, before: old, after: now, place, binding: after };
}

/** How an expression begins, to be known by in a message. */
function beginning({ start, end }: Span, text: string): string {
  const line = text.slice(start, Math.min(end, start + 200)).replace(/\n.*/s, "");
  return quoted(line.length > 60 || start + line.length < end ? `${line.slice(0, 60).trimEnd()} …` : line);
}

/** `src.hash`: the names of a place as they are written, from the outermost on; null of none. */
export function dottedPath(place: Place | null, text: string): string | null {
  const names: string[] = [];
  for (let at = place; at !== null; at = at.above) names.push(attrpathText(at.binding, text));
  return names.length === 0 ? null : names.reverse().join(".");
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
