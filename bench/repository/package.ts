import type { Draft, Extra } from "./draft.ts";
import { autotools, makefile, multipleOutputs, recursiveSet } from "./families/autotools.ts";
import { cmakeProject, mesonProject } from "./families/cmake-and-meson.ts";
import { goModule, rustPackage } from "./families/go-and-rust.ts";
import { bundlerApplication, npmPackage, pythonApplication } from "./families/interpreted.ts";
import { appImage, fontFiles, patchedBinary } from "./families/prebuilt.ts";
import { pluginTable, shellApplication, wrapper } from "./families/wrapping.ts";
import type { Family } from "./family.ts";
import type { RepositoryFile } from "./file.ts";
import { formalsFunction } from "./layout.ts";
import type { People } from "./people.ts";
import { type Random, randomFor } from "./random.ts";
import { familyNames, nameStems } from "./vocabulary.ts";

const families: readonly Family[] = [
  autotools,
  recursiveSet,
  makefile,
  multipleOutputs,
  cmakeProject,
  mesonProject,
  goModule,
  rustPackage,
  pythonApplication,
  npmPackage,
  bundlerApplication,
  patchedBinary,
  appImage,
  fontFiles,
  wrapper,
  shellApplication,
  pluginTable,
];

/** A package as it stands in the repository. */
export type Package = {
  readonly name: string;
  readonly family: string;
  readonly version: string;
  /** Sets `strictDeps` and `__structuredAttrs` where its family can. */
  readonly modern: boolean;
  readonly formals: ReadonlyMap<string, string | null>;
  readonly definition: string;
  /** Files beside the definition, relative to its directory. */
  readonly files: readonly RepositoryFile[];
};

export type PackageOptions = {
  readonly family?: Family;
  readonly modern?: boolean;
  readonly small?: boolean;
};

/** The package `name` of the repository of `seed`: always the same, whatever else the repository holds. */
export function packageOf(seed: number, people: People, name: string, options: PackageOptions = {}): Package {
  const random = randomFor(seed, "package", name);
  const family = options.family ?? random.pickWeighted(families);
  const draft: Draft = {
    name,
    pname: name.replace(/^_/, ""),
    version: version(random),
    owner: owner(random, name),
    maintainers: people.handles,
    teams: people.teams,
    random,
    bulk: options.small === true ? 0.4 : random.pickWeighted(bulks).bulk,
    modern: options.modern ?? random.chance(0.7),
    extras: extras(random, options),
    formals: new Map(),
    files: [],
  };
  const body = family.write(draft);
  return {
    name,
    family: family.name,
    version: draft.version,
    modern: draft.modern,
    formals: draft.formals,
    definition: formalsFunction(ordered(draft.formals), body),
    files: draft.files,
  };
}

const bulks = [
  { weight: 10, bulk: 0.4 },
  { weight: 19, bulk: 0.9 },
  { weight: 25, bulk: 1.6 },
  { weight: 20, bulk: 3 },
  { weight: 13, bulk: 5.5 },
  { weight: 8, bulk: 9 },
  { weight: 4, bulk: 14 },
  { weight: 1.4, bulk: 22 },
];

function version(random: Random): string {
  const number = (most: number): number => random.integer(0, most);
  return random
    .pickWeighted([
      { weight: 70, write: () => `${number(9)}.${number(40)}.${number(20)}` },
      { weight: 14, write: () => `${number(9)}.${number(30)}` },
      {
        weight: 7,
        write: () => `0-unstable-${random.integer(2021, 2025)}-0${random.integer(1, 9)}-1${number(9)}`,
      },
      { weight: 5, write: () => `${random.integer(2019, 2025)}.${random.integer(1, 12)}.${number(28)}` },
      { weight: 4, write: () => `${random.integer(2012, 2025)}0${random.integer(1, 9)}1${number(9)}` },
    ])
    .write();
}

function owner(random: Random, name: string): string {
  return random.pick([
    () => name,
    () => `${random.pick(nameStems)}-org`,
    () => `${random.pick(familyNames)}${random.integer(1, 99)}`,
    () => `${random.pick(nameStems)}labs`,
  ])();
}

/** Which files a package would have beside its definition; a family takes those that it has a use for. */
function extras(random: Random, options: PackageOptions): Set<Extra> {
  if (options.small === true || !random.chance(0.2)) return new Set();
  const kinds: readonly Extra[] = ["patch", "patch", "patch", "lock", "helper", "update-script", "data"];
  return new Set(random.sample(kinds, random.pick([1, 1, 2, 3])));
}

/** `lib` and the builder first, formals with a default last. */
function ordered(formals: ReadonlyMap<string, string | null>): Map<string, string | null> {
  const rank = ([name, fallback]: [string, string | null]): number =>
    fallback !== null ? 2 : name === "lib" ? 0 : 1;
  return new Map([...formals].sort((a, b) => rank(a) - rank(b)));
}
