// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import type { Bound } from "../../src/nix/walk-scopes.ts";
import { wellFormed } from "./parsing.ts";

/** Each name that is looked up, with what it is bound by and where: `a let@4`. */
function lookedUp(text: string): string[] {
  const found: string[] = [];
  wellFormed(text).scopes({
    use({ name }, origin) {
      const by = origin.kind === "global" ? origin.when : origin.kind;
      const place =
        origin.kind === "with" ? `@${origin.with.start}` : "start" in origin ? `@${origin.start}` : "";
      found.push(`${name} ${by}${place}`);
    },
  });
  return found;
}

/** What is bound and not looked up, in the order in which it is left. */
function unused(text: string): string[] {
  const found: string[] = [];
  const told = ({ kind, name }: Bound) => `${kind} ${name}`;
  wellFormed(text).scopes({
    leave: ({ bounds }) => found.push(...bounds.filter(({ isUsed }) => !isUsed).map(told)),
    leaveWith: ({ start }, isUsed) => found.push(...(isUsed ? [] : [`with@${start}`])),
  });
  return found;
}

type Case = readonly [what: string, text: string, found: readonly string[]];

const BOUND: readonly Case[] = [
  ["by a formal", "{ a }: a", ["a formal@2"]],
  ["by the whole argument", "a@{ b }: a", ["a whole-argument@0"]],
  ["in a default, by any of them", "{ a ? b, b ? c }@c: 1", ["b formal@9", "c whole-argument@17"]],
  ["by the innermost", "a: { a }: let a = 1; in a", ["a let@14"]],
  ["by `let`, in its values too", "let a = b; b = 1; in a", ["b let@11", "a let@4"]],
  ["by `rec`", "rec { a = 1; b = a; }", ["a rec@6"]],
  ["not by a plain set", "{ a = 1; b = a; }", ["a nothing"]],
  ["by the ancient `let`", "let { a = 1; body = a; }", ["a rec@6"]],
  ["around what inherits it", "a: let inherit a; in a", ["a whole-argument@0", "a let@15"]],
  ["around a set that inherits it", "a: rec { inherit a; }", ["a whole-argument@0"]],
  ["inside of `let` for a source", "let inherit (b) a; b = 1; in 1", ["b let@19"]],
  ["inside of `rec` for a source", "rec { inherit (b) a; b = 1; }", ["b rec@21"]],
  ["by the first of an attrpath alone", "rec { a.b = b; c = a; }", ["b nothing", "a rec@6"]],
  ["once by an attrpath that goes on", "let a.b = 1; a.c = 2; in a", ["a let@4"]],
  ["by no computed name", "rec { ${a} = 1; b = a; }", ["a nothing", "a nothing"]],
  ["inside of `rec` for a computed name", "rec { ${a} = 1; a = 1; }", ["a rec@16"]],
  ["around a plain set for a computed name", "a: { ${a} = 1; a = 1; }", ["a whole-argument@0"]],
  ["by a name in quotes", 'rec { "a" = 1; b = a; }', ["a rec@6"]],
  ["by a `with` if by nothing else", "a: with 1; with 2; a b", ["a whole-argument@0", "b with@11"]],
  ["around a `with` in what it names", "with a; 1", ["a nothing"]],
  ["by Nix before any `with`", "with 1; map", ["map always"]],
  [
    "by some releases of Nix",
    "[ fetchTree __currentSystem ]",
    ["fetchTree sometimes", "__currentSystem sometimes"],
  ],
  ["by a `with` if not by every release", "with 1; fetchTree", ["fetchTree with@0"]],
  ["by who shadows what Nix defines", "let map = 1; in map true", ["map let@4", "true always"]],
  ["in strings and paths", '"${a}" + ./b${c}', ["a nothing", "c nothing"]],
  ["in selections", "a.${b} or c ? d.${e}", ["a nothing", "b nothing", "c nothing", "e nothing"]],
  ["as a function called `or`", "a or", ["a nothing", "or nothing"]],
  ["for a search path", "let __findFile = 1; in <a>", ["__findFile let@4", "__nixPath always"]],
  ["for `-`", "let __sub = 1; in [ (-2) (2 - 3) ]", ["__sub let@4", "__sub let@4"]],
  ["for comparisons", "1 < 2 || 1 >= 2", ["__lessThan always", "__lessThan always"]],
  ["for `*` and `/`, not for `+`", "1 * 2 / 3 + 4", ["__div always", "__mul always"]],
  ["never for the current position", "let __curPos = 1; in __curPos", []],
];

const MERGED: readonly Case[] = [
  ["by a `rec` that is first", "{ a = rec { b = 1; }; a.c = b; }", ["b rec@12"]],
  ["by what is added to a `rec`", "{ a = rec { b = c; }; a.c = 1; }", ["c rec@24"]],
  ["by what is added in a set", "{ a = rec { b = c; }; a = { c = b; }; }", ["c rec@28", "b rec@12"]],
  ["by no `rec` that comes later", "{ a.c = 1; a = rec { b = c; }; }", ["c nothing"]],
  ["by a `rec` further in", "{ a.b = rec { c = 1; }; a = { b.d = c; }; }", ["c rec@14"]],
  [
    "around the `rec` for what it inherits",
    "b: { a = rec { c = b; }; a = { inherit b; }; }",
    ["b rec@39", "b whole-argument@0"],
  ],
  [
    "not by a set with a computed name",
    "{ ${a}.b = rec { c = 1; }; ${a}.b.d = c; }",
    ["a nothing", "a nothing", "c nothing"],
  ],
  ["in `let` as in sets", "let a = rec { b = 1; }; a.c = b; in c", ["b rec@14", "c nothing"]],
  ["in parentheses", "{ a = (rec { b = 1; }); a.c = b; }", ["b rec@13"]],
];

describe("a name is looked up, and bound", () => {
  it.each(BOUND)("%s: %s", (_, text, found) => {
    expect(lookedUp(text)).toEqual(found);
  });
});

describe("in sets that Nix puts together, a name is bound", () => {
  it.each(MERGED)("%s: %s", (_, text, found) => {
    expect(lookedUp(text).toSorted()).toEqual(found.toSorted());
  });
});

describe("not looked up", () => {
  it.each<Case>([
    ["is a formal", "{ a, b }@c: b", ["whole-argument c", "formal a"]],
    ["is what `let` binds, but not what its values look up", "let a = 1; b = a; in 2", ["let b"]],
    ["is what an inner one shadows", "a: { a }: a", ["whole-argument a"]],
    ["is what only a set around inherits in vain", "a: let inherit a; in 1", ["let a"]],
    ["is any attribute, unless another one needs it", "rec { a = 1; b = a; }", ["rec b"]],
    ["is a `with` of which nothing is needed", "a: with 1; a map", ["with@3"]],
    ["is no `with` from which something may come", "with 1; with 2; b", []],
    ["is a `with` around one in what is named alone", "with 1; { a }: with a; b", []],
    ["is a `with` that ends before", "[ (with 1; 2) (with 1; a) ]", ["with@3"]],
  ])("%s: %s", (_, text, found) => {
    expect(unused(text)).toEqual(found);
  });
});

it("sets that are put together say so, and are known by the first that is written out", () => {
  const text = "{ a = rec { b = 1; }; a.c = 1; d = rec { }; }";
  const left: string[] = [];
  wellFormed(text).scopes({
    leave: ({ construct, isMerged }) => left.push(`${construct?.start} ${isMerged}`),
  });
  expect(left).toEqual(["6 true", "35 false"]);
});

it("what is in scope can be asked for where a name is looked up", () => {
  const scopes: string[] = [];
  wellFormed("{ a, b }: (c: d) e").scopes({
    use: ({ name }, _, inScope) => scopes.push(`${name}: ${[...inScope.keys()].join(" ")}`),
  });
  expect(scopes).toEqual(["d: a b c", "e: a b"]);
});
