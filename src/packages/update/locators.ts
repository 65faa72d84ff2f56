import type { Binding, Name } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import type { Span } from "../../nix/text.ts";
import type { Dependence } from "./dependence.ts";
import type { BindingSet, Flow, FlowIndex } from "./flow.ts";
import { isHashName, isPlatform, plainString } from "./pins.ts";
import { isFetcher } from "./sinks.ts";

/** What says which content a hash is of. */
const LOCATORS = new Set([
  ...["version", "rev", "tag", "url", "urls", "src", "srcs"],
  ...["yarnLock", "lockFile", "npmDeps", "cargoLock", "missingHashes"],
]);

/** The same where there is a URL: nothing but that, and the revision at it. */
const LOCATORS_WITH_URL = new Set(["url", "urls", "rev", "tag"]);

/** The same where the content is that of a file or repository itself, and not something built of it. */
const OWN_LOCATORS = new Set(["version", "rev", "tag", "url", "urls"]);

/** A hash that does not fit to what it is the hash of; `what` follows the name of the binding. */
export type Misfit = Span & { readonly file: number; readonly what: string };

/** What differs, and where it goes: of versions, revisions and URLs, and of hashes. */
export type Moves = {
  readonly index: FlowIndex;
  readonly located: Dependence;
  readonly hashed: Flow;
  /** The bindings of hashes that differ. */
  readonly hashes: ReadonlySet<Binding>;
};

/**
 * Hashes of one version with another content: those that differ, or are computed of some that do,
 * though nothing differs of what says which content they are of.
 */
export function unfoundedHashes({ index, located, hashed, hashes }: Moves): readonly Misfit[] {
  const found: Misfit[] = [];
  for (const set of index.sets) {
    // What a `let` names is judged where it is used.
    if (set.set === null) continue;
    for (const { name, binding, at } of namesOf(set)) {
      if (!isHashName(name) || isSourceOfPlatform(name, binding)) continue;
      if (!hashes.has(binding) && !hashed.bindingMoves(binding, at)) continue;
      if (!isFounded(set, located))
        found.push(misfit(set, at ?? binding, "differs while its version does not"));
    }
  }
  return found;
}

/** Whether a platform's name stands for a whole source, whose hash is judged where it stands. */
function isSourceOfPlatform(name: string, binding: Binding): boolean {
  if (!isPlatform(name) || binding.kind === "inherit") return false;
  const { kind } = unparenthesized(binding.value);
  return kind === "attrset" || kind === "apply";
}

/** Hashes of files and repositories that stay, though what they are the hash of differs. */
export function staleHashes({ index, located, hashed, hashes }: Moves): readonly Misfit[] {
  const found: Misfit[] = [];
  for (const set of index.sets) {
    const callee = set.set === null ? undefined : index.callees.get(set.set);
    if (callee === undefined || !isFetcher(callee)) continue;
    const names = [...namesOf(set)];
    if (names.some(({ name }) => name === "src")) continue;
    const moves = names.some(
      ({ name, binding, at }) => OWN_LOCATORS.has(name) && located.of(set, binding, at),
    );
    if (!moves) continue;
    for (const { name, binding, at } of names) {
      if (!isHashName(name) || binding.kind === "inherit" || hashes.has(binding)) continue;
      if (plainString(binding.value) === null || hashed.bindingMoves(binding, at)) continue;
      found.push(misfit(set, binding, "stays the same while its version differs"));
    }
  }
  return found;
}

function misfit({ file }: BindingSet, { start, end }: Span, what: string): Misfit {
  return { file, start, end, what };
}

/** Whether what a set's hashes are of differs; of a table of hashes, that of the set around it. */
function isFounded(set: BindingSet, located: Dependence): boolean {
  for (let at: BindingSet | null = set; at !== null; at = at.above) {
    if (at.set === null) return true;
    const names = [...namesOf(at)];
    if (names.every(({ name }) => isHashName(name) || isPlatform(name))) continue;
    const hasUrl = names.some(({ name }) => name === "url" || name === "urls");
    const locators = hasUrl ? LOCATORS_WITH_URL : LOCATORS;
    const here = at;
    return names.some(({ name, binding, at: of }) => locators.has(name) && located.of(here, binding, of));
  }
  return false;
}

type Named = { readonly name: string; readonly binding: Binding; readonly at: Name | null };

/** What a set gives a value to: the last name of each attrpath, and every name that is inherited. */
export function* namesOf({ bindings }: BindingSet): Generator<Named> {
  for (const binding of bindings) {
    if (binding.kind === "binding") {
      yield { name: binding.attrpath.names.at(-1)?.text ?? "", binding, at: null };
    } else {
      for (const at of binding.names) yield { name: at.text ?? "", binding, at };
    }
  }
}
