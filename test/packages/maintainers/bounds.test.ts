import { describe, expect, it } from "vitest";
import { derivation, maintainersOfText, namesOf } from "./builders.ts";

/** `a0 = …; a1 = a0; …`: what `let` binds where a name is seen through after so many steps. */
function chain(n: number, value: string): string {
  return `a0 = ${value}; ${Array.from({ length: n }, (_, i) => `a${i + 1} = a${i};`).join(" ")}`;
}

const LIST = "[ lib.maintainers.alice ]";
const META = `{ maintainers = ${LIST}; }`;

function listed(list: string): string {
  return derivation(`meta.maintainers = ${list};`);
}

function ofPkgs(list: string): string {
  return `{ pkgs }: pkgs.stdenv.mkDerivation { meta.maintainers = ${list}; }`;
}

// Far less than what the stack takes, and far more than anybody writes.
describe("so many of these are seen through, and no more", () => {
  it.each<[most: number, what: string, text: (n: number) => string]>([
    [64, "parentheses around a list", (n) => listed(`${"(".repeat(n)}${LIST}${")".repeat(n)}`)],
    [64, "assertions before a list", (n) => listed(`${"assert foo; ".repeat(n)}${LIST}`)],
    [64, "`with`s before a list", (n) => listed(`${"with foo; ".repeat(n)}${LIST}`)],
    [64, "lists before a list", (n) => listed(`${"[ ] ++ ".repeat(n)}${LIST}`)],
    [62, "names of a list", (n) => listed(`let ${chain(n, LIST)} in a${n}`)],
    [
      31,
      "`let`s that hand a list on",
      (n) => listed(`let a = ${LIST}; in ${"let inherit a; in ".repeat(n)}a`),
    ],
    [62, "names of meta", (n) => derivation(`meta = let ${chain(n, META)} in a${n};`)],
    [64, "sets before meta", (n) => derivation(`meta = ${"{ } // ".repeat(n)}${META};`)],
    [
      63,
      "parentheses around an element",
      (n) => listed(`[ ${"(".repeat(n)}lib.maintainers.alice${")".repeat(n)} ]`),
    ],
    [62, "names of an element", (n) => listed(`let ${chain(n, "lib.maintainers.alice")} in [ a${n} ]`)],
    [61, "names of a set of handles", (n) => listed(`let ${chain(n, "lib.maintainers")} in [ a${n}.alice ]`)],
    [
      61,
      "names of a set of handles under `with`",
      (n) => listed(`let ${chain(n, "lib.maintainers")} in with a${n}; [ alice ]`),
    ],
    [
      32,
      "selections from selections",
      (n) => ofPkgs(`[ ${"(".repeat(n)}pkgs${").pkgs".repeat(n)}.lib.maintainers.alice ]`),
    ],
    [
      31,
      "`let`s that take a set from itself",
      (n) =>
        ofPkgs(`${"let a = pkgs; in let inherit (a) pkgs; in ".repeat(n)}[ pkgs.lib.maintainers.alice ]`),
    ],
    [
      62,
      "`let`s that hand lib on",
      (n) => listed(`let l = lib; in ${"let inherit l; in ".repeat(n)}[ l.maintainers.alice ]`),
    ],
  ])("%d %s", (most, _, text) => {
    expect(namesOf(maintainersOfText(text(most)))).toEqual(["alice"]);
    expect(namesOf(maintainersOfText(text(most + 1)))).toContain("was not understood");
  });
});

it("takes so many steps for all of a package, and no more", () => {
  const doubled = (n: number) =>
    listed(
      `let ${Array.from({ length: n }, (_, i) => `a${i} = a${i + 1} ++ a${i + 1};`).join(" ")} a${n} = ${LIST}; in a0`,
    );
  expect(namesOf(maintainersOfText(doubled(8)))).toEqual(["alice"]);
  expect(namesOf(maintainersOfText(doubled(16)))).toContain("was not understood");
});
