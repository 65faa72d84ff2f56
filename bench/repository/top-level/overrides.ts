import { binding } from "../layout.ts";
import { packageDirectory } from "../names.ts";
import { packageOf } from "../package.ts";
import type { People } from "../people.ts";
import { randomFor } from "../random.ts";
import { overrideArguments } from "./arguments.ts";
import { categories } from "./categories.ts";

/** A definition in `all-packages.nix` of a package that has a package directory. */
export type Override = {
  readonly name: string;
  readonly heading: string;
  readonly definition: string;
};

export function overrideOf(seed: number, people: People, name: string): Override {
  const random = randomFor(seed, "override", name);
  const { formals } = packageOf(seed, people, name);
  const given = overrideArguments(random, formals, random.pick([1, 1, 1, 2, 2, 3, 4]));
  const { heading } = random.pickWeighted(categories);
  return { name, heading, definition: binding(name, callOf(name, given)) };
}

/** The same override with `{ }`, which the automatic definition makes needless. */
export function emptied(override: Override): string {
  return binding(override.name, callOf(override.name, "{ }"));
}

/** Another attribute that calls a package directory with arguments of its own: RFC 140's package variant. */
export function variantOf(seed: number, people: People, name: string, attribute: string): string {
  const { formals } = packageOf(seed, people, name);
  const random = randomFor(seed, "variant", attribute);
  return binding(attribute, callOf(name, overrideArguments(random, formals, 1)));
}

function callOf(name: string, given: string): string {
  return `callPackage ../${packageDirectory(name).replace(/^pkgs\//, "")}/package.nix ${given}`;
}
