import { Definitions, type SyntaxProblem } from "./definitions.ts";
import { Lexer } from "./lexer.ts";
import type { Token } from "./tokens.ts";
import { KIND, Tree } from "./tree.ts";
import { Words } from "./words.ts";

/**
 * Where and why Nix would refuse a text. `start` and `end` are where a person must look: for a missing `;` or
 * `,` the end of what it should follow, if the next token is on another line. `stop` is the offset of the token
 * at which Nix itself stops: all tokens before it are in order.
 */
export type FirstError = SyntaxProblem & { readonly stop: number };

/** Goes on in the innermost construct: takes a token or a few, and a bounded time for each. */
export type Step = (r: Reading) => undefined;
/** What has to close what was opened. */
export type Closing = "}" | ")" | "]" | "in" | '"' | "''" | "path end";

/** What is open: where it begins, and what must close it. */
export type Open = { readonly start: number; readonly closing: Closing };

/** All steps, which are known by their places here, with what closes the construct. */
const steps: { go: Step; readonly closing: Closing | null }[] = [];

/** A new step; gives its place. */
export function step(go: Step, closing: Closing | null = null): number {
  return steps.push({ go, closing }) - 1;
}

function unset(): never {
  throw new Error("this step is not set");
}

/** The steps that read an expression or an operand, which all constructs need. The parser sets them. */
export const EXPRESSION: number = step(unset);
export const OPERAND: number = step(unset);

export function setStep(place: number, go: Step): undefined {
  const known = steps[place];
  if (known !== undefined) known.go = go;
}

/**
 * How far a text is read: the constructs that are open, the nodes that are done, and the tree that they are in.
 * Nesting costs a few words and no stack frames.
 */
export class Reading {
  readonly at: Lexer;
  readonly tree: Tree;
  readonly definitions: Definitions;
  /** The constructs that are being read, each as where it begins, how many nodes were done then, and its step. */
  readonly frames: Words = new Words();
  /** The nodes that are done and in no other yet. */
  readonly done: Words = new Words();
  /** Operators whose right side is not complete, each with where it begins. */
  readonly operators: Words = new Words();
  error: FirstError | null = null;

  constructor(text: string, pipes: boolean, see: ((token: Token) => void) | null) {
    this.at = new Lexer(text, pipes, see);
    this.tree = new Tree(text);
    this.definitions = new Definitions(this.tree);
  }

  /** Begins a construct. */
  begin(step: number, start: number = this.at.start): undefined {
    this.frames.push(start);
    this.frames.push(this.done.length);
    this.frames.push(step);
  }

  /** Goes on in the construct with another step. */
  next(step: number): undefined {
    this.frames.set(this.frames.length - 1, step);
  }

  /** Where the construct begins. */
  get start(): number {
    return this.frames.at(this.frames.length - 3);
  }

  set start(word: number) {
    this.frames.set(this.frames.length - 3, word);
  }

  /** How many nodes were done before it. */
  get first(): number {
    return this.frames.at(this.frames.length - 2);
  }

  /** Ends the construct without a node of its own. */
  leave(): undefined {
    this.frames.length -= 3;
  }

  /** Ends the construct at an offset, with a node of the nodes that were done in it. */
  end(kind: number, end: number): undefined {
    const { start, first } = this;
    this.leave();
    this.tree.add(kind, start, end, this.done, first);
  }

  /** Ends it with the token here, and takes that. */
  takeEnd(kind: number): undefined {
    this.end(kind, this.at.end);
    this.at.take();
  }

  /** Ends it where the last of these nodes does. */
  endHere(kind: number): undefined {
    this.end(kind, this.tree.end(this.done.top));
  }

  /** Adds a node without parts. */
  leaf(kind: number, start: number, end: number): undefined {
    this.tree.add(kind, start, end, this.done, this.done.length);
  }

  /** Adds one of the token here, and takes that. */
  takeLeaf(kind: number): undefined {
    const { at } = this;
    this.leaf(kind, at.start, at.end);
    at.take();
  }

  /** Makes the last nodes one, from where the first begins to where the last ends. */
  join(kind: number, count: number): undefined {
    const { tree, done } = this;
    const first = done.length - count;
    tree.add(kind, tree.start(done.at(first)), tree.end(done.top), done, first);
  }

  fail(error: FirstError): undefined {
    this.error ??= error;
  }

  refuse(problem: SyntaxProblem | null): undefined {
    if (problem !== null) this.fail({ ...problem, stop: problem.start });
  }

  /** Goes on with the text until it is read, or an error is found. */
  run(): undefined {
    while (this.frames.length > 0 && this.error === null) steps[this.frames.top]?.go(this);
  }

  /** What closes the construct that is read. */
  get closing(): Closing | null {
    return steps[this.frames.top]?.closing ?? null;
  }

  /** What is open, the innermost first. */
  *opened(): Generator<Open, void, void> {
    for (let at = this.frames.length - 3; at >= 0; at -= 3) {
      const closing = steps[this.frames.at(at + 2)]?.closing ?? null;
      if (closing !== null) yield { start: this.frames.at(at), closing };
    }
  }

  /** The place of the whole in the tree: `broken`, of what is done, if there is an error. */
  whole(): number {
    const { done, tree } = this;
    const isWhole = this.error === null && done.length === 1;
    if (!isWhole) tree.add(KIND.broken, 0, tree.text.length, done, 0);
    return done.at(0);
  }
}
