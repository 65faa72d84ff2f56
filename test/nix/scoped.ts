// biome-ignore-all lint/suspicious/noTemplateCurlyInString: interpolations of Nix look like those of JavaScript
import fc, { type Arbitrary } from "fast-check";

// Expressions of every construct that has to do with scopes, whose names are few, so that they often meet.

const OFTEN = ["a", "b", "c"];
const NAMES = [...OFTEN, "d'", "e-f", "_", "__sub", "__lessThan", "__findFile", "__nixPath", "__curPos"];
const GLOBALS = ["true", "null", "builtins", "map", "toString", "__add", "__readFile", "derivation"];
/** Those that only some releases define are left out: Nix 2.8 has `fetchTree`, and no `__warn`. */
const ABSENT = ["readFile", "lib", "__cur", "__warnings", "true'"];

const name = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...OFTEN) },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
);
const variable = fc.oneof(
  { weight: 6, arbitrary: name },
  { weight: 2, arbitrary: fc.constantFrom(...GLOBALS) },
  { weight: 1, arbitrary: fc.constantFrom(...ABSENT) },
);

/** A name of an attrpath, and what it is for Nix: null where it is computed. */
type Written = { readonly text: string; readonly is: string | null };

const staticName: Arbitrary<Written> = fc.oneof(
  { weight: 8, arbitrary: name.map((text) => ({ text, is: text })) },
  { weight: 1, arbitrary: name.map((text) => ({ text: `"${text}"`, is: text })) },
);

function computedName(expression: Arbitrary<string>): Arbitrary<Written> {
  return expression.map((inner) => ({ text: `\${${inner}}`, is: null }));
}

/** How a set is written, as a tree of what is defined in it, in which Nix may find nothing twice. */
type Defined = Map<string, Defined | null>;

type Item =
  | { readonly kind: "value"; readonly path: readonly Written[]; readonly value: string }
  | { readonly kind: "set"; readonly path: readonly Written[]; readonly form: string; readonly items: Items }
  | { readonly kind: "inherit"; readonly source: string | null; readonly names: readonly string[] };
type Items = readonly Item[];

/**
 * Writes bindings, without those that Nix would refuse since their name is there already. With
 * `isMerging`, none that Nix 2.8 takes otherwise than 2.28: it merges sets on one level only, and drops computed
 * names of what is merged.
 */
function written(items: Items, defined: Defined, isLet: boolean, isMerging: boolean): string {
  const lines: string[] = [];
  for (const item of items) {
    if (item.kind === "inherit") {
      const names = item.names.filter((each) => !defined.has(each));
      // Nix 2.8 does not even look at a source from which nothing is inherited.
      if (item.source !== null && names.length === 0) continue;
      for (const each of names) defined.set(each, null);
      lines.push(
        `inherit ${item.source === null ? "" : `(${item.source}) `}${[...new Set(names)].join(" ")};`,
      );
      continue;
    }
    const path = isLet || isMerging ? item.path.filter(({ is }) => is !== null) : item.path;
    const place = placeOf(path, defined);
    if (place === null) continue;
    const text = path.map((each) => each.text).join(".");
    if (item.kind === "value") {
      if (place.known !== undefined) continue;
      place.put(null);
      lines.push(`${text} = ${item.value};`);
      continue;
    }
    const isMerged = place.known !== undefined;
    if (place.known === null || (isMerged && isMerging)) continue;
    const inner: Defined = isMerged
      ? new Map([...(place.known ?? [])].map(([key]) => [key, null]))
      : new Map();
    const body = written(item.items, inner, false, isMerging || isMerged);
    if (isMerged) for (const [key, value] of inner) if (!place.known?.has(key)) place.known?.set(key, value);
    if (!isMerged) place.put(inner);
    lines.push(`${text} = ${item.form}{ ${body} };`);
  }
  return lines.join(" ");
}

/** Where a path leads in what is defined; null where something on the way is no set. */
function placeOf(
  path: readonly Written[],
  defined: Defined,
): { readonly known: Defined | null | undefined; put(value: Defined | null): void } | null {
  let at: Defined = defined;
  for (const [i, { is }] of path.entries()) {
    const isLast = i === path.length - 1;
    if (is === null) return { known: undefined, put: () => {} };
    if (isLast) {
      const set = at;
      return { known: set.get(is), put: (value) => set.set(is, value) };
    }
    const inner = at.get(is);
    if (inner === null) return null;
    const next: Defined = inner ?? new Map();
    if (inner === undefined) at.set(is, next);
    at = next;
  }
  return null;
}

/** Well-formed expressions, in which names may be bound by anything or by nothing. */
export const scoped: Arbitrary<string> = fc.letrec<{ expression: string; items: Items }>((tie) => {
  const expression = tie("expression");
  const pair = fc.tuple(expression, expression);
  const path = fc
    .tuple(
      fc.oneof({ weight: 9, arbitrary: staticName }, { weight: 1, arbitrary: computedName(expression) }),
      fc.array(
        fc.oneof({ weight: 5, arbitrary: staticName }, { weight: 1, arbitrary: computedName(expression) }),
        {
          maxLength: 2,
        },
      ),
    )
    .map(([first, more]) => [first, ...more]);
  const item: Arbitrary<Item> = fc.oneof(
    fc.record({ kind: fc.constant("value" as const), path, value: expression }),
    fc.record({
      kind: fc.constant("set" as const),
      path,
      form: fc.constantFrom("", "rec "),
      items: tie("items"),
    }),
    fc.record({
      kind: fc.constant("inherit" as const),
      source: fc.option(expression),
      names: fc.array(variable, { maxLength: 3 }),
    }),
  );
  const formals = fc.record({
    names: fc.uniqueArray(fc.tuple(name, fc.option(expression)), {
      maxLength: 3,
      selector: ([each]) => each,
    }),
    ellipsis: fc.boolean(),
    whole: fc.option(name),
    isBehind: fc.boolean(),
  });
  const setOf = fc.tuple(fc.constantFrom("", "rec ", "let "), tie("items"));
  return {
    items: fc.array(item, { maxLength: 4 }),
    expression: fc.oneof(
      { depthSize: "small", withCrossShrink: true, maxDepth: 6 },
      { weight: 6, arbitrary: variable },
      { weight: 1, arbitrary: fc.constantFrom("0", "(x:y)", "<nixpkgs>", "(./a)", '"a"', "(1.5)") },
      {
        weight: 4,
        arbitrary: setOf.map(([form, items]) => `${form}{ ${written(items, new Map(), false, false)} }`),
      },
      {
        weight: 4,
        arbitrary: fc
          .tuple(tie("items"), expression)
          .map(([items, body]) => `(let ${written(items, new Map(), true, false)} in ${body})`),
      },
      { weight: 4, arbitrary: pair.map(([a, b]) => `(with ${a}; ${b})`) },
      { weight: 1, arbitrary: pair.map(([a, b]) => `(assert ${a}; ${b})`) },
      { weight: 2, arbitrary: fc.tuple(name, expression).map(([each, body]) => `(${each}: ${body})`) },
      {
        weight: 4,
        arbitrary: fc.tuple(formals, expression).map(([{ names, ellipsis, whole, isBehind }, body]) => {
          const each = names
            .filter(([text]) => text !== whole)
            .map(([text, fallback]) => (fallback === null ? text : `${text} ? ${fallback}`));
          const braces = `{ ${[...each, ...(ellipsis ? ["..."] : [])].join(", ")} }`;
          if (whole === null) return `(${braces}: ${body})`;
          return isBehind ? `(${braces} @ ${whole}: ${body})` : `(${whole} @ ${braces}: ${body})`;
        }),
      },
      { weight: 1, arbitrary: pair.map(([a, b]) => `(${a} ${b})`) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(pair, fc.constantFrom("+", "-", "*", "/", "<", ">", "<=", ">=", "==", "//", "++", "->"))
          .map(([[a, b], operator]) => `(${a} ${operator} ${b})`),
      },
      { weight: 1, arbitrary: expression.map((inner) => `(- ${inner})`) },
      { weight: 1, arbitrary: expression.map((inner) => `(! ${inner})`) },
      {
        weight: 1,
        arbitrary: fc.tuple(expression, path, fc.option(expression)).map(([from, names, otherwise]) => {
          const text = names.map((each) => each.text).join(".");
          return otherwise === null ? `(${from}.${text})` : `(${from}.${text} or ${otherwise})`;
        }),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(expression, path)
          .map(([from, names]) => `(${from} ? ${names.map((each) => each.text).join(".")})`),
      },
      { weight: 1, arbitrary: pair.map(([a, b]) => `[ ${a} ${b} ]`) },
      { weight: 1, arbitrary: expression.map((inner) => `"x\${${inner}}y"`) },
      { weight: 1, arbitrary: expression.map((inner) => `''\${${inner}} z''`) },
      { weight: 1, arbitrary: expression.map((inner) => `(./a\${${inner}}/b)`) },
      {
        weight: 1,
        arbitrary: fc.tuple(expression, pair).map(([a, [b, c]]) => `(if ${a} then ${b} else ${c})`),
      },
      { weight: 1, arbitrary: expression.map((inner) => `(${inner} or)`) },
    ),
  };
}).expression;
