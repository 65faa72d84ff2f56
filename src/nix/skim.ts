import type { PathLiteral } from "./ast.ts";
import type { Token } from "./tokens.ts";

/** Watches the tokens of a well-formed text go by. */
export type Skimmer = {
  see(token: Token): void;
  /**
   * The paths in it, where these and its structure are all that there could be to say of the text: it
   * has no useless escapes, no computed paths, and no name of which two might be the same. Null in doubt.
   */
  paths(): readonly PathLiteral[] | null;
  /**
   * Whether it is a function of named arguments whose body begins with a name, as a call of a builder
   * does, so that it returns no literal and no other function.
   */
  isFunction(): boolean;
};

/** What is open: a set, formals or the bindings of a `let`, all of which define names; or anything else. */
type Level = {
  readonly names: Set<string> | null;
  readonly prefixes: Set<string>;
  /** A name may begin here: behind `{`, `let`, `;` or `,`. */
  expecting: boolean;
  /** The names so far of what may be an attrpath or an argument. */
  path: string[] | null;
  /** Whether a dot stands behind them. */
  dotted: boolean;
  inheriting: boolean;
};

/** Where in the file it is: in its formals, behind them, and so on to its body. */
type Stage = "start" | "formals" | "colon" | "body" | "let" | "with" | "behind-name" | "function" | "other";

/** The text of `"…"` with no other escapes than those that mean something there. */
const KNOWN_ESCAPES = /^(?:[^\\]|\\[\\$"rnt])*$/;

/** A skimmer of `text`. */
export function skim(text: string): Skimmer {
  const levels: Level[] = [];
  let stage: Stage = "start";
  let quote: Token["kind"] | null = null;
  const paths: PathLiteral[] = [];
  let pathStart: Token | null = null;
  let plain = !/\r(?!\n)/.test(text);

  function see(token: Token): void {
    if (!plain) return;
    plain = seePlain(token);
  }

  /** Whether there is nothing but structure and paths still, having seen this. */
  function seePlain(token: Token): boolean {
    if (pathStart !== null) return seePathEnd(pathStart, token);
    if (token.kind === "text") return isPlainText(token);
    stage = nextStage(token.kind);
    switch (token.kind) {
      case "path":
        pathStart = token;
        return seeValue();
      case "search path":
        paths.push(literal(token, "search"));
        return seeValue();
      case "@":
        return false;
      case '"':
      case "''":
        return seeQuote(token.kind);
      case "{":
      case "let":
        push(true);
        return true;
      case "(":
      case "[":
        push(false);
        return true;
      case "${":
        if (quote === null && isAtName()) return false;
        push(false);
        return true;
      case "}":
      case ")":
      case "]":
      case "in":
        return pop();
      default:
        return seeName(token);
    }
  }

  /** Only a path of one piece has no interpolation in it. */
  function seePathEnd(start: Token, token: Token): boolean {
    pathStart = null;
    const first = text[start.start];
    paths.push(literal(start, first === "/" ? "absolute" : first === "~" ? "home" : "relative"));
    return token.kind === "path end";
  }

  function literal({ start, end }: Token, form: PathLiteral["form"]): PathLiteral {
    return { kind: "path", form, text: text.slice(start, end), interpolations: [], start, end };
  }

  /** A value stands where a name might: then none does. */
  function seeValue(): boolean {
    const level = levels.at(-1);
    if (level === undefined) return true;
    level.expecting = false;
    level.path = null;
    return true;
  }

  /** Whether each escape in the text of a string is one that Nix knows. */
  function isPlainText({ start, end }: Token): boolean {
    const inner = text.slice(start, end);
    if (quote === '"') return !inner.includes("\\") || KNOWN_ESCAPES.test(inner);
    return !/''\\[^nrt']/.test(inner);
  }

  /** The quotes that an interpolation stands in come back behind it. */
  const quotes: (Token["kind"] | null)[] = [];

  function seeQuote(kind: Token["kind"]): boolean {
    if (quote === kind) {
      quote = null;
      return true;
    }
    // A quoted name would have to be looked into.
    if (isAtName()) return false;
    quote = kind;
    return true;
  }

  function isAtName(): boolean {
    const level = levels.at(-1);
    return level?.expecting === true || level?.path != null;
  }

  function push(defines: boolean): void {
    const around = levels.at(-1);
    if (around !== undefined) {
      around.expecting = false;
      around.path = null;
    }
    quotes.push(quote);
    quote = null;
    levels.push({
      names: defines ? new Set() : null,
      prefixes: new Set(),
      expecting: defines,
      path: null,
      dotted: false,
      inheriting: false,
    });
  }

  function pop(): boolean {
    const level = levels.pop();
    quote = quotes.pop() ?? null;
    // The last formal has nothing behind it but the brace.
    return level === undefined ? false : level.path === null || record(level, level.path);
  }

  function seeName(token: Token): boolean {
    const level = levels.at(-1);
    if (level === undefined || level.names === null) return true;
    const written = text.slice(token.start, token.end);
    const isName = token.kind === "name" || token.kind === "or";
    if (level.inheriting && isName) return record(level, [written]);
    if (token.kind === ";" || token.kind === ",") {
      const argument = token.kind === "," ? level.path : null;
      level.expecting = true;
      level.inheriting = false;
      level.path = null;
      return argument === null || record(level, argument);
    }
    if (token.kind === "=" || token.kind === "?") {
      const { path } = level;
      level.path = null;
      return path === null || record(level, path);
    }
    if (level.path !== null) {
      if (isName && level.dotted) level.path.push(written);
      else if (token.kind !== ".") level.path = null;
      level.dotted = token.kind === ".";
      return true;
    }
    if (!level.expecting) return true;
    level.expecting = false;
    if (token.kind === "inherit") level.inheriting = true;
    else if (isName) level.path = [written];
    level.dotted = false;
    return true;
  }

  return {
    see,
    paths: () => (plain ? paths : null),
    isFunction: () => plain && stage === "function",
  };

  /** Follows the top of the file: `{ formals }: let … in name …`, where no `:` comes behind the name. */
  function nextStage(kind: Token["kind"]): Stage {
    switch (stage) {
      case "start":
        return kind === "{" ? "formals" : "other";
      case "formals":
        return kind === "}" && levels.length === 1 ? "colon" : "formals";
      case "colon":
        return kind === ":" ? "body" : "other";
      case "body":
        if (kind === "let") return "let";
        if (kind === "with" || kind === "assert") return "with";
        return kind === "name" ? "behind-name" : "other";
      case "let":
        return kind === "in" && levels.length === 1 ? "body" : "let";
      case "with":
        return kind === ";" && levels.length === 0 ? "body" : "with";
      case "behind-name":
        return kind === ":" ? "other" : "function";
      default:
        return stage;
    }
  }
}

/** Notes a name that a level defines. Whether it is one that Nix need not merge with another, or refuse. */
function record({ names, prefixes }: Level, path: readonly string[]): boolean {
  if (names === null) return true;
  const full = path.join(".");
  if (names.has(full) || prefixes.has(full)) return false;
  for (let length = 1; length < path.length; length++) {
    const prefix = path.slice(0, length).join(".");
    if (names.has(prefix)) return false;
    prefixes.add(prefix);
  }
  names.add(full);
  return true;
}
