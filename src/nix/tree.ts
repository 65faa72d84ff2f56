import type {
  Attrpath,
  Binding,
  Expression,
  Formal,
  Formals,
  Interpolation,
  Name,
  Node,
  StringPart,
} from "./ast.ts";
import { staticName } from "./names.ts";
import { OPERATORS } from "./operators.ts";
import type { Span } from "./text.ts";
import { Words } from "./words.ts";

/**
 * How a syntax tree is kept: each node is a few words in one long row, behind the nodes below it. First come
 * its kind, start and end, then what is its own; a part of a node is a place in the row, or -1 where there is
 * none, and a list of parts their number and then their places. It takes a tenth of the memory of objects,
 * which are made only of what somebody looks at.
 */
export const KIND = {
  broken: 0,
  variable: 1,
  integer: 2,
  float: 3,
  uri: 4,
  quoted: 5,
  indented: 6,
  path: 7,
  parenthesized: 8,
  plain: 9,
  rec: 10,
  let: 11,
  list: 12,
  select: 13,
  has: 14,
  apply: 15,
  unary: 16,
  binary: 17,
  if: 18,
  letIn: 19,
  with: 20,
  assert: 21,
  function: 22,
  interpolation: 23,
  text: 24,
  escape: 25,
  formals: 26,
  formal: 27,
  binding: 28,
  inherit: 29,
  attrpath: 30,
  name: 31,
} as const;

/** A syntax tree over the row of its words, which a parser fills. */
export class Tree {
  readonly text: string;
  readonly words: Words = new Words();
  readonly #expressions = new Map<number, Expression>();

  constructor(text: string) {
    this.text = text;
  }

  /** Adds a node; gives its place. Its own words are pushed behind it. */
  add(kind: number, start: number, end: number): number {
    const at = this.words.length;
    this.words.push(kind);
    this.words.push(start);
    this.words.push(end);
    return at;
  }

  /** The text of the node at a place. */
  slice(at: number): string {
    return this.text.slice(this.words.at(at + 1), this.words.at(at + 2));
  }

  /** The expression at a place, the same object each time. */
  expression(at: number): Expression {
    const known = this.#expressions.get(at);
    if (known !== undefined) return known;
    const made = this.#make(at);
    this.#expressions.set(at, made);
    return made;
  }

  /** The same as an object of its own, which nobody keeps: of a file with a million, all take much memory. */
  passing(at: number): Expression {
    return this.#expressions.get(at) ?? this.#make(at);
  }

  #make(at: number): Expression {
    switch (this.words.at(at)) {
      case KIND.variable:
        return new VariableView(this, at);
      case KIND.integer:
        return new LiteralView("integer", this, at);
      case KIND.float:
        return new LiteralView("float", this, at);
      case KIND.uri:
        return new LiteralView("uri", this, at);
      case KIND.quoted:
        return new StringView("quoted", this, at);
      case KIND.indented:
        return new StringView("indented", this, at);
      case KIND.path:
        return new PathView(this, at);
      case KIND.parenthesized:
        return new ParenthesizedView(this, at);
      case KIND.plain:
        return new SetView("plain", this, at);
      case KIND.rec:
        return new SetView("rec", this, at);
      case KIND.let:
        return new SetView("let", this, at);
      case KIND.list:
        return new ListView(this, at);
      case KIND.select:
        return new SelectView(this, at);
      case KIND.has:
        return new HasView(this, at);
      case KIND.apply:
        return new ApplyView(this, at);
      case KIND.unary:
        return new UnaryView(this, at);
      case KIND.binary:
        return new BinaryView(this, at);
      case KIND.if:
        return new IfView(this, at);
      case KIND.letIn:
        return new LetView(this, at);
      case KIND.with:
        return new WithView(this, at);
      case KIND.assert:
        return new AssertView(this, at);
      case KIND.function:
        return new FunctionView(this, at);
      default:
        return new BrokenView(this, at);
    }
  }

  /** The node at a place, whatever it is. */
  node(at: number): Node {
    switch (this.words.at(at)) {
      case KIND.interpolation:
      case KIND.text:
      case KIND.escape:
        return this.part(at);
      case KIND.formals:
        return new FormalsView(this, at);
      case KIND.formal:
        return new FormalView(this, at);
      case KIND.binding:
      case KIND.inherit:
        return this.binding(at);
      case KIND.attrpath:
        return new AttrpathView(this, at);
      case KIND.name:
        return this.name(at);
      default:
        return this.expression(at);
    }
  }

  name(at: number): Name {
    return new NameView(this, at);
  }

  binding(at: number): Binding {
    const isInherit = this.words.at(at) === KIND.inherit;
    return isInherit ? new InheritView(this, at) : new BindingView(this, at);
  }

  part(at: number): StringPart {
    const kind = this.words.at(at);
    if (kind === KIND.interpolation) return new InterpolationView(this, at);
    return new TextView(kind === KIND.escape ? "escape" : "text", this, at);
  }

  /** The parts of a node whose number stands at a place, each made by `make`. */
  list<T>(at: number, make: (at: number) => T): readonly T[] {
    const made: T[] = [];
    for (let i = 1; i <= this.words.at(at); i++) made.push(make(this.words.at(at + i)));
    return made;
  }
}

abstract class View implements Span {
  readonly start: number;
  readonly end: number;
  readonly #tree: Tree;
  readonly #at: number;

  constructor(tree: Tree, at: number) {
    this.start = tree.words.at(at + 1);
    this.end = tree.words.at(at + 2);
    this.#tree = tree;
    this.#at = at;
  }

  protected get written(): string {
    return this.#tree.text.slice(this.start, this.end);
  }

  protected get tree(): Tree {
    return this.#tree;
  }

  /** One of the node's own words, the first being 0. */
  protected word(i: number): number {
    return this.#tree.words.at(this.#at + 3 + i);
  }

  /** The part whose place is one of the node's own words. */
  protected expressionAt(i: number): Expression {
    return this.#tree.expression(this.word(i));
  }

  /** The same of a part that may be missing. */
  protected optionalAt(i: number): Expression | null {
    const at = this.word(i);
    return at < 0 ? null : this.#tree.expression(at);
  }

  protected listAt<T>(i: number, make: (at: number) => T): readonly T[] {
    return this.#tree.list(this.#at + 3 + i, make);
  }

  protected namesAt(i: number): readonly Name[] {
    return this.listAt(i, (at) => new NameView(this.#tree, at));
  }

  protected bindingsAt(i: number): readonly Binding[] {
    return this.listAt(i, (at) => this.#tree.binding(at));
  }

  protected interpolationsAt(i: number): readonly Interpolation[] {
    return this.listAt(i, (at) => new InterpolationView(this.#tree, at));
  }
}

class BrokenView extends View {
  readonly kind = "broken";
  #parts: readonly Node[] | null = null;
  get parts(): readonly Node[] {
    this.#parts ??= this.listAt(0, (at) => this.tree.node(at));
    return this.#parts;
  }
}

class VariableView extends View {
  readonly kind = "variable";
  get name(): string {
    return this.written;
  }
}

class LiteralView<Kind extends "integer" | "float" | "uri"> extends View {
  readonly kind: Kind;
  constructor(kind: Kind, tree: Tree, at: number) {
    super(tree, at);
    this.kind = kind;
  }
  get text(): string {
    return this.written;
  }
}

class StringView extends View {
  readonly kind = "string";
  readonly style: "quoted" | "indented";
  #parts: readonly StringPart[] | null = null;
  constructor(style: "quoted" | "indented", tree: Tree, at: number) {
    super(tree, at);
    this.style = style;
  }
  get parts(): readonly StringPart[] {
    this.#parts ??= this.listAt(0, (at) => this.tree.part(at));
    return this.#parts;
  }
}

class TextView extends View {
  readonly kind: "text" | "escape";
  constructor(kind: "text" | "escape", tree: Tree, at: number) {
    super(tree, at);
    this.kind = kind;
  }
  get text(): string {
    return this.written;
  }
}

class InterpolationView extends View {
  readonly kind = "interpolation";
  get expression(): Expression {
    return this.expressionAt(0);
  }
}

class PathView extends View {
  readonly kind = "path";
  #interpolations: readonly Interpolation[] | null = null;
  get interpolations(): readonly Interpolation[] {
    this.#interpolations ??= this.interpolationsAt(0);
    return this.#interpolations;
  }
  get text(): string {
    let text = "";
    let from = this.start;
    for (const { start, end } of this.interpolations) {
      text += this.tree.text.slice(from, start);
      from = end;
    }
    return text + this.tree.text.slice(from, this.end);
  }
  get form(): "relative" | "absolute" | "home" | "search" {
    switch (this.tree.text[this.start]) {
      case "/":
        return "absolute";
      case "~":
        return "home";
      case "<":
        return "search";
      default:
        return "relative";
    }
  }
}

class ParenthesizedView extends View {
  readonly kind = "parenthesized";
  get expression(): Expression {
    return this.expressionAt(0);
  }
}

class SetView extends View {
  readonly kind = "attrset";
  readonly form: "plain" | "rec" | "let";
  #bindings: readonly Binding[] | null = null;
  constructor(form: "plain" | "rec" | "let", tree: Tree, at: number) {
    super(tree, at);
    this.form = form;
  }
  get bindings(): readonly Binding[] {
    this.#bindings ??= this.bindingsAt(1);
    return this.#bindings;
  }
}

class ListView extends View {
  readonly kind = "list";
  #elements: readonly Expression[] | null = null;
  get elements(): readonly Expression[] {
    this.#elements ??= this.listAt(0, (at) => this.tree.expression(at));
    return this.#elements;
  }
}

class SelectView extends View {
  readonly kind = "select";
  #attrpath: Attrpath | null = null;
  get expression(): Expression {
    return this.expressionAt(0);
  }
  get attrpath(): Attrpath {
    this.#attrpath ??= new AttrpathView(this.tree, this.word(1));
    return this.#attrpath;
  }
  get default(): Expression | null {
    return this.optionalAt(2);
  }
}

class HasView extends View {
  readonly kind = "has-attribute";
  #attrpath: Attrpath | null = null;
  get expression(): Expression {
    return this.expressionAt(0);
  }
  get attrpath(): Attrpath {
    this.#attrpath ??= new AttrpathView(this.tree, this.word(1));
    return this.#attrpath;
  }
}

class ApplyView extends View {
  readonly kind = "apply";
  get function(): Expression {
    return this.expressionAt(0);
  }
  get argument(): Expression {
    return this.expressionAt(1);
  }
}

class UnaryView extends View {
  readonly kind = "unary";
  get operator(): string {
    return this.tree.text.charAt(this.start);
  }
  get argument(): Expression {
    return this.expressionAt(0);
  }
}

class BinaryView extends View {
  readonly kind = "binary";
  get operator(): string {
    return OPERATORS[this.word(0)]?.sign ?? "";
  }
  get left(): Expression {
    return this.expressionAt(1);
  }
  get right(): Expression {
    return this.expressionAt(2);
  }
}

class IfView extends View {
  readonly kind = "if";
  get condition(): Expression {
    return this.expressionAt(0);
  }
  get consequence(): Expression {
    return this.expressionAt(1);
  }
  get alternative(): Expression {
    return this.expressionAt(2);
  }
}

class LetView extends View {
  readonly kind = "let";
  #bindings: readonly Binding[] | null = null;
  get bindings(): readonly Binding[] {
    this.#bindings ??= this.bindingsAt(1);
    return this.#bindings;
  }
  get body(): Expression {
    return this.expressionAt(0);
  }
}

class WithView extends View {
  readonly kind = "with";
  get environment(): Expression {
    return this.expressionAt(0);
  }
  get body(): Expression {
    return this.expressionAt(1);
  }
}

class AssertView extends View {
  readonly kind = "assert";
  get condition(): Expression {
    return this.expressionAt(0);
  }
  get body(): Expression {
    return this.expressionAt(1);
  }
}

class FunctionView extends View {
  readonly kind = "function";
  #argument: Name | null = null;
  #formals: Formals | null = null;
  get argument(): Name | null {
    if (this.word(1) >= 0) this.#argument ??= new NameView(this.tree, this.word(1));
    return this.#argument;
  }
  get formals(): Formals | null {
    if (this.word(2) >= 0) this.#formals ??= new FormalsView(this.tree, this.word(2));
    return this.#formals;
  }
  get body(): Expression {
    return this.expressionAt(0);
  }
}

class FormalsView extends View {
  readonly kind = "formals";
  #formals: readonly Formal[] | null = null;
  get formals(): readonly Formal[] {
    this.#formals ??= this.listAt(1, (at) => new FormalView(this.tree, at));
    return this.#formals;
  }
  get ellipsis(): boolean {
    return this.word(0) === 1;
  }
}

class FormalView extends View {
  readonly kind = "formal";
  #name: Name | null = null;
  get name(): Name {
    this.#name ??= new NameView(this.tree, this.word(0));
    return this.#name;
  }
  get default(): Expression | null {
    return this.optionalAt(1);
  }
}

class BindingView extends View {
  readonly kind = "binding";
  #attrpath: Attrpath | null = null;
  get attrpath(): Attrpath {
    this.#attrpath ??= new AttrpathView(this.tree, this.word(0));
    return this.#attrpath;
  }
  get value(): Expression {
    return this.expressionAt(1);
  }
}

class InheritView extends View {
  readonly kind = "inherit";
  #names: readonly Name[] | null = null;
  get source(): Expression | null {
    return this.optionalAt(0);
  }
  get names(): readonly Name[] {
    this.#names ??= this.namesAt(1);
    return this.#names;
  }
}

class AttrpathView extends View {
  readonly kind = "attrpath";
  #names: readonly Name[] | null = null;
  get names(): readonly Name[] {
    this.#names ??= this.namesAt(0);
    return this.#names;
  }
}

class NameView extends View {
  readonly kind = "name";
  #expression: Name["expression"] = null;
  get text(): string | null {
    return this.word(0) < 0 ? this.written : staticName(this.expression);
  }
  get expression(): Name["expression"] {
    if (this.word(0) >= 0) this.#expression ??= this.#made(this.word(0));
    return this.#expression;
  }
  #made(at: number): Name["expression"] {
    if (this.tree.words.at(at) === KIND.interpolation) return new InterpolationView(this.tree, at);
    const string = this.tree.expression(at);
    return string.kind === "string" ? string : null;
  }
}
