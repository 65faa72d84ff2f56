// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
/** What a string literal comes to: its text, with `INTERPOLATION` for each `${"i"}`. */
export const INTERPOLATION = "\ue000";

/** The one interpolation that the decoders know. */
export const INTERPOLATED = '${"i"}';

/**
 * The value of what stands between the quotes of `"…"`, after Nix's own lexer (src/libexpr/lexer.l, state
 * STRING): a `$` takes the character behind it along. Null where it ends early or interpolates.
 */
export function decodeQuoted(text: string): string | null {
  let value = "";
  for (let i = 0; i < text.length; i++) {
    const here = text[i] ?? "";
    const next = text[i + 1];
    if (here === '"') return null;
    if (here === "\\") {
      if (next === undefined) return null;
      value += unescaped(next);
      i++;
    } else if (here === "$" && next === "{") {
      if (!text.startsWith(INTERPOLATED, i)) return null;
      value += INTERPOLATION;
      i += INTERPOLATED.length - 1;
    } else if (here === "$" && next !== undefined && next !== "\\" && next !== '"') {
      value += here + next;
      i++;
    } else {
      value += here;
    }
  }
  return value;
}

type Token = { readonly text: string; readonly indentation: boolean; readonly interpolation: boolean };

/** The value of what stands between `''` and `''`, after the lexer (IND_STRING) and `stripIndentation`. */
export function decodeIndented(text: string): string | null {
  const tokens = indentedTokens(text);
  return tokens === null ? null : strip(tokens);
}

function indentedTokens(text: string): Token[] | null {
  const tokens: Token[] = [];
  // The opening quotes take the rest of their line along where it is blank.
  const body = text.replace(/^ *\n/, "");
  const token = (value: string, indentation = false, interpolation = false) =>
    tokens.push({ text: value, indentation, interpolation });
  let at = 0;
  while (at < body.length) {
    const rest = body.slice(at);
    const plain = /^(?:[^$']|\$[^{']|'[^'$])+/.exec(rest)?.[0];
    if (plain !== undefined) {
      token(plain, true);
      at += plain.length;
    } else if (rest.startsWith("''$")) {
      token("$");
      at += 3;
    } else if (rest.startsWith("'''")) {
      token("''");
      at += 3;
    } else if (rest.startsWith("''\\")) {
      const character = rest[3];
      if (character === undefined) return null;
      token(unescaped(character));
      at += 4;
    } else if (rest.startsWith("''")) {
      return null;
    } else if (rest.startsWith("${")) {
      if (!rest.startsWith(INTERPOLATED)) return null;
      token(INTERPOLATION, false, true);
      at += INTERPOLATED.length;
    } else {
      token(rest[0] ?? "");
      at += 1;
    }
  }
  return tokens;
}

/** `stripIndentation` of Nix's parser. */
function strip(tokens: readonly Token[]): string {
  let atStart = true;
  let smallest = 1_000_000;
  let current = 0;
  for (const { text, indentation } of tokens) {
    if (!indentation) {
      if (atStart) smallest = Math.min(smallest, current);
      atStart = false;
      continue;
    }
    for (const character of text) {
      if (atStart && character === " ") current++;
      else if (character === "\n") {
        atStart = true;
        current = 0;
      } else if (atStart) {
        atStart = false;
        smallest = Math.min(smallest, current);
      }
    }
  }
  let value = "";
  atStart = true;
  let dropped = 0;
  tokens.forEach(({ text, interpolation }, i) => {
    if (interpolation) {
      atStart = false;
      dropped = 0;
      value += text;
      return;
    }
    let trimmed = "";
    for (const character of text) {
      if (!atStart) {
        trimmed += character;
        if (character === "\n") atStart = true;
      } else if (character === " ") {
        if (dropped++ >= smallest) trimmed += character;
      } else {
        dropped = 0;
        trimmed += character;
        if (character !== "\n") atStart = false;
      }
    }
    const isLast = i === tokens.length - 1;
    value += isLast ? trimmed.replace(/\n *$/, "\n") : trimmed;
  });
  return value;
}

function unescaped(character: string): string {
  return { n: "\n", r: "\r", t: "\t" }[character] ?? character;
}
