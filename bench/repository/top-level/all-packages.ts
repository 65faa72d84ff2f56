import { indent } from "../layout.ts";
import type { RepositoryPlan } from "../plan.ts";
import { remark } from "../prose.ts";
import { randomFor } from "../random.ts";
import { builders } from "./build-support.ts";
import { categories } from "./categories.ts";
import { fillers } from "./fillers.ts";

const head = `/*
  The top-level attributes that are not found by their name in pkgs/by-name.

  They are sorted into the categories of the folders of pkgs, and within one roughly by name.

  Most of it is calls of callPackage, which passes to each function the attributes that it names.
  Hence, in general, the order of definitions does not matter.
*/
{
  lib,
  noSysDirs,
  config,
  overlays,
}:
res: pkgs: super:

with pkgs;

{
  # A tag by which other code recognises this set.
  type = "packages";

  inherit lib config overlays;

  path = ../..;

  stdenvNoCC = stdenv.override {
    cc = null;
    hasCC = false;
  };

  # For convenience, allow callers to get the path to the compiler.
  buildPackages = if noSysDirs then pkgs else super.buildPackages or pkgs;
`;

/** `pkgs/top-level/all-packages.nix`: as many lines as the plan says, or a few more. */
export function allPackages(plan: RepositoryPlan): string {
  const random = randomFor(plan.seed, "all-packages");
  const sections = new Map(categories.map(({ heading }) => [heading, [...emptySection]]));
  const add = (heading: string, definition: string): void => {
    const comment = random.chance(0.03) ? `# ${remark(random)}\n` : "";
    sections.get(heading)?.push(comment + definition);
  };
  for (const outside of plan.outside) add(outside.heading, outside.definition);
  for (const override of plan.overrides) add(override.heading, override.definition);
  const used = head.split("\n").length + lineCount([...sections.values()].flat());
  const aliases = Math.round(plan.lines / 40);
  let left = plan.lines - used - aliases - 3 * builders.length;
  for (const filler of fillers(plan, random)) {
    if (left <= 0) break;
    add(random.pickWeighted(categories).heading, filler);
    left -= lineCount([filler]);
  }
  const body = [["BUILD SUPPORT", builders.map(({ definition }) => definition)] as const, ...sections]
    .map(([heading, definitions]) => section(heading, definitions))
    .join("\n");
  return `${head}\n${body}}\n// lib.optionalAttrs (config.allowAliases or true) {\n${aliasLines(plan, aliases)}}\n`;
}

const emptySection: readonly string[] = [];

function lineCount(definitions: readonly string[]): number {
  return definitions.reduce((sum, definition) => sum + definition.split("\n").length + 1, 0);
}

function section(heading: string, definitions: readonly string[]): string {
  const text = [...definitions].sort().map((definition) => `  ${indent(definition)}\n`);
  return `  ### ${heading}\n\n${text.join("\n")}`;
}

/** Old names of packages. */
function aliasLines(plan: RepositoryPlan, count: number): string {
  const random = randomFor(plan.seed, "aliases");
  const lines: string[] = [];
  for (const name of random.sample(plan.byName, count)) {
    const old = `old-${name.replace(/^_/, "")}`;
    if (!plan.attributes.has(old))
      lines.push(
        `  ${old} = ${name}; # added 20${random.integer(16, 25)}-0${random.integer(1, 9)}-1${random.integer(0, 9)}\n`,
      );
  }
  return lines.sort().join("");
}
