import type { Language, Tree as SyntaxTree, TreeCursor } from "web-tree-sitter";
import type { Expression } from "./ast.ts";
import { operatorPlace } from "./parsing/operators.ts";
import { KIND, Tree } from "./parsing/tree.ts";
import { Words } from "./parsing/words.ts";

/** Nesting of syntax nodes deeper than this is given up: no file of nixpkgs has a tenth of it. */
const MAX_DEPTH = 1_000;

/** A tree that is nested deeper. */
export class TooDeep extends Error {}

/** What a tree of tree-sitter-nix says, read in one walk, so that it can be freed at once. Throws TooDeep. */
export function convertTree(syntax: SyntaxTree, text: string): Expression {
  const cursor = syntax.walk();
  try {
    return new Converter(cursor, nodeTypes(syntax.language), text).file();
  } finally {
    cursor.delete();
  }
}

type NodeType = { readonly name: string; readonly named: boolean };

/** Error nodes have a type id past all others. */
const ERROR_TYPE: NodeType = { name: "ERROR", named: true };

const typesByLanguage = new WeakMap<Language, readonly NodeType[]>();

/** The node types of a grammar by their id, so that a walk need not ask for their names again and again. */
function nodeTypes(language: Language): readonly NodeType[] {
  let types = typesByLanguage.get(language);
  if (types === undefined) {
    types = Array.from({ length: language.nodeTypeCount }, (_, id) => ({
      name: language.nodeTypeForId(id) ?? "",
      named: language.nodeTypeIsNamed(id),
    }));
    typesByLanguage.set(language, types);
  }
  return types;
}

/** What the grammar's nodes are; one that is none of these is broken. */
const KINDS: Readonly<Record<string, number>> = {
  variable_expression: KIND.variable,
  integer_expression: KIND.integer,
  float_expression: KIND.float,
  uri_expression: KIND.uri,
  string_expression: KIND.quoted,
  indented_string_expression: KIND.indented,
  path_expression: KIND.path,
  hpath_expression: KIND.path,
  spath_expression: KIND.path,
  parenthesized_expression: KIND.parenthesized,
  attrset_expression: KIND.plain,
  rec_attrset_expression: KIND.rec,
  let_attrset_expression: KIND.let,
  list_expression: KIND.list,
  select_expression: KIND.select,
  has_attr_expression: KIND.has,
  apply_expression: KIND.apply,
  unary_expression: KIND.unary,
  if_expression: KIND.if,
  let_expression: KIND.letIn,
  with_expression: KIND.with,
  assert_expression: KIND.assert,
  function_expression: KIND.function,
  interpolation: KIND.interpolation,
  formals: KIND.formals,
  formal: KIND.formal,
  binding: KIND.binding,
  inherit: KIND.inherit,
  inherit_from: KIND.inheritFrom,
  attrpath: KIND.attrpath,
  identifier: KIND.name,
};

/** Nodes that are none for us, of which the parts are those of what they stand in. */
const GROUPS: ReadonlySet<string> = new Set(["binding_set", "inherited_attrs"]);
/** Nodes in which a string or an interpolation is a name. */
const OF_NAMES: ReadonlySet<string> = new Set(["attrpath", "inherited_attrs"]);
/** Nodes in which no part is one for us, and what is no part. */
const LEAVES: ReadonlySet<string> = new Set(["variable_expression", "identifier"]);
const NO_PARTS: ReadonlySet<string> = new Set(["comment", "path_fragment"]);

/** Holds the cursor while a tree is converted. Each method leaves it where it found it. */
class Converter {
  readonly #cursor: TreeCursor;
  readonly #types: readonly NodeType[];
  readonly #tree: Tree;
  /** The nodes that are done and in no other yet. */
  readonly #done: Words = new Words();
  #depth = 0;

  constructor(cursor: TreeCursor, types: readonly NodeType[], text: string) {
    this.#cursor = cursor;
    this.#types = types;
    this.#tree = new Tree(text);
  }

  file(): Expression {
    this.#parts("source_code");
    if (this.#done.length !== 1) this.#add(KIND.broken, 0, this.#tree.text.length, 0);
    return this.#tree.node(this.#done.at(0));
  }

  #add(kind: number, start: number, end: number, first: number = this.#done.length): void {
    this.#tree.add(kind, start, end, this.#done, first);
  }

  /** Calls `visit` at each child. */
  #children(visit: (type: NodeType) => void): void {
    const cursor = this.#cursor;
    if (!cursor.gotoFirstChild()) return;
    if (++this.#depth > MAX_DEPTH) throw new TooDeep();
    do visit(this.#types[cursor.nodeTypeId] ?? ERROR_TYPE);
    while (cursor.gotoNextSibling());
    this.#depth--;
    cursor.gotoParent();
  }

  #node(type: string): void {
    const { startIndex, endIndex } = this.#cursor;
    const first = this.#done.length;
    const kind = this.#parts(type) ?? KINDS[type] ?? KIND.broken;
    this.#add(kind, startIndex, endIndex, first);
  }

  /** Adds the parts of a node; says its kind where that depends on them. */
  #parts(of: string): number | null {
    if (LEAVES.has(of)) return null;
    if (of === "string_expression" || of === "indented_string_expression") return this.#stringParts();
    let kind: number | null = null;
    this.#children(({ name: type, named }) => {
      if (!named) {
        const place = of === "binary_expression" ? operatorPlace(type) : -1;
        if (place >= 0) kind = KIND.binary + place;
      } else if (GROUPS.has(type)) {
        this.#parts(type);
      } else if (type === "ellipses") {
        kind = KIND.openFormals;
      } else if (!NO_PARTS.has(type)) {
        this.#node(type);
        if (OF_NAMES.has(of) && type !== "identifier") this.#nameOfLast();
      }
    });
    return kind;
  }

  /** Makes a name of what was added last. */
  #nameOfLast(): void {
    const { start, end } = this.#tree.span(this.#done.top);
    this.#add(KIND.quotedName, start, end, this.#done.length - 1);
  }

  /** The grammar cuts some texts into pieces, and an escaped `$` from what escapes it. */
  #stringParts(): null {
    let [kind, from, to] = [KIND.text, 0, 0];
    const end = (): void => {
      if (to > from) this.#add(kind, from, to);
      from = to;
    };
    this.#children(({ name: type, named }) => {
      const { startIndex, endIndex } = this.#cursor;
      if (!named) return;
      if (type !== "string_fragment") {
        end();
        if (type === "interpolation") return this.#node(type);
        [kind, from] = [KIND.escape, startIndex];
      } else if (to === from) {
        [kind, from] = [KIND.text, startIndex];
      }
      to = endIndex;
      if (kind === KIND.escape && type !== "dollar_escape") end();
    });
    end();
    return null;
  }
}
