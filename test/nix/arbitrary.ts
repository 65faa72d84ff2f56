// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc, { type Arbitrary } from "fast-check";
import { list } from "./outline.ts";

/** A well-formed expression before it is laid out: its tokens, and the outline that a parser must find. */
type Draft = {
  readonly tokens: readonly string[];
  readonly outline: string;
  /** How loosely it binds; what binds looser than a place allows gets parentheses there. */
  readonly level: number;
};

/** A well-formed Nix text and its outline. */
export type Sample = { readonly text: string; readonly outline: string };

const SIMPLE = 0;
const SELECTION = 1;
const APPLICATION = 2;
const NEGATION = 3;
const HAS = 4;
const NOT = 8;
const ANYTHING = 15;

/** Operators of the Nix manual's table: how loosely they bind, and what their operands may be. */
const OPERATORS: readonly (readonly [operator: string, level: number, left: number, right: number])[] = [
  ["++", 5, 4, 5],
  ["*", 6, 6, 5],
  ["/", 6, 6, 5],
  ["+", 7, 7, 6],
  ["-", 7, 7, 6],
  ["//", 9, 8, 9],
  ["<", 10, 9, 9],
  [">=", 10, 9, 9],
  ["==", 11, 10, 10],
  ["!=", 11, 10, 10],
  ["&&", 12, 12, 11],
  ["||", 13, 13, 12],
  ["->", 14, 13, 14],
];

const PATHS: readonly (readonly [text: string, form: string])[] = [
  ["./a", "relative"],
  ["../b/c-1.2.nix", "relative"],
  ["./.", "relative"],
  ["d/e", "relative"],
  ["/f/g", "absolute"],
  ["~/h", "home"],
  ["<nixpkgs/lib>", "search"],
];

const name = fc.constantFrom("a", "b'", "_c", "d-e", "orf", "iff", "x1");

function draft(level: number, tokens: readonly string[], head: string, parts: readonly string[]): Draft {
  return { level, tokens, outline: list(head, parts) };
}

/** The expression where a place takes nothing looser than `level`. */
function within(level: number, expression: Draft): Draft {
  if (expression.level <= level) return expression;
  return draft(SIMPLE, ["(", ...expression.tokens, ")"], "parentheses", [expression.outline]);
}

/** What has no layout of its own, inside of a string or path. */
function interpolation({ tokens, outline }: Draft): Draft {
  return { level: SIMPLE, tokens: [`\${${tokens.join(" ")}}`], outline: `\${${outline}}` };
}

type Style = "quoted" | "indented";

const ESCAPES: Readonly<Record<Style, readonly string[]>> = {
  quoted: ["\\n", "\\\\", '\\"', "\\$", "\\${", "\\é", "\\\n"],
  indented: ["'''", "''$", "''${", "''\\n", "''\\😀"],
};

function stringOf(style: Style, expression: Arbitrary<Draft>): Arbitrary<Draft> {
  const character = fc.constantFrom("a", " ", "\n", "\r\n", "{", "}", "#", "/*", ";", "é", "😀", "\t", "./x");
  const text = fc
    .array(character, { minLength: 1, maxLength: 4 })
    .map((characters) => ({ text: characters.join("") }));
  const escaped = fc.constantFrom(...ESCAPES[style]).map((written) => ({ escape: written }));
  const part = fc.oneof(
    text,
    escaped,
    expression.map((inner) => ({ inner: interpolation(inner) })),
  );
  const quote = style === "quoted" ? '"' : "''";
  return fc.array(part, { maxLength: 4 }).map((parts) => {
    let written = quote;
    let pending = "";
    const outlines: string[] = [];
    const flush = () => {
      if (pending !== "") outlines.push(JSON.stringify(pending));
      pending = "";
    };
    for (const each of parts) {
      if ("text" in each) {
        written += each.text;
        pending += each.text;
        continue;
      }
      flush();
      if ("escape" in each) {
        // The brace behind an escaped `$` is text.
        written += each.escape;
        outlines.push(list("escape", [JSON.stringify(each.escape.replace("{", ""))]));
        if (each.escape.endsWith("{")) pending = "{";
      } else {
        written += each.inner.tokens.join("");
        outlines.push(each.inner.outline);
      }
    }
    flush();
    return draft(SIMPLE, [written + quote], style, outlines);
  });
}

function attrpathOf(expression: Arbitrary<Draft>): Arbitrary<Draft> {
  const static_ = fc.oneof(
    name.map((text) => ({ tokens: [text], outline: text, level: SIMPLE })),
    name.map((text) => ({ tokens: [`"${text} b"`], outline: `"${text} b"`, level: SIMPLE })),
  );
  const any = fc.oneof(
    static_,
    expression.map(interpolation),
    expression.map((inner) => {
      const { tokens, outline } = interpolation(inner);
      return draft(SIMPLE, [`"c${tokens.join("")}"`], "quoted", ['"c"', outline]);
    }),
  );
  return fc.array(any, { minLength: 1, maxLength: 3 }).map((names) => ({
    level: SIMPLE,
    tokens: names.flatMap(({ tokens }, i) => (i === 0 ? tokens : [".", ...tokens])),
    outline: names.map(({ outline }) => outline).join("."),
  }));
}

/** Bindings whose names are all different. */
function bindingsOf(expression: Arbitrary<Draft>): Arbitrary<readonly Draft[]> {
  const binding = fc.oneof(
    fc.record({ rest: fc.option(attrpathOf(expression)), value: expression }),
    fc.record({ source: fc.option(expression), count: fc.integer({ min: 1, max: 3 }) }),
  );
  return fc.array(binding, { maxLength: 3 }).map((bindings) =>
    bindings.map((each, i) => {
      if ("value" in each) {
        const { rest, value } = each;
        const path = rest === null ? [`n${i}`] : [`n${i}`, ".", ...rest.tokens];
        const outline = rest === null ? `n${i}` : `n${i}.${rest.outline}`;
        return draft(SIMPLE, [...path, "=", ...value.tokens, ";"], "=", [outline, value.outline]);
      }
      const names = Array.from({ length: each.count }, (_, j) => `n${i}-${j}`);
      return each.source === null
        ? draft(SIMPLE, ["inherit", ...names, ";"], "inherit", names)
        : draft(SIMPLE, ["inherit", "(", ...each.source.tokens, ")", ...names, ";"], "inherit-from", [
            each.source.outline,
            ...names,
          ]);
    }),
  );
}

function functionOf(expression: Arbitrary<Draft>): Arbitrary<Draft> {
  const formals = fc.record({
    defaults: fc.array(fc.option(expression), { maxLength: 3 }),
    ellipsis: fc.boolean(),
    comma: fc.boolean(),
  });
  const shape = fc.constantFrom<"plain" | "formals" | "before" | "after">(
    "plain",
    "formals",
    "before",
    "after",
  );
  return fc
    .record({ shape, formals, body: expression })
    .map(({ shape, formals: { defaults, ellipsis, comma }, body }) => {
      if (shape === "plain")
        return draft(ANYTHING, ["p", ":", ...body.tokens], "function", ["p", body.outline]);
      const entries = [
        ...defaults.map((fallback, i) =>
          fallback === null ? [`p${i}`] : [`p${i}`, "?", ...fallback.tokens],
        ),
        ...(ellipsis ? [["..."]] : []),
      ];
      const trailing = comma && !ellipsis && entries.length > 0 ? [","] : [];
      const tokens = [
        "{",
        ...entries.flatMap((entry, i) => (i === 0 ? entry : [",", ...entry])),
        ...trailing,
        "}",
      ];
      const outlines = [
        ...defaults.map((fallback, i) =>
          fallback === null ? `p${i}` : list("default", [`p${i}`, fallback.outline]),
        ),
        ...(ellipsis ? ["..."] : []),
      ];
      const named = shape === "formals" ? [] : ["whole"];
      const head =
        shape === "before"
          ? ["whole", "@", ...tokens]
          : shape === "after"
            ? [...tokens, "@", "whole"]
            : tokens;
      const parts = [...named, `{${outlines.join(" ")}}`, body.outline];
      return draft(ANYTHING, [...head, ":", ...body.tokens], "function", parts);
    });
}

const drafts = fc.letrec<{ expression: Draft; leaf: Draft }>((tie) => {
  const leaf: Arbitrary<Draft> = fc.oneof(
    name.map((text) => ({ level: SIMPLE, tokens: [text], outline: text })),
    fc.constantFrom("0", "42").map((text) => draft(SIMPLE, [text], "integer", [text])),
    fc.constantFrom("1.5", ".5", "2.", "1.0e-3").map((text) => draft(SIMPLE, [text], "float", [text])),
    fc.constantFrom("http://x.org/y?z=1", "x:y").map((text) => draft(SIMPLE, [text], "uri", [text])),
    fc.constantFrom(...PATHS).map(([text, form]) => draft(SIMPLE, [text], form, [text])),
  );
  const expression = tie("expression");
  const attrpath = attrpathOf(expression);
  const bindings = bindingsOf(expression);
  const set = fc.constantFrom<[string, string[]]>(["plain", []], ["rec", ["rec"]], ["let", ["let"]]);
  const two = fc.tuple(expression, expression);

  const compound: Arbitrary<Draft>[] = [
    stringOf("quoted", expression),
    stringOf("indented", expression),
    expression.map((inner) => {
      const { tokens, outline } = interpolation(inner);
      return draft(SIMPLE, [`./d/${tokens.join("")}.nix`], "relative", ["./d/.nix", outline]);
    }),
    fc.tuple(set, bindings).map(([[form, keyword], each]) => {
      const tokens = [...keyword, "{", ...each.flatMap((binding) => binding.tokens), "}"];
      return draft(
        SIMPLE,
        tokens,
        form,
        each.map(({ outline }) => outline),
      );
    }),
    fc.array(expression, { maxLength: 3 }).map((elements) => {
      const shown = elements.map((element) => within(SELECTION, element));
      return {
        level: SIMPLE,
        tokens: ["[", ...shown.flatMap(({ tokens }) => tokens), "]"],
        outline: `[${shown.map(({ outline }) => outline).join(" ")}]`,
      };
    }),
    fc.tuple(expression, attrpath, fc.option(expression)).map(([from, path, otherwise]) => {
      const base = within(SIMPLE, from);
      const tokens = [...base.tokens, ".", ...path.tokens];
      if (otherwise === null) return draft(SELECTION, tokens, "select", [base.outline, path.outline]);
      const fallback = within(SELECTION, otherwise);
      const parts = [base.outline, path.outline, fallback.outline];
      return draft(SELECTION, [...tokens, "or", ...fallback.tokens], "select-or", parts);
    }),
    fc.tuple(expression, attrpath).map(([from, path]) => {
      const base = within(NEGATION, from);
      return draft(HAS, [...base.tokens, "?", ...path.tokens], "?", [base.outline, path.outline]);
    }),
    two.map(([fn, argument]) => {
      const parts = [within(APPLICATION, fn), within(SELECTION, argument)];
      return draft(
        APPLICATION,
        parts.flatMap(({ tokens }) => tokens),
        "call",
        parts.map(({ outline }) => outline),
      );
    }),
    expression.map((operand) => {
      const inner = within(NEGATION, operand);
      return draft(NEGATION, ["-", ...inner.tokens], "-", [inner.outline]);
    }),
    expression.map((operand) => {
      const inner = within(NOT, operand);
      return draft(NOT, ["!", ...inner.tokens], "!", [inner.outline]);
    }),
    fc.tuple(fc.constantFrom(...OPERATORS), two).map(([[operator, level, left, right], [a, b]]) => {
      const [l, r] = [within(left, a), within(right, b)];
      return draft(level, [...l.tokens, operator, ...r.tokens], operator, [l.outline, r.outline]);
    }),
    fc
      .tuple(expression, expression, expression)
      .map(([a, b, c]) =>
        draft(ANYTHING, ["if", ...a.tokens, "then", ...b.tokens, "else", ...c.tokens], "if", [
          a.outline,
          b.outline,
          c.outline,
        ]),
      ),
    fc
      .tuple(bindings, expression)
      .map(([each, body]) =>
        draft(ANYTHING, ["let", ...each.flatMap(({ tokens }) => tokens), "in", ...body.tokens], "let-in", [
          ...each.map(({ outline }) => outline),
          body.outline,
        ]),
      ),
    fc
      .tuple(fc.constantFrom("with", "assert"), two)
      .map(([keyword, [a, b]]) =>
        draft(ANYTHING, [keyword, ...a.tokens, ";", ...b.tokens], keyword, [a.outline, b.outline]),
      ),
    functionOf(expression),
  ];
  return {
    leaf,
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true, maxDepth: 5 },
      tie("leaf"),
      ...compound,
    ),
  };
});

const trivia = fc.constantFrom(" ", "\n", "\t", "  ", "\r\n", " # c\n", "\t/* = */ ", " # ''\r\n", " /**/ ");

/** Well-formed expressions of every construct, with white space and comments between all of their tokens. */
export const expressions: Arbitrary<Sample> = fc
  .tuple(drafts.expression, fc.array(trivia, { minLength: 1, maxLength: 8 }))
  .map(([{ tokens, outline }, between]) => ({
    text: tokens.map((token, i) => token + (between[i % between.length] ?? " ")).join(""),
    outline,
  }));

/** Pieces of Nix, whole tokens or not. */
const PIECES = [
  "a",
  "or",
  "1",
  ".5",
  "/",
  "//",
  "./",
  "~/",
  "<a>",
  "x:",
  ".",
  "-",
  "'",
  " ",
  "(",
  ")",
  "[",
  "]",
];
const MORE_PIECES = [
  "{",
  "}",
  "${",
  '"',
  "''",
  "?",
  "!",
  "=",
  "*",
  "$",
  "\\",
  "''$",
  "\n",
  "#",
  "/*",
  "*/",
  "rec",
];
const WORDS = [
  "let",
  "in",
  "if",
  "then",
  "else",
  "with",
  ";",
  "@",
  ",",
  "...",
  "&&",
  "inherit",
  "\r",
  "😀",
  "\u00a0",
];

const piece = fc.constantFrom(...PIECES, ...MORE_PIECES, ...WORDS);

/** Soup of Nix tokens. */
export const soup: Arbitrary<string> = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

/** Texts with pieces cut out of them and put into them. */
export function mutationsOf(texts: Arbitrary<string>): Arbitrary<string> {
  const mutation = fc.tuple(fc.nat(), fc.nat(6), fc.option(piece));
  return fc.tuple(texts, fc.array(mutation, { minLength: 1, maxLength: 3 })).map(([text, mutations]) =>
    mutations.reduce((before, [position, length, insertion]) => {
      const at = position % (before.length + 1);
      return before.slice(0, at) + (insertion ?? "") + before.slice(at + length);
    }, text),
  );
}

export const mutated = mutationsOf(expressions.map(({ text }) => text));
