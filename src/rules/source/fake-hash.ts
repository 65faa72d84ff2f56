import type { NodePlace, Rule, RuleContext } from "../../checker/rule.ts";
import type { Apply, AttributeBinding, Binding, Expression } from "../../nix/ast.ts";
import { lastName, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { staticString } from "../../nix/names.ts";
import { quoted } from "../../nix/shown.ts";
import { isKnownBuilder } from "../../packages/derivation/builder-names.ts";
import { isFetcher } from "../../packages/derivation/fetcher-names.ts";
import { isFakeHash, isHashName } from "../../packages/derivation/hash-names.ts";

export const fakeHash: Rule = {
  name: "fake-hash",
  family: "source",
  codes: [],
  summary: "a hash is a placeholder that no content has",
  level: "error",
  // However they are spelled: in a string, `\f` is `f`.
  needs: [
    "fake",
    "A".repeat(27),
    "0".repeat(32),
    ...Array.from("fakeA0", (character) => `\\${character}`),
    '""',
    /''\s*''/,
  ],
  checks: {
    node: {
      binding: (node, place, context) => reportAll(ofBinding(node), place, context),
      call: (node, place, context) => reportAll(emptyHash(node), place, context),
    },
  },
};

function reportAll(found: readonly Placeholder[], place: NodePlace, context: RuleContext): void {
  const { path, source, package: home } = place;
  if (home === null) return;
  for (const { name, value } of found) {
    const written = source.text.slice(value.start, value.end);
    context.report({
      path,
      attribute: home.name,
      at: { source, span: value },
      message: `${quoted(name)} is ${quoted(written)}, a placeholder, so the build fails.`,
      help: "Build the package once and write the hash that Nix reports as `got`.",
      about: `${name}\0${written}`,
    });
  }
}

type Placeholder = { readonly name: string; readonly value: Expression };

/** What a binding sets to a placeholder; what only counts as one in a call, is found there. */
function ofBinding(node: AttributeBinding): Placeholder[] {
  const name = lastName(node);
  return name !== null && isPlaceholder(name, node.value) ? [{ name, value: node.value }] : [];
}

/** Whether a value stands for no content, whatever it is used for: `lib.fakeHash`, or a hash of zeros. */
function isPlaceholder(name: string, value: Expression): boolean {
  const [last, set] = selectionChain(value)?.toReversed() ?? [];
  if (set === "lib" && isFakeHash(last ?? "")) return true;
  const text = isHash(name) ? staticString(value) : null;
  return text !== null && ZEROS.test(text);
}

/** SHA-1, too, which nothing else here takes for a hash. */
function isHash(name: string): boolean {
  return isHashName(name) || name === "sha1";
}

/** In base 64, where zeros are `A`, in base 16 and in Nix's base 32. */
const ZEROS = /^(?:(?:sha1|sha256|sha384|sha512)[-:])?(?:A{27,}={0,2}|0{32,})$/;

/**
 * The hash of a fetcher or builder that is the empty string, where it is the only one: of two, such as `hash` and
 * `sha256`, the other one counts.
 */
function emptyHash(call: Apply): Placeholder[] {
  const set = unparenthesized(call.argument);
  if (set.kind !== "attrset") return [];
  const path = selectionChain(calleeOf(call)) ?? [];
  if (!isFetcher(path) && !isKnownBuilder(path)) return [];
  const hashes = set.bindings.flatMap(hashesOf);
  const [only, ...more] = hashes;
  if (only === undefined || only === "unsure" || more.length > 0) return [];
  return staticString(only.value) === "" ? [only] : [];
}

/** No fetcher and no builder has more arguments. */
const MOST_ARGUMENTS = 4;

/** What is called, through so many arguments. */
function calleeOf(call: Apply): Expression {
  let at = unparenthesized(call.function);
  for (let i = 1; i < MOST_ARGUMENTS && at.kind === "apply"; i++) at = unparenthesized(at.function);
  return at;
}

/** The hashes that a binding sets, as far as they are written out. */
function hashesOf(binding: Binding): (Placeholder | "unsure")[] {
  if (binding.kind === "inherit") {
    return binding.names.flatMap(({ text }) => (text === null || isHash(text) ? ["unsure" as const] : []));
  }
  const [first, ...more] = binding.attrpath.names;
  const name = first?.text ?? null;
  if (name === null) return ["unsure"];
  if (!isHash(name)) return [];
  return more.length > 0 ? ["unsure"] : [{ name, value: binding.value }];
}
