// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript

/** A text that can be of any length: `unit` again and again, with `number` for `%` in it, between two others. */
export type Repeated = { readonly prefix: string; readonly unit: string; readonly suffix: string };

/** The text of about so many characters. */
export function repeated({ prefix, unit, suffix }: Repeated, length: number): string {
  const parts = [prefix];
  for (let i = 0, done = prefix.length; done < length; i++) {
    const part = unit.replaceAll("%", String(i));
    parts.push(part);
    done += Math.max(part.length, 1);
  }
  return [...parts, suffix].join("");
}

/** Every kind of token of Nix, what begins and ends one, and what is none. */
export const NIX_TOKENS: readonly string[] = [
  ..."a a% 1 1. .5 007 1e9 ./a /a a/b ~/a <a> x:y // / ./ ../ ~/ < > <= >= == != = ! && || -> + ++ - * ? . ... , ; : @ ( ) [ ] { }".split(
    " ",
  ),
  ...['"', "''", "${", "$", "\\", "'", "'''", "''$", "''\\", "\\n", "$$", '""', "''''", "<|", "|>", "|", "&"],
  ...["if", "then", "else", "assert", "with", "let", "in", "rec", "inherit", "or"],
  ...[" ", "\n", "\r", "\t", "#", "/*", "*/", "/**/", "#\n", "\0", "😀", "é", "~", "%", "^", "`"],
];

/** Constructs that are repeated whole. */
export const NIX_CONSTRUCTS: readonly string[] = [
  ...["a=1;", "a%=1;", "a.b=1;", "a.b%=1;", "a={};", "a={b%=1;};", "a={a={};};", "inherit a;", "inherit a%;"],
  ...["inherit(a)b%;", "let a=1;in ", "let a%=1;in ", "with a;", "assert a;", "if a then b else ", "a: "],
  ...[
    "{}: ",
    "{a}: ",
    "{a?1}: ",
    "a@{b}: ",
    "{a,...}@b: ",
    "a.b or ",
    "a ? b ",
    "a or ",
    '"${a}"',
    "''${a}''",
  ],
  ...[
    "./a${b}",
    "./${a}/",
    "/${a}",
    "~/${a}",
    '"a${"',
    "''a${''",
    "{a=",
    "rec{a=",
    "let{a=",
    "(a ",
    "[a ",
    "f(",
  ],
  ...[
    "{a={",
    "{a=[",
    "${",
    '${"',
    '"."',
    "a.${b}.",
    'a."b".',
    "a,",
    "a?1,",
    "a?{}:1,",
    "-1",
    "- -",
    "!-",
    "a->",
  ],
  ...[
    "a//",
    "a ++ ",
    "a+",
    "a*",
    "1-",
    "a==b&&",
    "a<b||",
    "../a ",
    "<!",
    "-<",
    "'/*",
    '"\\.',
    "a.",
    "a/",
    "a'",
  ],
  ...[
    "http://a",
    "a:b",
    "1.2.3",
    "a-",
    "a+.",
    "+-",
    "._",
    "<a/",
    "<a",
    "~/a/",
    "a |> ",
    "a <| ",
    "{} ",
    "[] ",
  ],
];

/** What a unit may stand in: what is before it, and what is behind. */
const PLACES: readonly (readonly [prefix: string, suffix: string])[] = [
  ["", ""],
  ["a ", ""],
  ["{", "}"],
  ["{a=", ";}"],
  ["{a=1;", "}"],
  ["rec{", "}"],
  ["let ", "in a"],
  ["let a=1;", "in a"],
  ["let a=1; in ", ""],
  ["[", "]"],
  ["(", ")"],
  ['"', '"'],
  ["''", "''"],
  ['"${', '}"'],
  ["./a${", "}"],
  ["./a", ""],
  ["<", ">"],
  ["{inherit ", ";}"],
  ["{inherit(a)", ";}"],
  ["{a", "}: a"],
  ["{a,", "}: a"],
  ["{a?", "}: a"],
  ["a.", ""],
  ["a ? ", ""],
  ["{a.", "=1;}"],
  ["if ", "then a else b"],
  ["if a then b else ", ""],
  ["with a;", ""],
  ["# ", ""],
  ["/* ", "*/"],
  ["1", "1"],
  ["-", "1"],
];

/** Every token, every pair of tokens and every construct, in every place that they may stand in, or not. */
export function* nixUnits(): Generator<Repeated> {
  const units = new Set([...NIX_CONSTRUCTS, ...NIX_TOKENS, ...NIX_TOKENS.map((token) => `${token} `)]);
  for (const first of NIX_TOKENS) for (const second of NIX_TOKENS) units.add(first + second);
  for (const unit of units) for (const [prefix, suffix] of PLACES) yield { prefix, unit, suffix };
}
