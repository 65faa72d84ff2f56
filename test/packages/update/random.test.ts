// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc, { type Arbitrary } from "fast-check";
import { expect, it } from "vitest";
import { parseNix } from "../../../src/nix/parse.ts";
import { sourceText } from "../../../src/nix/text.ts";
import { runs } from "../../support/seed.ts";
import { doings } from "./brute-force.ts";
import { edited, HASH_A, HASH_B, impuritiesOf } from "./builders.ts";

/** Expressions that may hold the version or the source, however they come by it. */
const expressions = fc.letrec<Record<"value" | "text" | "list" | "any", string>>((tie) => ({
  text: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      '"x"',
      "version",
      '"v${version}"',
      "t",
      "f version",
      "s.v",
      "(id version)",
      "src.tag",
      "it.y",
    ),
    fc.constantFrom(
      '"${src}/x"',
      '"${version}-${it.y}"',
      "g { v = version; }",
      "a.${lib.system}",
      "(s // { }).v",
    ),
    tie("text").map((x) => `"a\${${x}}b"`),
    tie("text").map((x) => `(id ${x})`),
    tie("text").map((x) => `(let y = ${x}; in y)`),
    tie("text").map((x) => `{ inherit (rec { z = ${x}; }) z; }.z`),
    fc.tuple(tie("text"), tie("text")).map(([x, y]) => `(${x} + ${y})`),
    tie("text").map((x) => `(with { w = ${x}; }; w)`),
    tie("text").map((x) => `(if it.c then ${x} else "n")`),
  ),
  value: fc.oneof(
    { maxDepth: 3 },
    tie("text"),
    fc.constantFrom("src", "it.p", "[ src ]", "./x", "true", "fetched", "[ fetched it.p ]"),
    tie("text").map((x) => `it.\${${x}}`),
    tie("text").map((x) => `it."p_\${${x}}"`),
    tie("text").map((x) => `(lib.getAttr ${x} it)`),
    tie("text").map((x) => `(pick ${x})`),
    tie("text").map((x) => `(it.mk ${x})`),
    tie("text").map((x) => `(it.mk { a = ${x}; })`),
    tie("text").map((x) => `(import ${x})`),
    tie("text").map((x) => `(load ${x})`),
    fc.constantFrom("(import src)", "(load src)", '(callPackage "${src}/x.nix" { })', "(it.mk src)"),
    tie("text").map((x) => `./x-\${${x}}`),
    tie("text").map((x) => `(./. + ${x})`),
    tie("text").map((x) => `(if ${x} == "v1.2.4" then it.p else it.q)`),
    tie("text").map((x) => `(lib.optional (${x} == "1.2.4") it.p)`),
    tie("text").map((x) => `{ \${${x}} = 1; }`),
    tie("text").map((x) => `(y: ${x})`),
    tie("value").map((x) => `[ ${x} ]`),
    tie("value").map((x) => `{ k = ${x}; }`),
    tie("value").map((x) => `(map (e: e) [ ${x} ])`),
    tie("value").map((x) => `(map id [ ${x} ])`),
  ),
  list: tie("value"),
  any: tie("value"),
}));

const NAMES = [
  ...["postPatch", "cmakeFlags", "X_Y", "env", "buildInputs", "nativeBuildInputs", "patches", "src", "meta"],
  ...["passthru", "sourceRoot", "anything", "builder", "ldflags", "cargoDeps", "name"],
];

/** What is often harmless, and what is seldom so. */
const attribute = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(fc.constantFrom("postPatch", "cmakeFlags", "X_Y", "meta"), expressions.text),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom("buildInputs", "patches"), fc.constant("[ src fetched it.p ]")),
  },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...NAMES), expressions.value) },
);

const attributes = fc.uniqueArray(attribute, { minLength: 1, maxLength: 3, selector: ([name]) => name });

/** Arguments of the fetcher, of which some are nobody's business to change. */
const fetches = fc.tuple(
  fc.constantFrom("owner", "repo", "name", "postFetch", "tag", "domain"),
  fc.oneof(expressions.text, fc.constant('"x"')),
);

const packages: Arbitrary<string> = fc
  .tuple(
    attributes,
    fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fetches }),
    expressions.text,
    fc.constantFrom("rec", "finalAttrs", "let"),
  )
  .map(([extra, fetch, url, form]) => {
    const given = new Map([
      ["owner", '"o"'],
      ["repo", '"r"'],
      ["tag", '"v${version}"'],
    ]);
    if (fetch !== null) given.set(...fetch);
    const source = [...given].map(([name, value]) => `${name} = ${value};`).join(" ");
    const own = new Map([["src", "src"], ...extra]);
    const body = [...own].map(([name, value]) => `${name} = ${value};`).join("\n  ");
    const call = {
      rec: `stdenv.mkDerivation rec { pname = "p"; inherit version; ${body} }`,
      finalAttrs: `stdenv.mkDerivation (finalAttrs: { pname = "p"; inherit version; ${body} })`,
      let: `stdenv.mkDerivation ({ pname = "p"; } // { inherit version; ${body} })`,
    }[form];
    return `{ lib, stdenv, it, fetchFromGitHub, fetchurl, callPackage }: let
      version = "1.2.3"; id = x: x; t = version; f = v: "f\${v}"; g = { v, w ? "w" }: v + w; s = { v = version; };
      a = { x = version; }; pick = v: it.\${v}; load = p: import p;
      src = fetchFromGitHub { ${source} hash = "${HASH_A}"; };
      fetched = fetchurl { url = "https://a.org/b/" + ${url}; hash = "${HASH_A}"; };
      in ${call}`;
  });

/** A package that is made of itself does nothing: Nix stops there. */
function readingOf(text: string): readonly string[] {
  const { problems, expression } = parseNix(sourceText(text));
  if (problems.length > 0) return ["unread"];
  try {
    return doings(expression);
  } catch (error) {
    if (error instanceof RangeError) return ["endless"];
    throw error;
  }
}

it("what is called pure does nothing else, by a second reading", async () => {
  let pure = 0;
  let all = 0;
  await fc.assert(
    fc.asyncProperty(packages, async (text) => {
      const head = edited(text, ["1.2.3", "1.2.4"], [HASH_A, HASH_B]);
      const impurities = await impuritiesOf(text, head);
      all++;
      if (impurities.length > 0) return;
      pure++;
      expect(readingOf(head)).toEqual(readingOf(text));
    }),
    { numRuns: runs(1200) },
  );
  // Both are there: else nothing was shown.
  expect(pure).toBeGreaterThan(all / 50);
  expect(pure).toBeLessThan(all);
});

it("the second reading knows what is harmful", () => {
  const text = (x: string) =>
    `{ stdenv, it, fetchurl }: stdenv.mkDerivation rec { version = "1.2.3"; x = ${x}; }`;
  for (const x of ["it.${version}", "import version", "it.mk version", "./x-${version}", "[ version ]"]) {
    expect(readingOf(text(x))).not.toEqual(readingOf(edited(text(x), ["1.2.3", "1.2.4"])));
  }
});
