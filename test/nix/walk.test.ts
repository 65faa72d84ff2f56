import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { descendants, type Node } from "../../src/nix/ast.ts";
import { parseNix } from "../../src/nix/parse.ts";
import { resolveName } from "../../src/nix/scope.ts";
import { sourceText } from "../../src/nix/text.ts";
import { expressions } from "./arbitrary.ts";

const read = (text: string) => parseNix(sourceText(text));
const shown = ({ kind, start, end }: Node) => `${kind} ${start} ${end}`;
const KINDS = new Set([
  "binding",
  "string",
  "variable",
  "list",
  "attrset",
  "function",
  "apply",
  "name",
] as const);

describe("a walk", () => {
  it("shows what `descendants` finds of the kinds that are wanted, in its order, each below its parents", () => {
    fc.assert(
      fc.property(expressions, ({ text }) => {
        const file = read(text);
        const walked: string[] = [];
        file.walk(KINDS, (node, place) => {
          walked.push(shown(node));
          let inner = node;
          for (let level = 0; level < place.depth(); level++) {
            const above = place.parent(level);
            expect(above?.below).toContain(inner);
            if (above !== null) inner = above;
          }
          expect(place.parent(place.depth())).toBeNull();
          expect(shown(inner)).toBe(shown(file.expression));
        });
        const wanted: ReadonlySet<string> = KINDS;
        expect(walked).toEqual(
          [...descendants(file.expression)].filter(({ kind }) => wanted.has(kind)).map(shown),
        );
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ["f { }", ["f { }"]],
    [
      "f (x: { }) ((rec { })) (with a; b)",
      ["f (x: { }) ((rec { }))", "f (x: { }) ((rec { })) (with a; b)", "f (x: { })"],
    ],
    ['f "a" { } "b"', ['f "a" { } "b"', 'f "a" { }']],
    ["f { } a b", ["f { } a", "f { }"]],
    [
      "f a [ { } ] (g (let in 1)) (assert a; b)",
      ["f a [ { } ] (g (let in 1)) (assert a; b)", "g (let in 1)"],
    ],
    ["f a", []],
  ])("shows the calls of %s whose last arguments may be sets", (text, calls) => {
    const found: string[] = [];
    read(text).walk(new Set(["call"]), ({ start, end }) => void found.push(text.slice(start, end)));
    expect(found.toSorted()).toEqual(calls.toSorted());
  });

  it("makes objects that the file does not keep", () => {
    const file = read("{ a = [ ''b'' ]; }");
    const seen: Node[] = [];
    for (let i = 0; i < 2; i++) file.walk(new Set(["string", "list"]), (node) => void seen.push(node));
    expect(new Set(seen).size).toBe(4);
    expect([...descendants(file.expression)].some((node) => seen.includes(node))).toBe(false);
  });

  /** What `x` is where it is used, of the texts of values. */
  function meanings(text: string): string[] {
    const found: string[] = [];
    read(text).walk(new Set(["variable"]), (node, place) => {
      if (node.kind !== "variable" || node.name !== "x") return;
      const scope = place.scope();
      if (scope === null) {
        found.push("too deep");
        return;
      }
      const is = resolveName(scope, "x");
      found.push(is.kind === "value" ? text.slice(is.value.start, is.value.end) : is.kind);
    });
    return found;
  }

  it.each([
    ["let x = 1; in x", ["1"]],
    ["let x = 1; in { x = 2; y = x; }", ["1"]],
    ["let x = 1; in rec { x = 2; y = x; }", ["2"]],
    ["let x = 1; in x: x", ["argument"]],
    ["let x = 1; in { x, y ? x }: x", ["argument", "argument"]],
    ["let x = 1; in (let y = x; in y) + x", ["1", "1"]],
    ["(let x = 1; in 2) + x", ["free"]],
    ["with x; x", ["free", "free"]],
    ["let { x = 1; body = x; }", ["1"]],
    ["let x = 1; in let x = 2; y = x; in x", ["2", "2"]],
  ])("knows the scope in %s", (text, expected) => {
    expect(meanings(text)).toEqual(expected);
  });

  it("does not put `with` around what it takes names from", () => {
    const frames: (number | undefined)[] = [];
    read("with a; b").walk(new Set(["variable"]), (_, place) => void frames.push(place.scope()?.length));
    expect(frames).toEqual([0, 1]);
  });

  it("tells no scope of what is nested too deep, and does not recurse", () => {
    expect(meanings(`${"a: ".repeat(200)}x`)).toEqual(["free"]);
    expect(meanings(`${"a: ".repeat(201)}x`)).toEqual(["too deep"]);
    expect(meanings(`${"a: ".repeat(100_000)}x`)).toEqual(["too deep"]);
    expect(meanings(`${"[ ".repeat(100_000)}x${" ]".repeat(100_000)}`)).toEqual(["free"]);
  });
});
