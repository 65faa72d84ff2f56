import type { Comment, Expression, PathLiteral, StringLiteral } from "./ast.ts";
import type { SyntaxProblem } from "./definitions.ts";
import type { FirstError } from "./first-error.ts";
import { NixPass, type Pass } from "./parser.ts";
import type { SourceText } from "./text.ts";
import type { Token } from "./tokens.ts";
import type { Words } from "./words.ts";

/** What a configuration may name in `nix.features`: experimental syntax that is read. */
export const NIX_FEATURES = ["pipe-operators"] as const;
export type NixFeature = (typeof NIX_FEATURES)[number];

/** A Nix file that was read. */
export type NixFile = {
  readonly source: SourceText;
  /** The expression that the file is; `broken` for one that does not parse. */
  readonly expression: Expression;
  readonly comments: readonly Comment[];
  /** All path expressions, in the order of the text. */
  readonly paths: readonly PathLiteral[];
  /** All strings that hold an escape sequence, made anew each time. */
  readonly escapedStrings: Iterable<StringLiteral>;
  /** Why Nix would not parse the file; empty for a well-formed file. Nix stops at the first reason. */
  readonly problems: readonly SyntaxProblem[];
  /**
   * Where the well-formed part ends: what is before this offset is what it seems, nothing may be claimed
   * about what comes after. The length of the text for a well-formed file.
   */
  readonly soundUntil: number;
};

/**
 * Reads a text as Nix: exactly what Nix accepts is well-formed, and of anything else there is what comes
 * before its first error. Takes time and memory proportional to the length of the text, whatever it holds;
 * never throws. Syntax that is experimental is well-formed where `features` names it.
 */
export function parseNix(source: SourceText, features: readonly NixFeature[] = []): NixFile {
  return new ReadFile(source, new NixPass(source.text, features.includes("pipe-operators"), null).run());
}

/**
 * The first error of a text; null where it is well-formed.
 *
 * @param see is shown every token as it is read
 */
export function firstSyntaxError(text: string, see?: (token: Token) => void): FirstError | null {
  return new NixPass(text, false, see ?? null).run().error;
}

/** A file whose parts become objects when somebody looks at them. */
class ReadFile implements NixFile {
  readonly source: SourceText;
  readonly problems: readonly SyntaxProblem[];
  readonly soundUntil: number;
  readonly #pass: Pass;
  #paths: readonly PathLiteral[] | null = null;

  constructor(source: SourceText, pass: Pass) {
    const { error } = pass;
    this.source = source;
    this.#pass = pass;
    this.problems = error === null ? [] : [{ start: error.start, end: error.end, message: error.message }];
    this.soundUntil = error === null ? source.text.length : Math.min(error.start, error.stop);
  }

  get expression(): Expression {
    return this.#pass.tree.expression(this.#pass.expression);
  }

  get paths(): readonly PathLiteral[] {
    this.#paths ??= this.#expressions(this.#pass.paths)
      .filter((node) => node.kind === "path")
      .sort((a, b) => a.start - b.start);
    return this.#paths;
  }

  get escapedStrings(): Iterable<StringLiteral> {
    return this.#escaped();
  }

  *#escaped(): Generator<StringLiteral, void> {
    const { escaped, tree } = this.#pass;
    for (let i = 0; i < escaped.length; i++) {
      const node = tree.passing(escaped.at(i));
      if (node.kind === "string") yield node;
    }
  }

  get comments(): readonly Comment[] {
    const { comments } = this.#pass;
    const found: Comment[] = [];
    for (let i = 0; i < comments.length; i += 2) {
      found.push({ kind: "comment", start: comments.at(i), end: comments.at(i + 1) });
    }
    return found;
  }

  #expressions(places: Words): Expression[] {
    return Array.from({ length: places.length }, (_, i) => this.#pass.tree.expression(places.at(i)));
  }
}
