// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import { describe, expect, it } from "vitest";
import { within } from "../../../src/nix/scope.ts";
import { packageFunction } from "../../../src/packages/derivation/results.ts";
import { attribute, spanOf, takenApart, writtenValue } from "../../../src/packages/maintainers/attributes.ts";
import { type Context, shownAt, takeStep } from "../../../src/packages/maintainers/context.ts";
import { selected } from "../../../src/packages/maintainers/selection.ts";
import { nixFile } from "../builders.ts";

/** The body of the function that a text is, and what it is read with. */
function bodyOf(text: string) {
  const file = nixFile(text);
  const fn = packageFunction(file);
  if (fn.kind !== "function") throw new Error(`no function: ${text}`);
  const steps = { left: 1000 };
  const nobody = () => ({ known: false, why: "nobody" }) as const;
  const people = { maintainer: nobody, members: nobody };
  const context: Context = { path: "a.nix", source: file.source, function: fn.function, people, steps };
  return { body: fn.function.body, scope: within(fn.scope, fn.function), context };
}

/** The text of the attribute `a` of what a function returns, or that it is absent or unknown, and of what. */
function attributeA(text: string) {
  const { body, scope, context } = bodyOf(text);
  const found = attribute(writtenValue(body, scope), "a", context);
  if (found.kind === "absent") return "absent";
  const { start, end } = found.kind === "value" ? spanOf(found.value) : found.span;
  return `${found.kind} ${text.slice(start, end)}`;
}

describe("an attribute of a set", () => {
  it.each([
    ["is the value that is written", "{ }: { a = 1; }", "value 1"],
    ["is absent", "{ }: { b = 1; }", "absent"],
    ["is in pieces", "{ }: { a.b = 1; a.c = 2; }", "value a"],
    ["is not known where it is both", "{ }: { a = { }; a.b = 1; }", "unknown a"],
    ["is not known where a name is computed", "{ b }: { ${b} = 1; a = 1; }", "unknown ${b}"],
    ["is that on the right", "{ }: { a = 1; } // { a = 2; }", "value 2"],
    ["is that on the left where the right has none", "{ }: { a = 1; } // { b = 2; }", "value 1"],
    ["is not known of a call", "{ b }: b { a = 1; }", "unknown b { a = 1; }"],
    ["is not known of an argument", "{ b }: b", "unknown b"],
    ["is not known of what is inherited from elsewhere", "{ b }: let inherit (b) c; in c", "unknown c"],
    ["is seen through names", "{ }: let b = { a = 1; }; in let inherit b; in b", "value 1"],
  ])("%s", (_, text, found) => {
    expect(attributeA(text)).toBe(found);
  });

  it("that inherits it is what it is called there", () => {
    expect(attributeA("{ a }: { inherit a; }")).toBe("value a");
    expect(attributeA("{ b }: { inherit (b) a; }")).toBe("value a");
    expect(attributeA("{ b }: rec { inherit (b) a; }")).toBe("value a");
  });
});

it("a set is taken apart once for all that is asked of it", () => {
  const apart = (text: string) => {
    const { body, scope } = bodyOf(text);
    const value = writtenValue(body, scope);
    const taken = takenApart(value);
    expect(spanOf(takenApart(taken))).toBe(spanOf(taken));
    return taken === value
      ? "as it is"
      : `${taken.kind} of ${text.slice(spanOf(taken).start, spanOf(taken).end)}`;
  };
  expect(apart("{ }: let b = 1; in with b; ({ a = 1; })")).toBe("pieces of { a = 1; }");
  expect(apart("{ }: rec { a = 1; }")).toBe("pieces of rec { a = 1; }");
  expect(apart("{ }: rec { __overrides = { }; }")).toBe("as it is");
  expect(apart("{ }: let { body = { }; }")).toBe("as it is");
  expect(apart("{ b }: b")).toBe("as it is");
  expect(apart("{ b }: if b then { } else { }")).toBe("as it is");
});

it("only formals of the function that the file is are what the package set hands over", () => {
  const text = "{ lib }: { lib }: lib.a";
  const { body, scope, context } = bodyOf(text);
  if (body.kind !== "function") throw new Error("no function");
  expect(selected(body.body, within(scope, body), { ...context, function: body })).toEqual(["lib", "a"]);
  expect(selected(body.body, within(scope, body), context)).toBeNull();
});

it("so many steps are taken as there are", () => {
  const steps = { left: 2 };
  expect([takeStep(steps), takeStep(steps), takeStep(steps), takeStep(steps)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

it("a long expression is cut in the middle, and a short one is not", () => {
  const shown = (length: number) => {
    const text = `{ }: "${"x".repeat(length - 2)}"`;
    const { body, context } = bodyOf(text);
    return shownAt(context, body);
  };
  expect(shown(80)).toBe(`\`"${"x".repeat(78)}"\` on line 1 of \`a.nix\``);
  expect(shown(81)).toBe(`\`"${"x".repeat(49)} … ${"x".repeat(29)}"\` on line 1 of \`a.nix\``);
});
