import type { Configuration } from "../config/configuration.ts";
import { quoted } from "../nix/shown.ts";
import { directoriesBelow, isNixFile, walk } from "../packages/files.ts";
import { IGNORE_MARK } from "../packages/ignores.ts";
import {
  directoryOf,
  PACKAGE_FILE,
  packageDirectory,
  placeIn,
  type Root,
  shardDirectory,
} from "../packages/layout.ts";
import type { ListedPackage } from "../packages/recognition/recognise.ts";
import { REGISTRY_FILE, readRegistry } from "../packages/registry/registry.ts";
import type { Repository } from "../packages/repository.ts";
import type { Entry, FileEntry } from "../snapshot/entry.ts";
import { joinPath, parentPath } from "../snapshot/snapshot.ts";
import type { Checking } from "./checking.ts";
import { type Collected, collector, groupKey } from "./collector.ts";
import type { Finding } from "./finding.ts";
import { ignoring } from "./ignoring.ts";
import { levelsByLayout } from "./layout-level.ts";
import { isOnSomewhere } from "./level.ts";
import { isNewPackage } from "./new-package.ts";
import { nodeWalk } from "./node-walk.ts";
import type { FileSubject, PackageSubject, Rule, RuleContext, SubjectChecks, Subjects } from "./rule.ts";
import { type CheckScope, ownersOf, type RootScope } from "./scope.ts";
import { toFinding } from "./to-finding.ts";

/** What the rules say of one side, before it is compared with the other. */
export type Checked = Collected & {
  readonly packages: number;
  readonly files: number;
  /** How many of the files lie in no package directory. */
  readonly outside: number;
};

/**
 * Runs the rules over one side of a change. `base` is what the side is compared with, null for the base
 * itself; `compared` says whether there is a comparison at all. All findings are `introduced` here.
 */
export function checkSide(
  repository: Repository,
  base: Repository | null,
  compared: boolean,
  { rules, configuration, people, remotes, formatted, messages }: Omit<Checking, "cache">,
  scope: CheckScope,
): Checked {
  const levelAt = levelsByLayout(configuration);
  // They are the head's.
  const onThisSide: NonNullable<Checking["remotes"]> =
    (base === null && compared ? null : remotes) ?? new Map();
  const ownerOf = ownersOf(configuration.listed);
  const said = collector((rule, problem) =>
    toFinding(rule, problem, levelAt(rule, problem.path), configuration, repository, ownerOf),
  );
  let packages = 0;
  let files = 0;
  let outside = 0;
  /** Rules that find something in new packages alone, which tells nothing of what they would find elsewhere. */
  const askingForNew = new Set<string>();
  /** The files that may have comments which ask for silence. */
  const marked: FileSubject[] = [];
  /** The package that is looked at: in a nested root its name alone does not say where it is. */
  let current: PackageSubject | null = null;
  const active = activeRules(rules, configuration, compared);
  const running = active.map((rule) => ({ rule, context: contextOf(rule) }));
  /** Of the rules that run, those that have a check of a kind: most have one or two. */
  const runningByKind = new Map<keyof Subjects, typeof running>();
  const on = new Map(active.map((rule) => [rule.name, rule]));

  const walkNodes = nodeWalk(
    running,
    (rule, path) => levelAt(rule, path).level !== "off",
    configuration.pathLevels.length > 0,
  );

  function isOn(name: string, path: string): boolean {
    const rule = on.get(name);
    return rule !== undefined && levelAt(rule, path).level !== "off";
  }

  function directoriesOf(root: Root, name: string): readonly string[] {
    return root.nested === true && current?.name === name ? [current.path] : directoriesIn(scope, root, name);
  }

  function contextOf(rule: Rule): RuleContext {
    return {
      preset: configuration.preset,
      presetNamed: configuration.presetNamed,
      wholeTree: !compared,
      repository,
      base,
      roots: configuration.roots,
      people: people ?? null,
      remotes: onThisSide,
      formatted: base === null ? null : (formatted ?? null),
      lists: configuration.lists,
      directoriesOf,
      isOn,
      isNew: (subject) => {
        askingForNew.add(rule.name);
        return (
          base !== null &&
          isNewPackage(subject, base, directoriesOf(subject.root, subject.name), configuration.listed)
        );
      },
      report: (problem) => {
        if (isOn(rule.name, problem.path)) said.report(rule, problem);
      },
      reportOf: (path, problem) => {
        if (isOn(rule.name, path)) said.reportOf(rule, path, problem);
      },
      unknown: ({ path, attribute }, message, why, before = false) => {
        if (!isOn(rule.name, path)) return;
        said.unknown({
          rule: rule.name,
          path,
          attribute,
          message,
          ...(why === undefined ? {} : { why }),
          ...(before ? { before } : {}),
        });
      },
    };
  }

  /** Runs one kind of check of every rule that has it and that the policy of the root does not exclude. */
  function run<Kind extends keyof Subjects>(kind: Kind, subject: Subjects[Kind], root: Root | null): void {
    const having = runningByKind.get(kind) ?? running.filter(({ rule }) => rule.checks[kind] !== undefined);
    runningByKind.set(kind, having);
    for (const { rule, context } of having) {
      if (root !== null && rule.policy !== undefined && rule.policy !== root.overrides.policy) continue;
      const checks: SubjectChecks = rule.checks;
      const check: SubjectChecks[Kind] = checks[kind];
      check?.(subject, context);
    }
  }

  function checkRoot(scope: RootScope): void {
    const { root } = scope;
    const entries = repository.files.list(root.path);
    if (root.nested === true) {
      checkNested(scope);
      return;
    }
    if (!root.sharded) {
      if (scope.packages === "all" || scope.packages.size > 0) checkShard(scope, "", root.path);
      return;
    }
    for (const entry of entries) {
      if (!scope.entries.has(entry.name)) continue;
      const path = shardDirectory(root, entry.name);
      if (repository.isUnsharded(root, entry.name)) {
        checkPackage({ root, shard: "", name: entry.name, path, entry, unsharded: true });
        continue;
      }
      run("rootEntry", { root, path, entry }, root);
      if (entry.kind === "directory") checkShard(scope, entry.name, path);
      else if (isNixFile(entry) && entry.kind === "file") checkFile(path, entry, null);
    }
  }

  /** The packages of a root in which a directory without the defining file is a set of packages. */
  function checkNested({ root, packages: chosen }: RootScope): void {
    if (chosen === "all" || chosen.size === 0) return;
    for (const [set, names] of chosen) for (const name of names) checkInSet(root, set, name);
  }

  /** An entry of such a root, or of a set in it, with all packages below it where it is a set itself. */
  function checkInSet(root: Root, set: string, name: string): void {
    const pending = [{ set, name }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const directory = next.set === "" ? root.path : joinPath(root.path, next.set);
      const path = joinPath(directory, next.name);
      const entry = repository.files.entry(path);
      if (entry === null) continue;
      const { shard, ...place } = repository.placeOf(root, path) ?? { shard: null, name: "" };
      if (entry.kind === "file") {
        if (isNixFile({ ...entry, name: next.name })) checkFile(path, entry, null);
      } else if (entry.kind === "directory" && shard === next.set && place.name === next.name) {
        run("shard", { root, shard, path: directory, entries: repository.files.list(directory) }, root);
        checkPackage({ root, shard, name: next.name, path, entry, unsharded: false });
      } else if (entry.kind === "directory") {
        const inner = joinPath(next.set, next.name);
        for (const below of repository.files.list(path).toReversed())
          pending.push({ set: inner, name: below.name });
      }
    }
  }

  function checkShard(scope: RootScope, shard: string, path: string): void {
    const { root } = scope;
    const entries = repository.files.list(path);
    run("shard", { root, shard, path, entries }, root);
    for (const entry of entries) {
      const { name } = entry;
      if (scope.packages !== "all" && scope.packages.get(shard)?.has(name) !== true) continue;
      checkPackage({ root, shard, name, path: joinPath(path, name), entry, unsharded: false });
    }
  }

  function checkPackage(subject: PackageSubject): void {
    current = subject;
    const { entry, root } = subject;
    run("package", subject, root);
    if (entry.kind === "directory") {
      packages++;
      checkPackageFiles(subject);
    } else if (entry.kind === "file" && subject.path.endsWith(".nix")) {
      checkFile(subject.path, entry, null);
    }
  }

  /** Where packages lie is the list's affair: what is looked at is their files. */
  function checkListed(one: ListedPackage): void {
    const path = one.home?.directory ?? one.file;
    const entry = repository.files.entry(path);
    if (entry === null || entry.kind !== (one.home === null ? "file" : "directory")) return;
    packages++;
    const owner = listedSubject(one, entry);
    if (entry.kind === "file") checkFile(path, entry, owner);
    else checkPackageFiles(owner);
  }

  function checkPackageFiles(owner: PackageSubject): void {
    for (const path of directoriesBelow(repository.files, owner.path)) {
      run(
        "listing",
        { path, entries: repository.files.list(path), names: "all", package: owner.name },
        owner.root,
      );
    }
    for (const entry of walk(repository.files, owner.path)) {
      if (entry.kind === "symlink") run("link", { path: entry.path, package: owner }, owner.root);
      else if (entry.kind === "file" && isNixFile(entry)) checkFile(entry.path, entry, owner);
    }
  }

  function checkFile(path: string, entry: FileEntry, owner: PackageSubject | null): void {
    files++;
    if (owner === null) outside++;
    const reading = repository.files.readNix(path);
    if (reading.kind === "too-large") {
      const message = `${quoted(path)} could not be looked into: ${reading.why}.`;
      said.unknown({ rule: null, path, attribute: owner?.name ?? null, message });
    }
    const subject: FileSubject = { path, entry, reading, package: owner };
    if (reading.kind === "text" && reading.source.text.includes(IGNORE_MARK)) marked.push(subject);
    run("file", subject, owner?.root ?? null);
    walkNodes(subject);
    if (configuration.roots.some((root) => root.overrides.files.includes(path))) {
      run("overridesFile", subject, null);
    }
  }

  function checkAttributes({ root, attributes }: RootScope): void {
    if (attributes !== "all" && attributes.size === 0) return;
    const topLevel = repository.topLevel(root);
    for (const attribute of attributes === "all" ? topLevel.byAttribute.keys() : attributes) {
      const definitions = topLevel.byAttribute.get(attribute) ?? [];
      const hasPackage = repository.hasPackage(root, attribute);
      run("attribute", { root, attribute, definitions, hasPackage }, root);
    }
    for (const { path, why } of topLevel.opaque) {
      if (attributes !== "all" && !scope.files.has(path)) continue;
      const message = `Not everything that ${quoted(path)} defines is known: ${why}.`;
      said.unknown({ rule: null, path, attribute: null, message });
    }
  }

  /** The findings that no comment silences, with those about such comments. What nobody can tell is not silenced. */
  function withoutIgnored(): readonly Finding[] {
    const { findings, cut } = said.all();
    const unseen = new Set(cut.map(groupKey));
    const { isTold, mistakes } = ignoring(
      repository.files,
      rules,
      (rule, path) => levelAt(rule, path).level === "error",
      (rule, path) =>
        askingForNew.has(rule.name) ||
        (rule.comparesOnly === true && !compared) ||
        unseen.has(groupKey({ rule: rule.name, path })),
    );
    const told = findings.filter(isTold);
    const before = findings.length;
    for (const { path, reading, package: owner } of marked) {
      if (reading.kind !== "text") continue;
      const { source } = reading;
      for (const mistake of mistakes(path)) run("ignore", { path, source, package: owner, ...mistake }, null);
    }
    return [...told, ...said.all().findings.slice(before)];
  }

  for (const root of scope.roots) checkRoot(root);
  for (const one of scope.listed) checkListed(one);
  for (const [path, names] of scope.listings) {
    run("listing", { path, entries: repository.files.list(path), names, package: null }, null);
  }
  for (const path of scope.files) {
    const entry = repository.files.entry(path);
    const inRoot = configuration.roots.some((root) => root.nested !== true && placeIn(root, path) !== null);
    if (entry?.kind === "file" && !inRoot) checkFile(path, entry, null);
  }
  for (const root of scope.roots) checkAttributes(root);
  const touched = base === null || messages === undefined ? [] : namesIn(scope);
  if (messages !== undefined && touched.length > 0) {
    run("messages", { ...messages, paths: scope.changed ?? [], touched: new Set(touched) }, null);
  }
  if (scope.registry !== null) {
    const reading = readRegistry(repository.files.snapshot);
    files++;
    outside++;
    run("registry", { path: REGISTRY_FILE, reading, changed: scope.registry.changed }, null);
    // Whatever rules are on, nothing may rest on what nobody has seen.
    for (const [name, remote] of onThisSide) {
      if (remote.kind !== "not-looked-at" || !remote.matters) continue;
      const message = `The repository of ${quoted(name)} could not be checked: ${remote.why}.`;
      said.unknown({ rule: null, path: REGISTRY_FILE, attribute: name, message });
    }
  }
  const told = withoutIgnored();
  return { ...said.all(), findings: told, packages, files, outside };
}

/** The names of packages that a scope names one by one. */
function namesIn({ roots }: CheckScope): string[] {
  return roots.flatMap(({ packages }) =>
    packages === "all" ? [] : [...packages.values()].flatMap((names) => [...names]),
  );
}

/** A listed package as rules see one: in a root of its own, without overrides. */
function listedSubject({ attribute, home, file }: ListedPackage, entry: Entry): PackageSubject {
  const path = home?.directory ?? parentPath(file);
  const root: Root = {
    path: parentPath(path),
    sharded: false,
    file: home?.file ?? PACKAGE_FILE,
    scope: "pkgs",
    overrides: { files: [], policy: "keep" },
  };
  return { root, shard: "", name: attribute, path, entry, unsharded: false };
}

/** The places of a package among those that the scope names. */
function directoriesIn(scope: CheckScope, root: Root, name: string): string[] {
  const packages = scope.roots.find((each) => each.root === root)?.packages;
  if (packages === undefined || packages === "all") return [packageDirectory(root, name)];
  const shards = [...packages].flatMap(([shard, names]) => (names.has(name) ? [shard] : []));
  return shards.map((shard) => directoryOf(root, { shard, name, rest: "" }));
}

function activeRules(
  rules: readonly Rule[],
  configuration: Configuration,
  compared: boolean,
): readonly Rule[] {
  return rules.filter(
    (rule) => isOnSomewhere(rule, configuration) && (compared || rule.comparesOnly !== true),
  );
}
