import type {
  Apply,
  AttributeSet,
  Binding,
  Expression,
  Node,
  PathLiteral,
  Select,
  StringPart,
} from "../../nix/ast.ts";
import { children } from "../../nix/ast.ts";
import { applicationParts, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import type { Span } from "../../nix/text.ts";
import { normalizePath } from "../../snapshot/resolve.ts";
import { joinPath, parentPath } from "../../snapshot/snapshot.ts";
import { calleeName, type Flow, type FlowIndex } from "./flow.ts";
import { isHashName } from "./pins.ts";
import { keepsOwner, MOVING, UNKNOWN, urlsIn } from "./urls.ts";

/** A place where what moves would change more than which version of a source is built. */
export type Reach = Span & {
  /** A clause that follows the name of the binding: "is made of what differs". */
  readonly what: string;
};

/** The file that is looked through, and what is known of the package. */
export type ReachContext = {
  readonly path: string;
  /** The paths of all files of the package that are looked through. */
  readonly files: ReadonlySet<string>;
  readonly flow: Flow;
  readonly index: FlowIndex;
};

/** What says where a source comes from and who made it. */
const IDENTITY = new Set([
  ...[
    "owner",
    "repo",
    "domain",
    "host",
    "hostname",
    "group",
    "user",
    "project",
    "projectId",
    "forge",
    "organization",
  ],
  ...[
    "githubBase",
    "githubOwner",
    "gitlabOwner",
    "registry",
    "mirror",
    "mirrors",
    "baseUrl",
    "server",
    "slug",
  ],
]);

const URL_NAME = /^(?:urls?|uri)$|(?:[uU]rls?|URLs?)$/;

/** What may move in the arguments of a fetcher. */
const FETCHED = new Set([
  ...[
    "version",
    "rev",
    "tag",
    "name",
    "url",
    "urls",
    "src",
    "sourceRoot",
    "setSourceRoot",
    "yarnLock",
    "lockFile",
  ],
  ...["postFetch", "passthru", "meta", "npmDeps", "missingHashes"],
]);

/** Functions whose argument is Nix code, or the path of it. */
const IMPORTERS = new Set(["scopedImport", "importNative", "getFlake", "exec"]);
const CALLERS = /^(?:import|callPackages?(?:With)?)$/;

/** Functions that read a source while packages are evaluated, or have Nix code made of it. */
const READERS = /^(?:read(?:File|Dir|FileType)|import[A-Z][A-Za-z]*|call[A-Z][A-Za-z]*|[A-Za-z0-9]*2nix)$/;

const IMPORT_VALUES = new Set(["import", "scopedImport"]);

/** Functions that make one text of several. */
const JOINERS = /^(?:concat|join|replaceStr|format|sub)[A-Za-z]*$/;

/** Every place of a file that what moves reaches and may not. */
export function forbiddenReaches(file: Expression, context: ReachContext): readonly Reach[] {
  const found: Reach[] = [];
  const add = (span: Span, what: string) => found.push({ start: span.start, end: span.end, what });
  const pending: Node[] = [file];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    reachAt(node, context, add, pending);
  }
  return found;
}

type Add = (span: Span, what: string) => void;

function reachAt(node: Node, context: ReachContext, add: Add, pending: Node[]): void {
  const { flow } = context;
  switch (node.kind) {
    case "binding":
    case "inherit":
      reachOfBinding(node, context, add);
      break;
    case "string":
    case "binary":
      reachOfText(node, context, add);
      break;
    case "path":
      if (movesInPath(node, flow)) add(node, "is a path made of what differs");
      break;
    case "select":
      if (isChosen(node, flow)) add(node, "takes an attribute whose name is made of what differs");
      break;
    case "with":
      if (flow.surelyMoves(node.environment)) add(node.environment, "takes names from what differs");
      break;
    case "variable":
      if (IMPORT_VALUES.has(node.name)) add(node, `hands on \`${node.name}\`, which may read what differs`);
      break;
    case "apply": {
      const parts = applicationParts(node);
      const callee = calleeName(node);
      reachOfCall(node, parts.args, callee, context, add);
      for (const arg of parts.args) pending.push(arg);
      // `import` that is called is judged by its arguments.
      if (callee === null || !IMPORT_VALUES.has(callee)) pending.push(parts.function);
      return;
    }
  }
  for (const child of children(node)) pending.push(child);
}

function reachOfBinding(binding: Binding, context: ReachContext, add: Add): void {
  const { flow } = context;
  if (binding.kind === "inherit") {
    for (const name of binding.names) {
      if (name.text !== null && IDENTITY.has(name.text) && flow.bindingMoves(binding, name)) {
        add(name, "is made of what differs");
      }
    }
    return;
  }
  const last = binding.attrpath.names.at(-1);
  for (const name of binding.attrpath.names) {
    if (name.text === null && name.expression !== null && namesMove(name.expression, flow)) {
      add(name, "has a name made of what differs");
    }
  }
  if (last?.text == null) return;
  if (IDENTITY.has(last.text) && flow.moves(binding.value)) add(binding.value, "is made of what differs");
  if (URL_NAME.test(last.text) && !isFixedUrl(binding.value, context)) {
    add(binding.value, "has a host or owner made of what differs");
  }
}

function namesMove(name: Node, flow: Flow): boolean {
  if (name.kind === "interpolation") return flow.surelyMoves(name.expression);
  return name.kind === "string" && flow.surelyMoves(name);
}

function isChosen({ attrpath }: Select, flow: Flow): boolean {
  return attrpath.names.some((name) => name.expression !== null && namesMove(name.expression, flow));
}

function movesInPath(path: PathLiteral, flow: Flow): boolean {
  return path.interpolations.some(({ expression }) => flow.moves(expression));
}

function reachOfText(node: Expression, context: ReachContext, add: Add): void {
  if (node.kind === "binary" && node.operator !== "+") return;
  const text = flatten(node, context);
  if (text.includes("://") && text.includes(MOVING) && !urlsIn(text).every(keepsOwner)) {
    add(node, "has a URL whose host or owner is made of what differs");
  }
}

/** Whether the host and the owner of every URL that an expression may come to stay as they are. */
function isFixedUrl(expression: Expression, context: ReachContext): boolean {
  const pending: Expression[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const at = unparenthesized(next);
    if (!context.flow.moves(at)) continue;
    switch (at.kind) {
      case "string":
        if (!isFixedText(flatten(at, context))) return false;
        break;
      case "binary":
        if (at.operator === "++") pending.push(at.left, at.right);
        else if (at.operator !== "+" || !isFixedText(flatten(at, context))) return false;
        break;
      case "list":
        pending.push(...at.elements);
        break;
      case "if":
        pending.push(at.consequence, at.alternative);
        break;
      case "let":
      case "with":
      case "assert":
        pending.push(at.body);
        break;
      case "select":
        if (!isFixedSelection(at, context, pending)) return false;
        break;
      case "variable":
        // Bindings by such a name are looked at where they stand.
        if (!URL_NAME.test(at.name)) return false;
        break;
      default:
        return false;
    }
  }
  return true;
}

/** `src.url`, or one of the URLs of a set that is written out. */
function isFixedSelection(at: Select, { flow }: ReachContext, pending: Expression[]): boolean {
  const base = unparenthesized(at.expression);
  if (at.default !== null && flow.moves(at.default)) pending.push(at.default);
  if (base.kind === "attrset" && at.attrpath.names.length === 1) {
    for (const binding of base.bindings) {
      if (binding.kind === "inherit") return false;
      pending.push(binding.value);
    }
    return true;
  }
  const last = at.attrpath.names.at(-1)?.text ?? "";
  return base.kind === "variable" && URL_NAME.test(last);
}

/** Whether a text that is a URL as a whole keeps host and owner. */
function isFixedText(text: string): boolean {
  const urls = urlsIn(text);
  if (urls.length > 0) return text.startsWith(urls[0] ?? "") && urls.every(keepsOwner);
  return text.startsWith(UNKNOWN) && keepsOwner(text);
}

function reachOfCall(
  call: Apply,
  args: readonly Expression[],
  callee: string | null,
  context: ReachContext,
  add: Add,
): void {
  const { flow } = context;
  if (callee === null) return;
  if (isFetcher(callee)) {
    for (const arg of args) reachOfFetch(arg, context, add);
  } else if (CALLERS.test(callee)) {
    if (!staysInPackage(args, context)) add(call, `gives what differs to \`${callee}\``);
  } else if (IMPORTERS.has(callee)) {
    if (args.some((arg) => flow.moves(arg))) add(call, `gives what differs to \`${callee}\``);
  } else if (READERS.test(callee)) {
    const read = args.filter((arg) => unparenthesized(arg).kind !== "attrset");
    if (read.some((arg) => flow.moves(arg))) add(call, `gives what differs to \`${callee}\``);
  } else if (JOINERS.test(callee) && flow.moves(call)) {
    const texts = args.map((arg) => flattenAll(arg, context));
    if (texts.some((text) => text.includes("://"))) add(call, "makes a URL of what differs by a function");
  }
}

/** Whether a function of this name fetches, by the custom of nixpkgs. */
export function isFetcher(callee: string): boolean {
  return /^fetch|[a-z]Fetch|^requireFile$/.test(callee);
}

function reachOfFetch(arg: Expression, context: ReachContext, add: Add): void {
  const { flow } = context;
  const inner = unparenthesized(arg);
  if (inner.kind === "attrset") {
    for (const { name, binding, at } of namesOf(inner)) {
      if (FETCHED.has(name) || isHashName(name) || URL_NAME.test(name)) continue;
      if (!flow.bindingMoves(binding, at)) continue;
      add(at ?? binding, "is an argument of a fetcher made of what differs");
    }
    return;
  }
  if (inner.kind === "function" || namesSets(inner, context) || !flow.moves(inner)) return;
  if (!isFixedUrl(inner, context)) add(inner, "is an argument of a fetcher made of what differs");
}

/** Whether an expression is a name that the package gives to sets alone, which are looked at where they stand. */
function namesSets(expression: Expression, { index }: ReachContext): boolean {
  let name: string | null = null;
  if (expression.kind === "variable") name = expression.name;
  else if (expression.kind === "select") {
    const names = [...(selectionChain(expression.expression) ?? []), ...staticNames(expression)];
    name = names.at(-1) ?? null;
  }
  const definitions = index.definitions.get(name ?? "") ?? [];
  return (
    definitions.length > 0 && definitions.every(({ value }) => unparenthesized(value).kind === "attrset")
  );
}

/** The names of a selection that are not computed: `sources` of `finalAttrs.sources.${system}`. */
function staticNames({ attrpath }: Select): readonly string[] {
  return attrpath.names.flatMap(({ text }) => (text === null ? [] : [text]));
}

/** Names that a set gives a value to: the first of each attrpath. */
function* namesOf(set: AttributeSet) {
  for (const binding of set.bindings) {
    if (binding.kind === "binding") {
      const name = binding.attrpath.names[0]?.text ?? "";
      yield { name, binding, at: null };
    } else {
      for (const at of binding.names) yield { name: at.text ?? "", binding, at };
    }
  }
}

/**
 * Whether `callPackage` calls what stands in the package, or nothing that moves is given to it. What stands
 * elsewhere could do anything with it.
 */
function staysInPackage(args: readonly Expression[], { flow, path, files }: ReachContext): boolean {
  if (!args.some((arg) => flow.moves(arg))) return true;
  const [target, ...rest] = args;
  const inner = target === undefined ? null : unparenthesized(target);
  if (inner?.kind === "path") {
    const to = inner.form === "relative" ? normalizePath(parentPath(path), inner.text) : null;
    if (inner.interpolations.length > 0 || to === null) return false;
    return files.has(to) || files.has(joinPath(to, "default.nix"));
  }
  return inner?.kind === "function" && rest.every((arg) => unparenthesized(arg).kind === "attrset");
}

/** A text with marks for what is computed: the parts of a string, and what `+` joins. */
function flatten(expression: Expression, context: ReachContext): string {
  const pieces: string[] = [];
  const pending: (Expression | StringPart)[] = [expression];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at.kind === "parenthesized" || at.kind === "interpolation") pending.push(at.expression);
    else if (at.kind === "string") for (const part of at.parts.toReversed()) pending.push(part);
    else if (at.kind === "binary" && at.operator === "+") pending.push(at.right, at.left);
    else if (at.kind === "text") pieces.push(at.text);
    else if (at.kind === "escape") pieces.push(unescaped(at.text));
    else pieces.push(mark(at, context));
  }
  return pieces.join("");
}

/** All texts anywhere in an expression, joined. */
function flattenAll(expression: Expression, context: ReachContext): string {
  const texts: string[] = [];
  const pending: Node[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "string") texts.push(flatten(node, context));
    else if (node.kind === "variable") texts.push(context.index.constants.get(node.name) ?? "");
    for (const child of children(node)) pending.push(child);
  }
  return texts.join("");
}

function mark(expression: Expression, { flow, index }: ReachContext): string {
  if (flow.moves(expression)) return MOVING;
  const chain = selectionChain(expression) ?? [];
  const [base = "", ...names] = chain;
  // What a builder or fetcher returns may have an attribute of that name with another value.
  const own = names.length === 0 || base === "meta" || index.parameters.has(base);
  if (!own || names.slice(0, -1).some((name) => name !== "meta")) return UNKNOWN;
  return index.constants.get(chain.at(-1) ?? "") ?? UNKNOWN;
}

/** What an escape stands for; both kinds of string. */
function unescaped(written: string): string {
  if (written === "'''") return "''";
  const character = written.replace(/^(?:''\\?|\\)/, "");
  return /^[nrt]$/.test(character) && written !== "''$" ? " " : character;
}
