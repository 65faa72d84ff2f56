import type { Apply, AttributeSet, Node } from "../nix/ast.ts";
import { unparenthesized } from "../nix/expressions.ts";
import type { WalkPlace, WantedKind } from "../nix/walk.ts";
import { derivationCall } from "../packages/derivation/derivation.ts";
import { fetchCall } from "../packages/derivation/fetch-call.ts";
import { joinPath } from "../snapshot/snapshot.ts";
import { soundSyntaxOf } from "./checks/syntax.ts";
import type { FileSubject, NodeChecks, NodePlace, PackageSubject, Rule, RuleContext } from "./rule.ts";

/** A rule that runs, and what its checks are told. */
export type Running = { readonly rule: Rule; readonly context: RuleContext };

type NodeCheck = (node: Node, place: NodePlace, context: RuleContext) => void;

/** A check of a rule that runs, with the number of the rule among those that look at nodes or calls. */
type NumberedCheck = {
  readonly check: NodeCheck;
  readonly context: RuleContext;
  readonly number: number;
};

/**
 * Goes through files once for all rules that look at nodes, derivations or fetches. `isOn`: whether a rule is on at a path;
 * `byPath`: whether the configuration says so for some paths otherwise than for others.
 */
export function nodeWalk(
  running: readonly Running[],
  isOn: (rule: Rule, path: string) => boolean,
  byPath: boolean,
): (file: FileSubject) => void {
  const looking = running.filter(
    ({ rule: { checks } }) => (checks.node ?? checks.derivation ?? checks.fetch) !== undefined,
  );
  const byKind = checksByKind(looking);
  const isSame = !byPath && looking.every(({ rule }) => rule.doubtfulWithoutShards !== true);
  let everywhere: readonly boolean[] | null = null;

  /** Which of the rules are on at a path. */
  function onAt(path: string): readonly boolean[] {
    if (everywhere !== null) return everywhere;
    const on = looking.map(({ rule }) => isOn(rule, path));
    if (isSame) everywhere = on;
    return on;
  }

  return (file) => {
    const { path, package: owner } = file;
    const on = onAt(path);
    if (!on.includes(true)) return;
    const syntax = soundSyntaxOf(file);
    if (syntax === null) return;
    const { source } = syntax;
    const may = looking.map(({ rule }, i) => on[i] === true && hasNeeds(rule, source.text));
    const looksAt = (kind: "derivation" | "fetch") =>
      owner === null ? [] : looking.filter(({ rule }, i) => may[i] && rule.checks[kind] !== undefined);
    const [ofDerivations, ofFetches] = [looksAt("derivation"), looksAt("fetch")];
    const wanted = new Set<WantedKind>();
    for (const [kind, checks] of byKind) if (checks.some(({ number }) => may[number])) wanted.add(kind);
    if (ofDerivations.length + ofFetches.length > 0) wanted.add("call");
    if (wanted.size === 0) return;
    let place: NodePlace | null = null;
    syntax.walk(wanted, (node, at) => {
      place ??= { ...at, path, source, package: owner };
      for (const { check, context, number } of byKind.get(node.kind === "apply" ? "call" : node.kind) ?? []) {
        if (may[number]) check(node, place, context);
      }
      if (node.kind !== "apply" || owner === null) return;
      if (ofFetches.length > 0) runFetch(node, place, owner, ofFetches);
      if (ofDerivations.length > 0) runDerivation(node, place, owner, ofDerivations);
    });
  };
}

function hasNeeds({ needs }: Rule, text: string): boolean {
  return needs?.some((each) => (typeof each === "string" ? text.includes(each) : each.test(text))) !== false;
}

function checksByKind(running: readonly Running[]): ReadonlyMap<WantedKind, readonly NumberedCheck[]> {
  const byKind = new Map<WantedKind, NumberedCheck[]>();
  for (const [number, { rule, context }] of running.entries()) {
    for (const [kind, check] of checksOf(rule.checks.node ?? {})) {
      const own = byKind.get(kind) ?? [];
      byKind.set(kind, own);
      own.push({ check, context, number });
    }
  }
  return byKind;
}

function checksOf(checks: NodeChecks): [WantedKind, NodeCheck][] {
  // A check is only called with nodes of the kind that it stands under, which the compiler cannot follow.
  return Object.entries(checks) as [WantedKind, NodeCheck][];
}

function runDerivation(
  call: Apply,
  place: NodePlace,
  owner: PackageSubject,
  rules: readonly Running[],
): void {
  // Of `f a b` the whole is looked at.
  if (isCalled(call, place) || hasTooManyArguments(call)) return;
  const scope = place.scope();
  if (scope === null) return;
  const derivation = derivationCall(call, scope);
  if (!derivation.known) return;
  const { path, source } = place;
  const isPackage = isDefiningFile(path, owner) && isResult(call, place);
  const subject = { path, source, package: owner, derivation: derivation.value, call, isPackage };
  for (const { rule, context } of rules) rule.checks.derivation?.(subject, context);
}

function runFetch(call: Apply, place: NodePlace, owner: PackageSubject, rules: readonly Running[]): void {
  const fetch = fetchCall(call, place.scope, () => setsAround(place));
  if (fetch === null) return;
  const subject = { path: place.path, source: place.source, package: owner, fetch };
  for (const { rule, context } of rules) rule.checks.fetch?.(subject, context);
}

/** How far out the set of a derivation is looked for. */
const MOST_SETS_AROUND = 50;

function setsAround(place: WalkPlace): AttributeSet[] {
  const sets: AttributeSet[] = [];
  for (let level = 0; level < MOST_SETS_AROUND; level++) {
    const above = place.parent(level);
    if (above === null) break;
    if (above.kind === "attrset") sets.push(above);
  }
  return sets;
}

/** Whether it is the `f a` of `f a b`. */
function isCalled(call: Apply, place: WalkPlace): boolean {
  const above = place.parent();
  return above?.kind === "apply" && above.function === call;
}

/** No builder has more. */
const MOST_ARGUMENTS = 3;

/** So that of a million calls in parentheses, each of which is called, not all arguments are looked at each time. */
function hasTooManyArguments(call: Apply): boolean {
  let at = unparenthesized(call.function);
  for (let i = 1; i < MOST_ARGUMENTS && at.kind === "apply"; i++) at = unparenthesized(at.function);
  return at.kind === "apply";
}

/** Whether a file of a package is the one that defines it; a listed one may be nothing but that. */
export function isDefiningFile(path: string, { path: own, entry, root }: PackageSubject): boolean {
  return entry.kind === "file" || path === joinPath(own, root.file);
}

/** A package that stands deeper in its file is not known for it. */
const MOST_LEVELS = 200;

/** Whether a node is what the function returns that the file is: looked for as `packageResults` does. */
function isResult(node: Node, place: WalkPlace): boolean {
  let inner = node;
  let functions = 0;
  for (let level = 0; level < MOST_LEVELS; level++) {
    const above = place.parent(level);
    if (above === null) return functions === 1;
    switch (above.kind) {
      case "function":
        if (above.body !== inner) return false;
        functions++;
        break;
      case "let":
      case "with":
      case "assert":
        if (above.body !== inner) return false;
        break;
      case "if":
        if (above.condition === inner) return false;
        break;
      case "parenthesized":
        break;
      default:
        return false;
    }
    inner = above;
  }
  return false;
}
