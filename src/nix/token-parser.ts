import type {
  AttributeSet,
  Attrpath,
  Binding,
  Expression,
  Formal,
  Formals,
  FunctionExpression,
  Interpolation,
  Name,
  PathLiteral,
  StringLiteral,
  StringPart,
} from "./ast.ts";
import { HAS_LEVEL, NEGATE_LEVEL, NOT_LEVEL, OPERATORS } from "./operators.ts";
import type { NixFile, NixParser } from "./parse.ts";
import type { SourceText } from "./text.ts";
import { type Token, tokenize } from "./tokens.ts";
import { checkBindings, checkFormals, type SyntaxProblem } from "./validity.ts";

/**
 * A parser for whoever reads the packages of a whole repository, several times as fast as `parse`: it builds
 * the tree from the tokens. Whatever is not well-formed it leaves to `parse`, and also what is rare: escapes
 * in names, very deep nesting, and the comments, paths and strings of a file, when somebody asks for them.
 */
export function tokenParser(parse: NixParser["parse"]): NixParser["parse"] {
  return (source) => {
    const expression = treeOf(source.text);
    if (expression === null) return parse(source);
    return { kind: "parsed", file: lazyFile(source, expression, parse) };
  };
}

function lazyFile(source: SourceText, expression: Expression, parse: NixParser["parse"]): NixFile {
  let whole: NixFile | null | undefined;
  function parsed(): NixFile | null {
    if (whole === undefined) {
      const result = parse(source);
      whole = result.kind === "parsed" ? result.file : null;
    }
    return whole;
  }
  return {
    source,
    expression,
    get comments() {
      return parsed()?.comments ?? [];
    },
    get paths() {
      return parsed()?.paths ?? [];
    },
    get escapedStrings() {
      return parsed()?.escapedStrings ?? [];
    },
    problems: [],
    soundUntil: source.text.length,
    isFunction: false,
  };
}

/** Something that is left to the other parser. */
class Unusual extends Error {}

/** Far less than the stack takes. */
const MAX_DEPTH = 200;

/** The expression that a text is; null where it is not well-formed, or has something unusual. */
function treeOf(text: string): Expression | null {
  // For Nix a lone carriage return ends a comment, and a NUL the file; for everybody else they do not.
  if (/\r(?!\n)|\0/.test(text)) return null;
  try {
    return build(text, tokensOf(text));
  } catch (error) {
    if (error instanceof Unusual) return null;
    throw error;
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const tokenizer = tokenize(text);
  for (let token = tokenizer.next(); token.kind !== "end"; token = tokenizer.next()) {
    if (token.kind === "refused" || token.kind === "unknown character") throw new Unusual();
    tokens.push(token);
  }
  return tokens;
}

const OPERAND_STARTS = new Set<Token["kind"]>([
  ...(["name", "integer", "float", "uri", "search path", "path"] as const),
  ...(['"', "''", "(", "{", "[", "rec", "let"] as const),
]);

/** Builds the tree of a text, or throws `Unusual`. */
function build(text: string, tokens: readonly Token[]): Expression {
  let at = 0;
  let depth = 0;
  const problems: SyntaxProblem[] = [];
  const END: Token = { kind: "end", start: text.length, end: text.length };

  const ahead = (by: number): Token["kind"] => (tokens[at + by] ?? END).kind;
  const here = (): Token => tokens[at] ?? END;
  const take = (): Token => tokens[at++] ?? END;
  const endOfLast = (): number => (tokens[at - 1] ?? END).end;
  const written = ({ start, end }: Token): string => text.slice(start, end);

  function takeIf(kind: Token["kind"]): boolean {
    if (here().kind !== kind) return false;
    at++;
    return true;
  }

  function expect(kind: Token["kind"]): Token {
    const token = take();
    if (token.kind !== kind) throw new Unusual();
    return token;
  }

  function expression(): Expression {
    if (++depth > MAX_DEPTH) throw new Unusual();
    const found = anyExpression();
    depth--;
    return found;
  }

  function anyExpression(): Expression {
    const { start, kind } = here();
    switch (kind) {
      case "name":
        if (ahead(1) === ":" || ahead(1) === "@") return functionExpression();
        break;
      case "{":
        if (beginsFormals()) return functionExpression();
        break;
      case "let": {
        if (ahead(1) === "{") break;
        take();
        const bindings = bindingsUntil("in", true);
        const body = expression();
        return { kind: "let", bindings, body, start, end: body.end };
      }
      case "if": {
        take();
        const condition = expression();
        expect("then");
        const consequence = expression();
        expect("else");
        const alternative = expression();
        return { kind: "if", condition, consequence, alternative, start, end: alternative.end };
      }
      case "with": {
        take();
        const environment = expression();
        expect(";");
        const body = expression();
        return { kind: "with", environment, body, start, end: body.end };
      }
      case "assert": {
        take();
        const condition = expression();
        expect(";");
        const body = expression();
        return { kind: "assert", condition, body, start, end: body.end };
      }
    }
    return operation(0);
  }

  /** Whether the `{` here begins the formals of a function. */
  function beginsFormals(): boolean {
    const [first, second] = [ahead(1), ahead(2)];
    if (first === "...") return true;
    if (first === "}") return second === ":" || second === "@";
    return first === "name" && (second === "," || second === "?" || second === "}");
  }

  function functionExpression(): FunctionExpression {
    const { start } = here();
    let argument: Name | null = null;
    let formals: Formals | null = null;
    if (here().kind === "name") {
      argument = plainName(take());
      if (takeIf("@")) formals = formalsHere();
    } else {
      formals = formalsHere();
      if (takeIf("@")) argument = plainName(expect("name"));
    }
    expect(":");
    checkFormals(argument, formals, problems);
    const body = expression();
    return { kind: "function", argument, formals, body, start, end: body.end };
  }

  function formalsHere(): Formals {
    const { start } = expect("{");
    const formals: Formal[] = [];
    let ellipsis = false;
    while (!takeIf("}")) {
      if (takeIf("...")) {
        ellipsis = true;
        expect("}");
        break;
      }
      const name = plainName(expect("name"));
      const value = takeIf("?") ? expression() : null;
      formals.push({ kind: "formal", name, default: value, start: name.start, end: endOfLast() });
      if (here().kind !== "}") expect(",");
    }
    return { kind: "formals", formals, ellipsis, start, end: endOfLast() };
  }

  /** Operators that bind at least as tight as `level`, and their operands. */
  function operation(level: number): Expression {
    if (++depth > MAX_DEPTH) throw new Unusual();
    let left = prefixed();
    for (;;) {
      const { kind } = here();
      if (kind === "?" && level <= HAS_LEVEL) {
        take();
        const attrpath = attrpathHere();
        left = { kind: "has-attribute", expression: left, attrpath, start: left.start, end: attrpath.end };
        continue;
      }
      const operator = OPERATORS.get(kind);
      if (operator === undefined || operator.level < level) break;
      take();
      const right = operation(operator.repeats === "right" ? operator.level : operator.level + 1);
      const next = OPERATORS.get(here().kind);
      if (operator.repeats === "never" && next?.level === operator.level) throw new Unusual();
      left = { kind: "binary", operator: kind, left, right, start: left.start, end: right.end };
    }
    depth--;
    return left;
  }

  function prefixed(): Expression {
    const { start, kind } = here();
    if (kind !== "!" && kind !== "-") return application();
    take();
    const argument = operation(kind === "!" ? NOT_LEVEL : NEGATE_LEVEL);
    return { kind: "unary", operator: kind, argument, start, end: argument.end };
  }

  function application(): Expression {
    let found = operand();
    while (OPERAND_STARTS.has(here().kind)) {
      const argument = operand();
      found = { kind: "apply", function: found, argument, start: found.start, end: argument.end };
    }
    return found;
  }

  function operand(): Expression {
    if (++depth > MAX_DEPTH) throw new Unusual();
    const base = simple();
    let found = base;
    if (takeIf(".")) {
      const attrpath = attrpathHere();
      const fallback = takeIf("or") ? operand() : null;
      const end = endOfLast();
      found = { kind: "select", expression: base, attrpath, default: fallback, start: base.start, end };
    }
    // The `or` of the days when that was a name.
    if (here().kind === "or") throw new Unusual();
    depth--;
    return found;
  }

  function simple(): Expression {
    const token = here();
    const { start, end } = token;
    switch (token.kind) {
      case "name":
        take();
        return { kind: "variable", name: written(token), start, end };
      case "integer":
      case "float":
      case "uri":
        take();
        return { kind: token.kind, text: written(token), start, end };
      case "search path":
        take();
        return { kind: "path", form: "search", text: written(token), interpolations: [], start, end };
      case "path":
        return path();
      case '"':
      case "''":
        return string(token.kind);
      case "(": {
        take();
        const inner = expression();
        return { kind: "parenthesized", expression: inner, start, end: expect(")").end };
      }
      case "[": {
        take();
        const elements: Expression[] = [];
        while (!takeIf("]")) elements.push(operand());
        return { kind: "list", elements, start, end: endOfLast() };
      }
      case "{":
        return set("plain");
      case "rec":
      case "let":
        take();
        return { ...set(token.kind), start };
      default:
        throw new Unusual();
    }
  }

  function set(form: AttributeSet["form"]): AttributeSet {
    const { start } = expect("{");
    return { kind: "attrset", form, bindings: bindingsUntil("}", form === "let"), start, end: endOfLast() };
  }

  function bindingsUntil(closing: "}" | "in", inLet: boolean): readonly Binding[] {
    const bindings: Binding[] = [];
    while (!takeIf(closing)) bindings.push(here().kind === "inherit" ? inheritance() : binding());
    checkBindings(bindings, inLet, problems);
    return bindings;
  }

  function binding(): Binding {
    const attrpath = attrpathHere();
    expect("=");
    const value = expression();
    return { kind: "binding", attrpath, value, start: attrpath.start, end: expect(";").end };
  }

  function inheritance(): Binding {
    const { start } = take();
    let source: Expression | null = null;
    if (takeIf("(")) {
      source = expression();
      expect(")");
    }
    const names: Name[] = [];
    while (!takeIf(";")) names.push(attributeName());
    return { kind: "inherit", source, names, start, end: endOfLast() };
  }

  function attrpathHere(): Attrpath {
    const names = [attributeName()];
    while (takeIf(".")) names.push(attributeName());
    return { kind: "attrpath", names, start: names[0]?.start ?? endOfLast(), end: endOfLast() };
  }

  function attributeName(): Name {
    const { kind, start } = here();
    if (kind === "name" || kind === "or") return plainName(take());
    const written = kind === '"' ? string(kind) : interpolation();
    return { kind: "name", text: staticText(written), expression: written, start, end: written.end };
  }

  function plainName(token: Token): Name {
    return { kind: "name", text: written(token), expression: null, start: token.start, end: token.end };
  }

  function interpolation(): Interpolation {
    const { start } = expect("${");
    const inner = expression();
    return { kind: "interpolation", expression: inner, start, end: expect("}").end };
  }

  function string(quote: '"' | "''"): StringLiteral {
    const { start } = take();
    const parts: StringPart[] = [];
    while (!takeIf(quote)) {
      if (here().kind === "${") parts.push(interpolation());
      else parts.push(...textParts(expect("text"), quote));
    }
    const style = quote === '"' ? "quoted" : "indented";
    return { kind: "string", style, parts, start, end: endOfLast() };
  }

  function textParts(token: Token, quote: '"' | "''"): StringPart[] {
    const inner = written(token);
    if (!inner.includes(quote === '"' ? "\\" : "''")) return [{ ...token, kind: "text", text: inner }];
    const parts: StringPart[] = [];
    const escapes = quote === '"' ? QUOTED_ESCAPE : INDENTED_ESCAPE;
    let from = 0;
    const push = (kind: "text" | "escape", start: number, end: number) => {
      if (start === end) return;
      parts.push({ kind, text: inner.slice(start, end), start: token.start + start, end: token.start + end });
    };
    for (const { 0: found, index } of inner.matchAll(escapes)) {
      push("text", from, index);
      from = index + found.length;
      push("escape", index, from);
    }
    push("text", from, inner.length);
    return parts;
  }

  function path(): PathLiteral {
    const first = take();
    let name = written(first);
    const interpolations: Interpolation[] = [];
    // Two slashes in a row, which Nix takes before an interpolation alone.
    if (here().kind === "text" && ahead(1) !== "${") throw new Unusual();
    while (!takeIf("path end")) {
      if (here().kind === "${") interpolations.push(interpolation());
      else name += written(expect("text"));
    }
    const form = name.startsWith("/") ? "absolute" : name.startsWith("~") ? "home" : "relative";
    return { kind: "path", form, text: name, interpolations, start: first.start, end: endOfLast() };
  }

  const whole = expression();
  if (here().kind !== "end" || problems.length > 0) throw new Unusual();
  return whole;
}

const QUOTED_ESCAPE = /\\[\s\S]/gu;
const INDENTED_ESCAPE = /'''|''\$|''\\[\s\S]/gu;

/** The name that a string or an interpolation of one is, without escapes; null where it is computed. */
function staticText(written: StringLiteral | Interpolation): string | null {
  const value = written.kind === "interpolation" ? written.expression : written;
  if (value.kind !== "string" || value.style !== "quoted") return null;
  if (value.parts.some((part) => part.kind === "interpolation")) return null;
  if (value.parts.some((part) => part.kind === "escape")) throw new Unusual();
  return value.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}
