import type { Apply, Node } from "../nix/ast.ts";
import { unparenthesized } from "../nix/expressions.ts";
import type { WalkPlace, WantedKinds } from "../nix/walk.ts";
import { derivationCall } from "../packages/derivation/derivation.ts";
import { joinPath } from "../snapshot/snapshot.ts";
import { soundSyntaxOf } from "./checks/syntax.ts";
import type { FileSubject, NodeChecks, NodePlace, PackageSubject, Rule, RuleContext } from "./rule.ts";

/** A rule that runs, and what its checks are told. */
export type Running = { readonly rule: Rule; readonly context: RuleContext };

type NodeCheck = (node: Node, place: NodePlace) => void;

/** What is to be called while a file is gone through. */
type Calls = {
  /** By the kinds of nodes, `apply` standing for the calls that are shown. */
  readonly byKind: ReadonlyMap<Node["kind"], readonly NodeCheck[]>;
  readonly ofDerivations: readonly Running[];
};

/** Of more sets of rules that are called together, those from before are forgotten. */
const MOST_SETS = 500;

/**
 * Goes through files once for all rules that look at nodes or derivations. `isOn`: whether a rule is on at a path;
 * `byPath`: whether the configuration says so for some paths otherwise than for others.
 */
export function nodeWalk(
  running: readonly Running[],
  isOn: (rule: Rule, path: string) => boolean,
  byPath: boolean,
): (file: FileSubject) => void {
  const looking = running
    .filter(({ rule: { checks } }) => checks.node !== undefined || checks.derivation !== undefined)
    .map((each, i) => ({ ...each, sign: String.fromCharCode(i) }));
  const isSame = !byPath && looking.every(({ rule }) => rule.doubtfulWithoutShards !== true);
  let everywhere: typeof looking | null = null;
  const calls = new Map<string, Calls>();

  function runningAt(path: string): typeof looking {
    if (everywhere !== null) return everywhere;
    const on = looking.filter(({ rule }) => isOn(rule, path));
    if (isSame) everywhere = on;
    return on;
  }

  /** What is to be called for a file that parses. */
  function callsFor(path: string, text: string): Calls {
    const may = runningAt(path).filter(({ rule: { needs } }) => needs === undefined || needs.test(text));
    const key = may.map(({ sign }) => sign).join("");
    const known = calls.get(key);
    if (known !== undefined) return known;
    if (calls.size >= MOST_SETS) calls.clear();
    const made = callsOf(may);
    calls.set(key, made);
    return made;
  }

  return (file) => {
    if (looking.length === 0) return;
    if (runningAt(file.path).length === 0) return;
    const syntax = soundSyntaxOf(file);
    if (syntax === null) return;
    const { source } = syntax;
    const { byKind, ofDerivations } = callsFor(file.path, source.text);
    const isOfPackage = file.package !== null && ofDerivations.length > 0;
    if (byKind.size === 0 && !isOfPackage) return;
    let place: NodePlace | null = null;
    syntax.walk(wantedOf(byKind, isOfPackage), (node, at) => {
      place ??= { ...at, path: file.path, source, package: file.package };
      for (const check of byKind.get(node.kind) ?? []) check(node, place);
      if (node.kind === "apply" && file.package !== null && isOfPackage) {
        runDerivation(node, place, file.package, ofDerivations);
      }
    });
  };
}

function wantedOf(byKind: Calls["byKind"], isOfPackage: boolean): WantedKinds {
  const wanted = new Set<Node["kind"] | "call">(byKind.keys());
  if (wanted.delete("apply") || isOfPackage) wanted.add("call");
  return wanted;
}

function callsOf(running: readonly Running[]): Calls {
  const byKind = new Map<Node["kind"], NodeCheck[]>();
  for (const { rule, context } of running) {
    for (const [kind, check] of checksOf(rule.checks.node ?? {})) {
      const own = byKind.get(kind) ?? [];
      byKind.set(kind, own);
      own.push((node, place) => check(node, place, context));
    }
  }
  return { byKind, ofDerivations: running.filter(({ rule }) => rule.checks.derivation !== undefined) };
}

type AnyCheck = (node: Node, place: NodePlace, context: RuleContext) => void;

function checksOf({ call, ...ofKinds }: NodeChecks): [Node["kind"], AnyCheck][] {
  // A check is only called with nodes of the kind that it stands under, which the compiler cannot follow.
  return Object.entries({ ...ofKinds, ...(call === undefined ? {} : { apply: call }) }) as [
    Node["kind"],
    AnyCheck,
  ][];
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
