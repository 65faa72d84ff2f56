import type { Comment, Expression, Node, PathLiteral, StringLiteral, StringPart } from "./ast.ts";
import type { SyntaxProblem } from "./parsing/definitions.ts";
import { read } from "./parsing/parser.ts";
import type { FirstError, Reading } from "./parsing/reading.ts";
import type { Token } from "./parsing/tokens.ts";
import { KIND, type Tree } from "./parsing/tree.ts";
import { walkTree } from "./parsing/walk-tree.ts";
import type { Words } from "./parsing/words.ts";
import type { SourceText, Span } from "./text.ts";
import type { WalkPlace, WantedKinds } from "./walk.ts";
import { type ScopeVisitor, walkScopes } from "./walk-scopes.ts";

/** What a configuration may name in `nix.features`: experimental syntax that is read. */
export const NIX_FEATURES = ["pipe-operators"] as const;
export type NixFeature = (typeof NIX_FEATURES)[number];

/** An escape sequence of a string, with what stands beside it there. */
export type Escape = {
  readonly string: Span & { readonly style: StringLiteral["style"] };
  readonly before: StringPart | null;
  readonly part: StringPart;
  readonly after: StringPart | null;
};

/**
 * Reads a text as Nix: exactly what Nix accepts is well-formed, and of anything else there is what comes
 * before its first error. Takes time and memory proportional to the length of the text, whatever it holds;
 * never throws. Syntax that is experimental is well-formed where `features` names it.
 */
export function parseNix(source: SourceText, features: readonly NixFeature[] = []): NixFile {
  const pipes = features.includes("pipe-operators");
  return new NixFile(source, read(source.text, pipes, null), pipes);
}

/**
 * The first error of a text; null where it is well-formed.
 *
 * @param see is shown every token as it is read
 */
export function firstSyntaxError(text: string, see?: (token: Token) => void): FirstError | null {
  return read(text, false, see ?? null).error;
}

/** A Nix file that was read. Its parts become objects when somebody looks at them. */
export class NixFile {
  readonly source: SourceText;
  /** Why Nix would not parse the file; empty for a well-formed file. Nix stops at the first reason. */
  readonly problems: readonly SyntaxProblem[];
  /**
   * Where the well-formed part ends: what is before this offset is what it seems, nothing may be claimed
   * about what comes after. The length of the text for a well-formed file.
   */
  readonly soundUntil: number;
  readonly #tree: Tree;
  readonly #comments: Words;
  readonly #whole: number;
  readonly #pipes: boolean;
  #expression: Expression | null = null;
  #paths: readonly PathLiteral[] | null = null;

  constructor(source: SourceText, reading: Reading, pipes: boolean) {
    const { error, tree, at } = reading;
    this.source = source;
    this.#tree = tree;
    this.#comments = at.comments;
    this.#whole = reading.whole();
    this.#pipes = pipes;
    this.problems = error === null ? [] : [error];
    this.soundUntil = error === null ? source.text.length : Math.min(error.start, error.stop);
  }

  /** The expression that the file is; `broken` for one that does not parse. */
  get expression(): Expression {
    this.#expression ??= this.passing();
    return this.#expression;
  }

  /** The same, as objects of which nothing is kept with the file. */
  passing(): Expression {
    return this.#tree.node(this.#whole);
  }

  /**
   * Shows the nodes of some kinds, in the order of the text, whatever of them does not parse. Objects are made for
   * the walk alone, and are the same ones throughout: nothing of them is kept with the file.
   */
  walk(kinds: WantedKinds, visit: (node: Node, place: WalkPlace) => void): void {
    walkTree(this.#tree, this.#whole, kinds, visit);
  }

  /** Tells what the names in it are bound by, by `walkScopes`. */
  scopes(visitor: ScopeVisitor): void {
    walkScopes(this.#tree, this.#whole, visitor);
  }

  /** Shows every token, in the order of the text; of a file that does not parse, those up to its first error. */
  tokens(see: (token: Token) => void): void {
    read(this.source.text, this.#pipes, see);
  }

  /** In the order of the text. */
  get comments(): readonly Comment[] {
    const found: Comment[] = [];
    for (let i = 0; i < this.#comments.length; i += 2) {
      found.push({ kind: "comment", start: this.#comments.at(i), end: this.#comments.at(i + 1) });
    }
    return found;
  }

  /** All path expressions, in the order of the text. */
  get paths(): readonly PathLiteral[] {
    this.#paths ??= this.#tree
      .places((at) => this.#tree.kind(at) === KIND.path)
      .map((at) => this.#tree.node<PathLiteral>(at))
      .sort((a, b) => a.start - b.start);
    return this.#paths;
  }

  /** All escape sequences of strings, string by string, one after the other: a file may have a million. */
  *escapes(): Generator<Escape, void> {
    const tree = this.#tree;
    for (const at of tree.places(
      (each) => tree.kind(each) === KIND.quoted || tree.kind(each) === KIND.indented,
    )) {
      const style = tree.kind(at) === KIND.quoted ? "quoted" : "indented";
      const string = { ...tree.span(at), style } as const;
      const count = tree.count(at);
      const partAt = (i: number) => (i < 0 || i >= count ? null : tree.node<StringPart>(tree.part(at, i)));
      for (let i = 0; i < count; i++) {
        const part = tree.kind(tree.part(at, i)) === KIND.escape ? partAt(i) : null;
        if (part !== null) yield { string, before: partAt(i - 1), part, after: partAt(i + 1) };
      }
    }
  }
}
