import type { FileMode } from "./file.ts";
import type { Random } from "./random.ts";

/** A package directory in the making. */
export type Draft = {
  /** The attribute, which is the name of the package directory. */
  readonly name: string;
  readonly pname: string;
  readonly version: string;
  readonly owner: string;
  /** GitHub-style handles to take maintainers from, the busiest first. */
  readonly maintainers: readonly string[];
  readonly teams: readonly string[];
  readonly random: Random;
  /** How much there is to this package: 1.6 is usual, with 22 a file reaches some 20 KB. */
  readonly bulk: number;
  /** Sets `strictDeps` and `__structuredAttrs`. */
  readonly modern: boolean;
  /** The files that stand beside `package.nix`, as far as the family has a use for them. */
  readonly extras: ReadonlySet<Extra>;
  /** Formals of `package.nix` with their defaults. */
  readonly formals: Map<string, string | null>;
  /** Files beside `package.nix`. */
  readonly files: { path: string; content: string; mode: FileMode }[];
};

export type Extra = "patch" | "lock" | "helper" | "update-script" | "data";

/** Takes `expression`'s first name as a formal and returns the expression: `xorg.libX11` takes `xorg`. */
export function use(draft: Draft, expression: string): string {
  const [formal] = expression.split(".");
  if (formal !== undefined && !draft.formals.has(formal)) draft.formals.set(formal, null);
  return expression;
}

/** Adds a formal with a default, such as `enableGui ? true`. */
export function takeOption(draft: Draft, name: string, fallback: string): string {
  draft.formals.set(name, fallback);
  return name;
}

/** Up to `count` of `pool`, sorted, none of them the package itself. */
export function useSome(draft: Draft, pool: readonly string[], count: number): string[] {
  return draft.random
    .sample(pool, count)
    .filter((name) => name !== draft.name && !draft.formals.has(name))
    .map((name) => use(draft, name));
}

/** About `usual` for a usual package, more for a bulky one. */
export function amount(draft: Draft, usual: number, most = 60): number {
  const spread = 0.5 + draft.random.fraction();
  return Math.min(most, Math.round(usual * draft.bulk * spread));
}

/** Adds a file beside `package.nix` and returns the path expression that names it. */
export function attach(draft: Draft, path: string, content: string, mode: FileMode = "100644"): string {
  draft.files.push({ path, content, mode });
  return `./${path}`;
}
