import type { AttributeSet, Expression, FunctionExpression, Node, WithExpression } from "./ast.ts";
import { PLAIN_GLOBALS } from "./builtin-names.ts";
import { isEmptySet, unparenthesized } from "./expressions.ts";
import { keptIn } from "./kept-in.ts";
import type { NixFile } from "./parse.ts";
import type { Span } from "./text.ts";
import type { Bound, LeftScope } from "./walk-scopes.ts";

/** What the scopes of a file show: places in its text, without its nodes. */
export type FileScopes = {
  /** Whether the file is a function. */
  readonly isFunction: boolean;
  /** Names that nothing binds: no release of Nix would take the file. In the order of the text. */
  readonly unbound: readonly UnboundName[];
  /** Each `with` in which nothing is looked up. */
  readonly needlessWiths: readonly NeedlessWith[];
  /** Each `rec { … }` of which no attribute is looked up in it. */
  readonly needlessRecs: readonly Span[];
  /** Each `let { … }`, and whether any attribute of it is looked up in it. */
  readonly legacyLets: readonly (Span & { readonly isRecursive: boolean })[];
  /** The formals, without a name of the whole, of the function that the file is, which nothing looks up. */
  readonly unusedFormals: readonly UnusedFormal[];
};

export type UnboundName = Span & {
  readonly name: string;
  /** Whether it is a variable, and not a name that is inherited. */
  readonly isVariable: boolean;
  /** Whether `builtins` is there what Nix defines. */
  readonly hasBuiltins: boolean;
  /**
   * Arguments of functions that are in scope there, as far as they were gathered, and what Nix defines. What `let` or
   * `rec` binds may be just what the name is in.
   */
  readonly inScope: readonly string[];
};

export type NeedlessWith = Span & {
  readonly environment: Span;
  /** What is behind it, and whether that is a list or set with nothing in it. */
  readonly body: Span & { readonly kind: Node["kind"]; readonly isEmpty: boolean };
};

export type UnusedFormal = Span & {
  readonly name: string;
  /** Whether the function takes whatever else it is given, too. */
  readonly hasEllipsis: boolean;
  /** The end of the formal before it, and the start of the one behind it. */
  readonly previousEnd: number | null;
  readonly nextStart: number | null;
};

/** For how many names that nothing binds it is gathered what is in scope, and how many names that may be. */
const [MOST_NAMES, MOST_IN_SCOPE] = [20, 2_000];

const known = keptIn<NixFile, FileScopes>();

/** The scopes of a file that parses. Takes time in proportion to it. */
export function fileScopes(file: NixFile): FileScopes {
  const before = known.get(file);
  if (before !== undefined) return before;
  const read = readScopes(file);
  known.set(file, read);
  return read;
}

function readScopes(file: NixFile): FileScopes {
  const main = unparenthesized(file.passing());
  const unbound: UnboundName[] = [];
  const needlessWiths: NeedlessWith[] = [];
  const needlessRecs: Span[] = [];
  const legacyLets: FileScopes["legacyLets"][number][] = [];
  const unusedFormals: UnusedFormal[] = [];

  file.scopes({
    use({ name, isVariable, start, end }, origin, inScope) {
      if (origin.kind !== "nothing") return;
      const nearby = unbound.length < MOST_NAMES ? argumentsIn(inScope) : [];
      const hasBuiltins = !inScope.has("builtins");
      unbound.push({ start, end, name, isVariable, hasBuiltins, inScope: [...nearby, ...PLAIN_GLOBALS] });
    },
    leave(scope) {
      const { construct, bounds } = scope;
      if (construct === null) return;
      if (construct.kind === "function") {
        if (construct.start === main.start) unusedFormals.push(...unusedOf(construct, bounds));
      } else if (construct.kind === "attrset") {
        if (isNeedlessRec(construct, scope)) needlessRecs.push(spanOf(construct));
        if (construct.form === "let") {
          legacyLets.push({ ...spanOf(construct), isRecursive: bounds.some(({ isUsed }) => isUsed) });
        }
      }
    },
    leaveWith(expression, isUsed) {
      if (!isUsed) needlessWiths.push(needlessWith(expression));
    },
  });
  const inOrder = (a: Span, b: Span) => a.start - b.start;
  return {
    isFunction: main.kind === "function",
    unbound: unbound.sort(inOrder),
    needlessWiths: needlessWiths.sort(inOrder),
    needlessRecs: needlessRecs.sort(inOrder),
    legacyLets: legacyLets.sort(inOrder),
    unusedFormals,
  };
}

/** Of sets that Nix puts together the `rec` means more than it says, and `__overrides` does so as well. */
function isNeedlessRec({ form }: AttributeSet, { bounds, isMerged }: LeftScope): boolean {
  if (form !== "rec" || isMerged) return false;
  return bounds.every(({ isUsed, name }) => !isUsed && name !== "__overrides");
}

function unusedOf(fn: FunctionExpression, bounds: readonly Bound[]): UnusedFormal[] {
  const unused = new Set(bounds.flatMap(({ name, isUsed }) => (isUsed ? [] : name)));
  if (unused.size === 0 || fn.argument !== null || fn.formals === null) return [];
  const { formals, ellipsis } = fn.formals;
  return formals.flatMap((formal, i) => {
    const name = formal.name.text;
    if (name === null || !unused.has(name)) return [];
    return {
      ...spanOf(formal),
      name,
      hasEllipsis: ellipsis,
      previousEnd: formals[i - 1]?.end ?? null,
      nextStart: formals[i + 1]?.start ?? null,
    };
  });
}

function needlessWith({ start, end, environment, body }: WithExpression): NeedlessWith {
  return {
    start,
    end,
    environment: spanOf(environment),
    body: { ...spanOf(body), kind: body.kind, isEmpty: isEmpty(body) },
  };
}

function argumentsIn(inScope: ReadonlyMap<string, Bound>): string[] {
  const found: string[] = [];
  let seen = 0;
  for (const [name, { kind }] of inScope) {
    if (kind === "formal" || kind === "whole-argument") found.push(name);
    if (++seen === MOST_IN_SCOPE) break;
  }
  return found;
}

function isEmpty(body: Expression): boolean {
  return (body.kind === "list" && body.elements.length === 0) || isEmptySet(body);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
