import { packageNames } from "./names.ts";
import { type People, peopleOf } from "./people.ts";
import { randomFor } from "./random.ts";
import { type OutsidePackage, outsidePackage } from "./top-level/outside.ts";
import { type Override, overrideOf } from "./top-level/overrides.ts";

export type RepositoryOptions = {
  /** How many packages stand in by-name directories; all else keeps nixpkgs' proportions to it. */
  readonly packages: number;
  readonly seed: number;
};

/** What a repository is to hold, before any file of it is written. */
export type RepositoryPlan = {
  readonly seed: number;
  readonly byName: readonly string[];
  readonly outside: readonly OutsidePackage[];
  readonly overrides: readonly Override[];
  readonly people: People;
  /** The top-level attributes so far. */
  readonly attributes: ReadonlySet<string>;
  /** How many lines `all-packages.nix` is to have. */
  readonly lines: number;
  /** A name that no package has. */
  readonly freeName: string;
};

export function planRepository({ packages, seed }: RepositoryOptions): RepositoryPlan {
  const people = peopleOf(seed, Math.max(200, Math.round(packages / 5)), 40);
  const outsideCount = Math.round(packages * 0.15);
  const names = packageNames(seed, packages + outsideCount + 1);
  const byName = names.slice(0, packages);
  const outside = names
    .slice(packages, packages + outsideCount)
    .map((name) => outsidePackage(seed, people, name));
  const overridden = randomFor(seed, "overrides").sample(byName, Math.round(packages / 50));
  const overrides = overridden.map((name) => overrideOf(seed, people, name));
  const attributes = new Set([...byName, ...outside.flatMap((each) => each.attributes)]);
  const [freeName = "new-package"] = names.slice(-1);
  return {
    seed,
    byName,
    outside,
    overrides,
    people,
    attributes,
    lines: Math.round(packages * 0.6),
    freeName,
  };
}
