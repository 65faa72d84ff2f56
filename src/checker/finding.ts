import type { Range } from "../nix/text.ts";

/** `error` blocks a change, `warning` is said, `advice` is offered once, `off` is none of them. */
export type Level = FindingLevel | "off";

/** The levels that something is found at, the gravest first. */
export const FINDING_LEVELS = ["error", "warning", "advice"] as const;
export type FindingLevel = (typeof FINDING_LEVELS)[number];

/** One thing that is wrong, proven by what stands in the text. */
export type Finding = {
  /** The rule's name, such as `package-wrong-shard`. */
  readonly rule: string;
  /** The number nixpkgs knows it by, such as `NPV-142`; null where it has none. */
  readonly code: string | null;
  readonly level: FindingLevel;
  /** Whether the change brought it, or it was there before. Without a base, all are `introduced`. */
  readonly status: "introduced" | "existing";
  /** The top-level attribute it is about; null where it is about none. */
  readonly attribute: string | null;
  /** The file, or for rules about structure the directory, relative to the root of the repository. */
  readonly path: string;
  /** Where in the file; null where it is about the whole of it. */
  readonly range: Range | null;
  /** What is wrong: one sentence that names the thing. Plain text with `code` in backticks. */
  readonly message: string;
  /** What to do about it. Plain text with `code` in backticks; may have several lines. */
  readonly help: string;
  readonly fix: Fix | null;
  /** How many times the file has the same cause, where that is told once. */
  readonly count?: number;
  /**
   * What the finding is about, independent of line numbers and of the shard: equal in two snapshots
   * means that it is the same problem.
   */
  readonly fingerprint: string;
};

/** A change that fixes a finding, to be made as a whole or not at all. */
export type Fix = {
  /** What it does, in the imperative: "Move `pkgs/by-name/aa/hello` to `pkgs/by-name/he/hello`". */
  readonly title: string;
  readonly steps: readonly FixStep[];
};

/** All paths and ranges of a fix are those of before any of its steps. */
export type FixStep =
  | { readonly kind: "edit"; readonly path: string; readonly range: Range; readonly text: string }
  /** A file or a whole directory; `to` does not exist and its parents may not either. */
  | { readonly kind: "move"; readonly from: string; readonly to: string }
  | { readonly kind: "mode"; readonly path: string; readonly executable: boolean };

/** Something that syntax alone cannot decide: never a claim, and never good enough to merge by itself. */
export type Unknown = {
  /** The rule that could not tell, or null where a file could not be read at all. */
  readonly rule: string | null;
  readonly path: string;
  readonly attribute: string | null;
  /** A sentence. */
  readonly message: string;
  /** Why, where many share it: a clause. */
  readonly why?: string;
  /** It could not be told of the base either. */
  readonly before?: true;
};

/** All that a check has to say. Findings are sorted by path, place and rule. */
export type Report = {
  readonly findings: readonly Finding[];
  readonly unknown: readonly Unknown[];
  readonly summary: Summary;
};

export type Summary = {
  /** Whether a base was compared with: without one, nothing is `existing`. */
  readonly compared: boolean;
  /** Findings of level `error` that were introduced: what blocks. */
  readonly blocking: number;
  /** Findings of level `warning` that were introduced. */
  readonly warnings: number;
  /** Findings of level `advice` that were introduced. */
  readonly advice: number;
  /** Findings of any level that were there before. */
  readonly existing: number;
  readonly unknown: number;
  /** How many package directories and Nix files were looked at. */
  readonly packages: number;
  readonly files: number;
  /** How many of the files lie in no package directory. */
  readonly outside: number;
  /** Things worth saying that are no findings, such as "there is no directory `pkgs/by-name`". */
  readonly notes: readonly string[];
  /** How packages are laid out, where that is told; empty where nothing was recognised. */
  readonly layouts?: readonly Layout[];
};

/** One way in which packages are laid out, and who says so. */
export type Layout = { readonly from: "configuration" | "default" | "recognised" } & (
  | {
      readonly layout: "by-name";
      readonly root: string;
      readonly sharded: boolean;
      readonly nested: boolean;
      readonly file: string;
    }
  /** `callPackage ./path` in these files. */
  | { readonly layout: "listed"; readonly files: readonly string[]; readonly packages: number }
  /** NUR's registry, whose entries are repositories. */
  | { readonly layout: "registry"; readonly file: string }
);
