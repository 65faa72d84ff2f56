import type { Expression, ListExpression } from "../../nix/ast.ts";
import { applicationParts, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { type Scope, throughNames, within } from "../../nix/scope.ts";
import { attribute, type WrittenSet } from "./attribute.ts";

/** An element of a list that an attribute is set to. */
export type ListElement = {
  readonly expression: Expression;
  readonly scope: Scope;
  /** The list that is written out, in which it stands; null where it is an argument of `lib.optional`. */
  readonly list: ListExpression | null;
  /** Whether it is there on a condition only. */
  readonly conditional: boolean;
  /** Whether it stands elsewhere than in the value itself: in what a name there is bound to. */
  readonly elsewhere: boolean;
};

/** The elements of a list as far as they are written out, and whether these are all. */
export type ListElements = { readonly elements: readonly ListElement[]; readonly complete: boolean };

/** How many parts a value may be put together of. */
const MOST_PARTS = 200;

type Part = Pick<ListElement, "expression" | "scope" | "conditional" | "elsewhere">;

/**
 * The elements of a list, through `++`, `lib.optionals`, `lib.optional`, `if`, `with`, `let`, and names that `let` or
 * a `rec` set binds.
 */
export function listElements(value: Expression, scope: Scope): ListElements {
  const elements: ListElement[] = [];
  let complete = true;
  const pending: Part[] = [{ expression: value, scope, conditional: false, elsewhere: false }];
  for (let parts = 0, next = pending.pop(); next !== undefined; parts++, next = pending.pop()) {
    if (parts > MOST_PARTS) return { elements, complete: false };
    const part: Part = next;
    const inner = unparenthesized(part.expression);
    switch (inner.kind) {
      case "list":
        elements.push(...inner.elements.map((expression) => ({ ...part, expression, list: inner })));
        break;
      case "with":
      case "let":
        pending.push({ ...part, expression: inner.body, scope: within(part.scope, inner) });
        break;
      case "if":
        pending.push({ ...part, expression: inner.alternative, conditional: true });
        pending.push({ ...part, expression: inner.consequence, conditional: true });
        break;
      case "binary":
        if (inner.operator !== "++") complete = false;
        else pending.push({ ...part, expression: inner.right }, { ...part, expression: inner.left });
        break;
      case "apply": {
        const { function: callee, args } = applicationParts(inner);
        const name = selectionChain(callee)?.at(-1);
        const [, argument, ...more] = args;
        if (argument === undefined || more.length > 0) complete = false;
        else if (name === "optionals") pending.push({ ...part, expression: argument, conditional: true });
        else if (name === "optional")
          elements.push({ ...part, expression: argument, list: null, conditional: true });
        else complete = false;
        break;
      }
      case "variable": {
        const bound = throughNames(inner, part.scope, 4);
        if (bound.expression.kind === "variable") complete = false;
        else pending.push({ ...part, ...bound, elsewhere: true });
        break;
      }
      default:
        complete = false;
    }
  }
  return { elements, complete };
}

/** The name that an element is written by, wherever that comes from: the last one of a selection. Null of all else. */
export function writtenName(element: Expression): string | null {
  return selectionChain(element)?.at(-1) ?? null;
}

/** What programs a derivation is given for the build, as far as they are written out: by either list of inputs. */
export function buildInputs(derivation: WrittenSet): readonly ListElement[] {
  return ["nativeBuildInputs", "buildInputs"].flatMap((name) => {
    const found = attribute(derivation, name);
    if (!found.known || found.value?.kind !== "value") return [];
    return listElements(found.value.value, found.value.scope).elements;
  });
}
