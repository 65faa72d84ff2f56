// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc, { type Arbitrary } from "fast-check";

/** A token of a package before it is laid out: as written, or a pin by its number. */
export type Token = string | { readonly pin: number };

/** What a pin is before an update and after it, without quotes. */
export type PinValues = { readonly before: string; readonly after: string };

/** A package as tokens, and the pins in it. */
export type PackageDraft = { readonly tokens: readonly Token[]; readonly pins: readonly PinValues[] };

const base64 = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

const sri: Arbitrary<string> = fc
  .array(base64, { minLength: 42, maxLength: 42 })
  .filter((characters) => characters.some((character) => character !== "A"))
  .map((characters) => `sha256-${characters.join("")}A=`);

const hashes: Arbitrary<PinValues> = fc
  .tuple(sri, sri)
  .filter(([a, b]) => a !== b)
  .map(([before, after]) => ({ before, after }));

/** `1.22.3` and what may follow it, always with a dot, so that neither is a commit. */
const versions: Arbitrary<PinValues> = fc
  .tuple(fc.array(fc.nat(99), { minLength: 2, maxLength: 4 }), fc.nat(), fc.integer({ min: 1, max: 9 }))
  .map(([parts, at, by]) => {
    const i = at % parts.length;
    const after = parts.map((part, j) => (j < i ? part : j === i ? part + by : 0));
    return { before: parts.join("."), after: after.join(".") };
  });

/** How the version is written in an interpolation. */
type Shape = { readonly version: string; readonly name: "rec" | "finalAttrs" | "let" };

const shape: Arbitrary<Shape> = fc.constantFrom<Shape>(
  { name: "rec", version: "version" },
  { name: "finalAttrs", version: "finalAttrs.version" },
  { name: "let", version: "version" },
);

/** The tokens of an expression for a source, whose hash is the pin of a number. */
type SourceDraft = (shape: Shape, version: number, hash: number) => readonly Token[];

const source: Arbitrary<SourceDraft> = fc.constantFrom<SourceDraft>(
  ({ version }, _, hash) => [
    ...["fetchFromGitHub", "{", "owner", "=", '"a"', ";", "repo", "=", '"b"', ";"],
    ...["tag", "=", `"v\${${version}}"`, ";", "hash", "=", { pin: hash }, ";", "}"],
  ],
  ({ version }, _, hash) => [
    ...["fetchFromGitLab", "{", "owner", "=", '"a"', ";", "repo", "=", '"b"', ";"],
    ...["rev", "=", version, ";", "hash", "=", { pin: hash }, ";", "}"],
  ],
  ({ version }, _, hash) => [
    ...["fetchurl", "{", "url", "=", `"https://a.org/b/x-\${${version}}.tgz"`, ";"],
    ...["sha256", "=", { pin: hash }, ";", "}"],
  ],
  ({ version }, _, hash) => [
    ...["fetchurl", "{", "url", "=", '"https://a.org/b/"', "+", version, "+", '".tgz"', ";"],
    ...["hash", "=", "{", "x86_64-linux", "=", { pin: hash }, ";", "}", ".", "${", "system", "}", ";", "}"],
  ],
);

const EXTRAS: readonly (readonly string[])[] = [
  ["strictDeps", "=", "true", ";"],
  ["buildInputs", "=", "[", "zlib", "(", "f", "x", ")", "]", ";"],
  ["postPatch", "=", "''\n    sed -i s/a/b/ x\n  ''", ";"],
  ["doCheck", "=", "a", ".", "b", "or", "c", "&&", "!", "d", ";"],
  ["meta", ".", "description", "=", '"What ${it} is\\n"', ";"],
  ["inherit", "(", "lib", ")", "e", "g", ";"],
  ["passthru", "=", "{", "tests", "=", "if", "x", "then", "./t.nix", "else", "null", ";", "}", ";"],
  ["env", "=", "let", "y", "=", "1", ";", "in", "{", "N", "=", "y", "-", "2", ";", "}", ";"],
  [
    "overlay",
    "=",
    "{",
    "z",
    "?",
    "3",
    "}",
    ":",
    "with",
    "z",
    ";",
    "assert",
    "z",
    "?",
    "q",
    ";",
    "z",
    "//",
    "q",
    ";",
  ],
];

/** Packages of many forms, with one version and at least one source. */
export const packageDrafts: Arbitrary<PackageDraft> = fc
  .record({
    shape,
    version: versions,
    sources: fc.array(fc.record({ source, hash: hashes }), { minLength: 1, maxLength: 3 }),
    vendor: fc.option(hashes),
    extras: fc.subarray([...EXTRAS]),
  })
  .map(({ shape: form, version, sources, vendor, extras }) => {
    const pins = [version, ...sources.map(({ hash }) => hash), ...(vendor === null ? [] : [vendor])];
    const body: Token[] = [
      ...["pname", "=", '"x"', ";"],
      ...(form.name === "let" ? ["inherit", "version", ";"] : ["version", "=", { pin: 0 }, ";"]),
      ...sources.flatMap(({ source: draft }, i): Token[] => [
        `src${i === 0 ? "" : i}`,
        "=",
        ...draft(form, 0, i + 1),
        ";",
      ]),
      ...(vendor === null ? [] : ["vendorHash", "=", { pin: pins.length - 1 }, ";"]),
      ...extras.flat(),
    ];
    const head = ["{", "lib", ",", "stdenv", ",", "system", ",", "zlib", "?", "null", ",", "...", "}", ":"];
    const call: Record<Shape["name"], Token[]> = {
      rec: ["stdenv", ".", "mkDerivation", "rec", "{", ...body, "}"],
      finalAttrs: ["stdenv", ".", "mkDerivation", "(", "finalAttrs", ":", "{", ...body, "}", ")"],
      let: ["let", "version", "=", { pin: 0 }, ";", "in", "stdenv", ".", "mkDerivation", "{", ...body, "}"],
    };
    return { tokens: [...head, ...call[form.name]], pins };
  });

const TRIVIA = [" ", "\n", "  ", "\t", "\n\n", " /* x = 1; */ ", " # \" ''\n", " /**/ ", "\r\n"];

/** White space and comments between tokens, over and over. */
export const layouts: Arbitrary<readonly string[]> = fc.array(fc.constantFrom(...TRIVIA), {
  minLength: 1,
  maxLength: 7,
});

/** The text of tokens, with the pins of one side. */
export function textOf(
  tokens: readonly Token[],
  pins: readonly PinValues[],
  side: keyof PinValues,
  layout: readonly string[] = [" "],
): string {
  return tokens
    .map((token, i) => {
      const written = typeof token === "string" ? token : `"${pins[token.pin]?.[side] ?? ""}"`;
      return written + (layout[i % layout.length] ?? " ");
    })
    .join("");
}
