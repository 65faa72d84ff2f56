import type { PackagePreset, Preset } from "../config/configuration.ts";
import type { Apply, Expression, Node, OfKind } from "../nix/ast.ts";
import type { SourceText, Span } from "../nix/text.ts";
import type { WalkPlace } from "../nix/walk.ts";
import type { Definition } from "../packages/definitions/definitions.ts";
import type { Derivation } from "../packages/derivation/derivation.ts";
import type { FetchCall } from "../packages/derivation/fetch-call.ts";
import type { Reading } from "../packages/files.ts";
import type { Ignore } from "../packages/ignores.ts";
import type { Root } from "../packages/layout.ts";
import type { RegistryReading } from "../packages/registry/registry.ts";
import type { Remote } from "../packages/registry/remote.ts";
import type { Repository } from "../packages/repository.ts";
import type { Entry, FileEntry, NamedEntry } from "../snapshot/entry.ts";
import type { FamilyName } from "./families.ts";
import type { Fix, Level } from "./finding.ts";
import type { Formatted } from "./formatted.ts";
import type { ChangeMessages } from "./messages.ts";

/**
 * A rule: what it is, as data, and its checks, one for each kind of thing that it looks at. A check
 * reports what is wrong on one side of a change; whether that is new is not its business.
 */
export type Rule = {
  readonly name: string;
  /** The family that it belongs to, which is the name of the folder that it stands in. */
  readonly family: FamilyName;
  /** The NPV numbers it is known by in nixpkgs; the first is that of most findings. */
  readonly codes: readonly string[];
  /** Numbers that it goes by as well, which nixpkgs-vet has given up; never printed. */
  readonly formerCodes?: readonly string[];
  /** What is reported, in a phrase: "a shard's name is not valid". */
  readonly summary: string;
  readonly level: Level | Readonly<Record<PackagePreset, Level>>;
  /**
   * What it takes for a package may be none in a root without shards, and in what a list defines: unless somebody
   * configured its level, or the preset is `nixpkgs`, it is at most a warning in the former, and off in the latter.
   */
  readonly doubtfulWithoutShards?: true;
  /** It is about what a change does, so that there is nothing to say of a tree alone. */
  readonly comparesOnly?: true;
  /** The overrides policy of a root that it belongs to; without one, to each. */
  readonly policy?: "keep" | "forbid";
  /**
   * Of what the text of a file has one wherever the checks of nodes and calls find anything: they are called for no
   * other file. It has to be found faster than they are called. Of a name that may be spelled in another way, such as `"re\v"`, advice may stay silent; no error may.
   */
  readonly needs?: readonly (string | RegExp)[];
  readonly checks: Checks;
};

/** What checks look at. */
export type Subjects = {
  rootEntry: RootEntrySubject;
  shard: ShardSubject;
  /** Each entry of a shard, directory or not. */
  package: PackageSubject;
  /** Each `.nix` file. */
  file: FileSubject;
  /** Each symbolic link in a package directory. */
  link: LinkSubject;
  attribute: AttributeSubject;
  overridesFile: FileSubject;
  /** Each directory of a package, and what lies beside a changed path. */
  listing: ListingSubject;
  /** The `repos.json` of NUR's registry. */
  registry: RegistrySubject;
  /** The title and the commits of a change that touches packages by name. */
  messages: MessagesSubject;
  /** Each call of a known builder in a Nix file of a package, with the attributes written out. */
  derivation: DerivationSubject;
  /** Each call of a fetcher there on a set that is written out. */
  fetch: FetchSubject;
  /** Each comment that asks for silence about a line in vain. */
  ignore: IgnoreSubject;
};

export type SubjectChecks = {
  readonly [Kind in keyof Subjects]?: (subject: Subjects[Kind], context: RuleContext) => void;
};

export type Checks = SubjectChecks & {
  /** Nodes of each Nix file that parses, by their kind. Files are gone through once for all rules. */
  readonly node?: NodeChecks;
};

export type NodeChecks = {
  readonly [Kind in Exclude<Node["kind"], "apply">]?: NodeCheck<OfKind<Kind>>;
} & {
  /** Of calls, those whose last argument, or the one before it, may come to a set that is written out. */
  readonly call?: NodeCheck<Apply>;
};

type NodeCheck<N> = (node: N, place: NodePlace, context: RuleContext) => void;

/** Where a node stands. Holds while the check is called: nothing of it may be kept. */
export type NodePlace = WalkPlace & {
  readonly path: string;
  readonly source: SourceText;
  /** The package whose directory the file lies in. */
  readonly package: PackageSubject | null;
};

/** A comment `# by-name-bot: ignore <rule> -- <reason>`, and why it does nothing. */
export type IgnoreSubject = {
  readonly path: string;
  readonly source: SourceText;
  readonly package: PackageSubject | null;
  readonly ignore: Ignore;
  /** `error`: the rule is one there, and no comment silences that. `nothing`: it finds nothing there. */
  readonly mistake: "no-rule" | "unknown-rule" | "no-reason" | "error" | "nothing";
};

/** A call such as `stdenv.mkDerivation { … }`. */
export type DerivationSubject = {
  readonly path: string;
  readonly source: SourceText;
  readonly package: PackageSubject;
  /** The builder and its attributes; `attribute` reads one of them. */
  readonly derivation: Derivation;
  /** The whole of the call. */
  readonly call: Expression;
  /** Whether it is what the package itself is built by, or one branch of that: not something that it uses. */
  readonly isPackage: boolean;
};

/** A call such as `fetchurl { … }`. */
export type FetchSubject = {
  readonly path: string;
  readonly source: SourceText;
  readonly package: PackageSubject;
  readonly fetch: FetchCall;
};

/** An entry of a by-name root. */
export type RootEntrySubject = { readonly root: Root; readonly path: string; readonly entry: NamedEntry };

/** A directory of packages: a shard, or a root that has none. */
export type ShardSubject = {
  readonly root: Root;
  /** `""` for a root without shards. */
  readonly shard: string;
  readonly path: string;
  readonly entries: readonly NamedEntry[];
};

/** An entry of a shard, which should be a package directory. */
export type PackageSubject = {
  readonly root: Root;
  readonly shard: string;
  readonly name: string;
  readonly path: string;
  readonly entry: Entry;
  /** Whether it is a package directory that stands in a sharded root without its shard; `shard` is `""` then. */
  readonly unsharded: boolean;
};

/** A `.nix` file. */
export type FileSubject = {
  readonly path: string;
  readonly entry: FileEntry;
  readonly reading: Reading;
  /** The package whose directory it lies in. */
  readonly package: PackageSubject | null;
};

/** A symbolic link in a package directory. */
export type LinkSubject = { readonly path: string; readonly package: PackageSubject };

/** A directory, but for by-name roots and shards. */
export type ListingSubject = {
  readonly path: string;
  readonly entries: readonly NamedEntry[];
  /** The entries that the check looks at. */
  readonly names: "all" | ReadonlySet<string>;
  /** The package that it belongs to. */
  readonly package: string | null;
};

/** `repos.json`, where the repository is NUR's registry. */
export type RegistrySubject = {
  readonly path: string;
  readonly reading: RegistryReading;
  /** What the change touches; nothing where a tree is looked at. */
  readonly changed: readonly string[];
};

/** What a change is called, and what it changes. What is said of it is about no file: its path is `""`. */
export type MessagesSubject = ChangeMessages & {
  readonly paths: readonly string[];
  /** The names of the packages by name that it touches. */
  readonly touched: ReadonlySet<string>;
};

/** A top-level attribute: how the overrides files of a root define it. */
export type AttributeSubject = {
  readonly root: Root;
  readonly attribute: string;
  /** Empty where they do not (any longer). */
  readonly definitions: readonly Definition[];
  /** Whether it has a package directory. */
  readonly hasPackage: boolean;
};

/** The people of a change, by their logins of today. */
export type ChangePeople = {
  /** Null for a deleted account. */
  readonly author: string | null;
  /** Who approved the head. */
  readonly approvedBy: readonly string[];
};

export type RuleContext = {
  /** What kind of repository it is. */
  readonly preset: Preset;
  /** Whether somebody configured that; else it was guessed. */
  readonly presetNamed: boolean;
  /** Whether all of a tree is looked at, and not what a change touches. */
  readonly wholeTree: boolean;
  /** The side that is looked at. */
  readonly repository: Repository;
  /** What it is compared with; null on the base itself, and where there is no base. */
  readonly base: Repository | null;
  readonly roots: readonly Root[];
  /** Who brings the change; null where that is not known. */
  readonly people: ChangePeople | null;
  /** The repositories that entries of the registry name, by the names of entries, as far as they were looked at. */
  readonly remotes: ReadonlyMap<string, Remote>;
  /** What a formatter makes of files of the head; null on the base, and where there is none. */
  readonly formatted: Formatted | null;
  /** The files that may list packages. */
  readonly lists: readonly string[];
  /** The directories of a package that the check looks at: more than one where it is moved. */
  directoriesOf(root: Root, name: string): readonly string[];
  /** Whether another rule is not `off` at a path. */
  isOn(rule: string, path: string): boolean;
  /**
   * Whether the change surely adds a package, which the base has in no form, not even as an alias or elsewhere. Of a
   * tree alone, and on the base itself, no package is new.
   */
  isNew(subject: PackageSubject): boolean;
  report(problem: Problem): void;
  /** The same for a path at which there may be very many: only what is kept of them is made. */
  reportOf(path: string, problem: () => Problem): void;
  /**
   * Says that it cannot be told from syntax: `message` is a sentence, `why` the part of it that many share.
   * `before`: it could not be told of the base either, so the change does not make less known.
   */
  unknown(
    place: { readonly path: string; readonly attribute: string | null },
    message: string,
    why?: string,
    before?: boolean,
  ): void;
};

/** What a check reports; the rest of a finding follows from the rule and the comparison. */
export type Problem = {
  readonly path: string;
  readonly attribute: string | null;
  /** Where in the file; without it, the problem is about the whole of it. */
  readonly at?: { readonly source: SourceText; readonly span: Span };
  readonly message: string;
  readonly help: string;
  readonly fix?: Fix | null;
  /** What tells it from the rule's other problems at the same path, wherever in the file it moves to. */
  readonly about: string;
  /** One of the rule's codes, where it is not the first. */
  readonly code?: string;
  /** At most a warning, whatever the rule's level. */
  readonly warning?: boolean;
};
