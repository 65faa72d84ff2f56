import { descendants, type Expression, type FunctionExpression, type Node } from "../../nix/ast.ts";
import { selectionChain, unparenthesized } from "../../nix/expressions.ts";
import type { NixFile } from "../../nix/parse.ts";
import { quoted } from "../../nix/shown.ts";
import { positionAt } from "../../nix/text.ts";
import { normalizePath, resolvePath } from "../../snapshot/resolve.ts";
import { joinPath, parentPath, type Snapshot } from "../../snapshot/snapshot.ts";
import { definitionsIn } from "../definitions/definitions.ts";
import { packageFunction } from "../derivation/results.ts";
import { type Files, filesOf, type ParseCache } from "../files.ts";
import { DEFAULT_FILE } from "../layout.ts";
import { SPECIAL_ATTRIBUTES } from "../recognition/listing.ts";
import type { RegistryEntry } from "./registry.ts";
import type { Offer, Remote, RemoteFacts, RemoteProblem } from "./remote.ts";

/** So many files are followed. */
const MOST_FILES = 60;
const WORKFLOWS = ".github/workflows";
/** What NUR's template has for others to fill in. */
const PLACEHOLDERS = ["<YOUR_REPO_NAME>", "<YOUR_CACHIX_NAME>"];
/** The package that NUR's template comes with. */
const TEMPLATE_PACKAGE = "example-package";

/**
 * Judges the repository that an entry names by its files, with what NUR's own test of it would find. Asks the snapshot
 * for what is not loaded yet. Nothing that is computed is guessed at.
 */
export function judgeRemote(
  snapshot: Snapshot,
  entry: RegistryEntry,
  facts: RemoteFacts,
  cache: ParseCache,
): Extract<Remote, { kind: "looked-at" }> {
  const files = filesOf(snapshot, cache);
  const problems: RemoteProblem[] = [];
  const say = (kind: RemoteProblem["kind"], what: string) => problems.push({ kind, what });
  if (facts.archived) say("archived", "is archived");
  if (facts.licence !== "MIT") {
    say(
      "licence",
      facts.licence === null ? "has no licence that GitHub recognises" : `is under ${quoted(facts.licence)}`,
    );
  }
  submodules(files, entry, say);
  placeholders(files, say);
  const path = fileOf(snapshot, normalizePath("", entry.file ?? DEFAULT_FILE) ?? DEFAULT_FILE);
  if (path === null) {
    say("file-missing", `has no file ${quoted(entry.file ?? DEFAULT_FILE)}`);
    return { kind: "looked-at", problems, offer: null };
  }
  const reached = reachedFiles(files, path);
  for (const [place, file] of reached) {
    const [first] = file.problems;
    if (first === undefined) continue;
    const { line } = positionAt(file.source, first.start);
    say("syntax", `does not parse in ${quoted(place)}, line ${line}`);
  }
  const top = reached.get(path);
  const root = top === undefined || top.problems.length > 0 ? null : top;
  const fn = root === null ? null : argumentsOf(root, say);
  for (const [place, file] of reached) {
    if (file.problems.length > 0) continue;
    references(file, place, place === path ? fn : null, say);
  }
  const offer = root === null ? null : offerOf(root, path, facts);
  if (offer !== null && !offer.more) {
    const own = offer.attributes.filter((name) => name !== TEMPLATE_PACKAGE);
    if (own.length === 0) {
      const only = offer.attributes.length > 0;
      say(
        "no-package",
        only ? `has no package but the template's ${quoted(TEMPLATE_PACKAGE)}` : "has no package",
      );
    }
  }
  return { kind: "looked-at", problems, offer };
}

type Say = (kind: RemoteProblem["kind"], what: string) => void;

function submodules(files: Files, { submodules: wanted }: RegistryEntry, say: Say): void {
  const has = files.entry(".gitmodules") !== null;
  if (has && wanted !== true)
    say("submodules", `has ${quoted(".gitmodules")}, and the entry does not set ${quoted("submodules")}`);
  if (!has && wanted === true)
    say("submodules", `has no ${quoted(".gitmodules")}, and the entry sets ${quoted("submodules")}`);
}

function placeholders(files: Files, say: Say): void {
  const workflows = files
    .list(WORKFLOWS)
    .filter(({ name, kind }) => kind === "file" && /\.ya?ml$/.test(name));
  for (const { name } of workflows.slice(0, MOST_FILES)) {
    const path = joinPath(WORKFLOWS, name);
    const text = files.readText(path) ?? "";
    const left = PLACEHOLDERS.find((placeholder) => text.includes(placeholder));
    if (left !== undefined) say("placeholder", `has ${quoted(left)} left in ${quoted(path)}`);
  }
}

/** The file that importing a path reads: of a directory its `default.nix`; null where there is none. */
function fileOf(snapshot: Snapshot, path: string): string | null {
  const found = resolvePath(snapshot, path);
  if (found.kind !== "found") return null;
  if (found.entry.kind === "file") return found.path;
  if (found.entry.kind !== "directory") return null;
  const inner = resolvePath(snapshot, joinPath(found.path, DEFAULT_FILE));
  return inner.kind === "found" && inner.entry.kind === "file" ? inner.path : null;
}

/** The files that the first one reaches by `import ./path` and `callPackage ./path`, by their paths. */
function reachedFiles(files: Files, first: string): ReadonlyMap<string, NixFile> {
  const reached = new Map<string, NixFile>();
  const pending = [first];
  const seen = new Set(pending);
  for (let path = pending.shift(); path !== undefined && reached.size < MOST_FILES; path = pending.shift()) {
    const reading = files.readNix(path);
    if (reading.kind !== "text") continue;
    reached.set(path, reading.file);
    if (reading.file.problems.length > 0) continue;
    for (const node of descendants(reading.file.expression)) {
      const literal = node.kind === "apply" ? loadedBy(node) : null;
      const target = literal === null ? null : normalizePath(parentPath(path), literal);
      const file = target === null ? null : fileOf(files.snapshot, target);
      if (file === null || seen.has(file) || seen.size >= MOST_FILES) continue;
      seen.add(file);
      pending.push(file);
    }
  }
  return reached;
}

/** The relative path of `import ./path` and `callPackage ./path`; null of anything else. */
function loadedBy({ function: fn, argument }: Extract<Node, { kind: "apply" }>): string | null {
  const inner = unparenthesized(argument);
  if (inner.kind !== "path" || inner.form !== "relative" || inner.interpolations.length > 0) return null;
  const name = selectionChain(fn)?.at(-1);
  return name === "import" || name === "callPackage" || name === "callPackages" ? inner.text : null;
}

/**
 * NUR calls the function with those of `{ pkgs }` that are among its formals. Returns the function, where it is one.
 */
function argumentsOf(file: NixFile, say: Say): FunctionExpression | null {
  const found = packageFunction(file);
  if (found.kind === "not-function") say("arguments", `is ${found.what} and not a function`);
  if (found.kind !== "function") return null;
  const { function: fn } = found;
  if (fn.formals === null) {
    const name = fn.argument?.text ?? "";
    if (isUsed(fn.body, name)) {
      say("arguments", `is a function of the plain argument ${quoted(name)}, which NUR gives an empty set`);
    }
    return fn;
  }
  const lacking = fn.formals.formals.filter(
    (formal) => formal.default === null && formal.name.text !== "pkgs",
  );
  if (lacking.length > 0) {
    const names = lacking.slice(0, 5).map(({ name }) => quoted(name.text ?? ""));
    say("arguments", `takes ${names.join(", ")} without a default, and NUR passes only ${quoted("pkgs")}`);
  }
  return fn;
}

function isUsed(body: Expression, name: string): boolean {
  for (const node of descendants(body)) if (node.kind === "variable" && node.name === name) return true;
  return false;
}

/** What of a file depends on the machine, or on the network while it is evaluated. `top`: what NUR calls. */
function references(file: NixFile, place: string, top: FunctionExpression | null, say: Say): void {
  const allowed = top?.formals?.formals.find(({ name }) => name.text === "pkgs")?.default ?? null;
  let search: string | null = null;
  let fetch: string | null = null;
  for (const node of descendants(file.expression)) {
    if (node.kind === "path" && node.form === "search" && search === null) {
      const isDefault = allowed !== null && node.start >= allowed.start && node.end <= allowed.end;
      if (!isDefault) search = node.text;
    }
    if (node.kind === "select" && fetch === null) fetch = builtinFetch(node);
  }
  if (search !== null) say("imports-nixpkgs", `uses ${quoted(search)} in ${quoted(place)}`);
  if (fetch !== null) say("builtin-fetch", `uses ${quoted(fetch)} in ${quoted(place)}`);
}

const FETCHERS: ReadonlySet<string> = new Set([
  "fetchTarball",
  "fetchGit",
  "fetchurl",
  "fetchTree",
  "fetchMercurial",
  "getFlake",
]);

function builtinFetch(node: Extract<Node, { kind: "select" }>): string | null {
  const chain = selectionChain(node);
  const name = chain?.at(-1) ?? "";
  return chain?.length === 2 && chain[0] === "builtins" && FETCHERS.has(name) ? `builtins.${name}` : null;
}

/** What the function of a file returns, without what is no package by NUR's conventions. */
function offerOf(file: NixFile, path: string, { licence, lastCommit, renamedTo }: RemoteFacts): Offer {
  const root = {
    path: "",
    sharded: false,
    file: DEFAULT_FILE,
    scope: "pkgs",
    overrides: { files: [], policy: "keep" },
  } as const;
  const { definitions, opaque } = definitionsIn(file, path, root);
  const names = new Set(definitions.map(({ attribute }) => attribute));
  const attributes = [...names].filter((name) => !SPECIAL_ATTRIBUTES.has(name)).sort();
  return { attributes, more: opaque.length > 0, licence, lastCommit, renamedTo };
}
