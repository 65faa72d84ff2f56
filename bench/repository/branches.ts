import { cmakeProject } from "./families/cmake-and-meson.ts";
import { plainFile, type RepositoryFile } from "./file.ts";
import { filesOf, overridesFile, packageFiles } from "./generate.ts";
import { indent } from "./layout.ts";
import { packageDirectory, shardOf } from "./names.ts";
import { type Package, packageOf } from "./package.ts";
import { sriHash } from "./parts/hash.ts";
import type { RepositoryPlan } from "./plan.ts";
import { randomFor } from "./random.ts";
import { allPackages } from "./top-level/all-packages.ts";
import { emptied } from "./top-level/overrides.ts";

/** One commit: on nothing for `main`, on `main` for the others. */
export type Branch = {
  readonly name: BranchName;
  readonly message: string;
  /** The packages that the commit is about; none for `main`. */
  readonly packages: readonly string[];
  /** The files that the commit adds or changes; it deletes none. */
  readonly files: Iterable<RepositoryFile>;
};

export const branchNames = ["main", "update", "new-package", "mistakes"] as const;
export type BranchName = (typeof branchNames)[number];

export function branchesOf(plan: RepositoryPlan): Branch[] {
  return [
    { name: "main", message: "The collection", packages: [], files: filesOf(plan) },
    update(plan),
    newPackage(plan),
    mistakes(plan),
  ];
}

const strict = "  __structuredAttrs = true;\n  strictDeps = true;\n";

/** A package's version and hash, and nothing else, as an update bot would. */
function update(plan: RepositoryPlan): Branch {
  const made = findPackage(plan, "update", (each) => {
    const hashes = each.definition.match(/hash = "/gi) ?? [];
    return hashes.length === 1 && each.definition.includes(strict) && nextVersion(each.version) !== null;
  });
  const version = nextVersion(made.version) ?? made.version;
  const hash = sriHash(randomFor(plan.seed, "update", made.name));
  const definition = made.definition
    .replace(`version = "${made.version}"`, () => `version = "${version}"`)
    .replace(/hash = "[^"]*"/, () => `hash = "${hash}"`);
  return {
    name: "update",
    message: `${made.name}: ${made.version} -> ${version}`,
    packages: [made.name],
    files: packageFiles({ ...made, definition }),
  };
}

/** A package that no rule has anything to say about. */
function newPackage(plan: RepositoryPlan): Branch {
  const made = spare(plan);
  return {
    name: "new-package",
    message: `${made.name}: init at ${made.version}`,
    packages: [made.name],
    files: packageFiles(made),
  };
}

/** A path that leads out of its package, a package in the wrong shard, and an override with `{ }`. */
function mistakes(plan: RepositoryPlan): Branch {
  const patched = findPackage(plan, "patched", (each) =>
    each.files.some(({ path }) => path.endsWith(".patch")),
  );
  const patch = patched.files.find(({ path }) => path.endsWith(".patch"))?.path ?? "package.nix";
  const escaping = findPackage(
    plan,
    "path-outside",
    (each) => each !== patched && each.definition.includes(strict) && !each.definition.includes("patches ="),
  );
  const path = `../../${shardOf(patched.name)}/${patched.name}/${patch}`;
  const definition = escaping.definition.replace(strict, () => `  patches = [ ${path} ];\n\n${strict}`);

  const misplaced = spare(plan);
  const wrongShard = plan.byName.map(shardOf).find((shard) => shard !== shardOf(misplaced.name)) ?? "zz";
  const wrongDirectory = `pkgs/by-name/${wrongShard}/${misplaced.name}`;
  const moved = packageFiles(misplaced).map((file) => ({
    ...file,
    path: file.path.replace(packageDirectory(misplaced.name), () => wrongDirectory),
  }));

  const override = randomFor(plan.seed, "mistakes").pick(plan.overrides);
  const overrides = allPackages(plan).replace(indent(override.definition), () => emptied(override));
  return {
    name: "mistakes",
    message: `${escaping.name}, ${misplaced.name}, ${override.name}: three mistakes`,
    packages: [escaping.name, misplaced.name, override.name],
    files: [...packageFiles({ ...escaping, definition }), ...moved, plainFile(overridesFile, overrides)],
  };
}

/** A package that the repository does not have. */
function spare(plan: RepositoryPlan): Package {
  return packageOf(plan.seed, plan.people, plan.freeName, { family: cmakeProject, modern: true });
}

/** The first package, in an order of `label`'s own, that is not overridden and that `fits`. */
function findPackage(plan: RepositoryPlan, label: string, fits: (made: Package) => boolean): Package {
  const overridden = new Set(plan.overrides.map(({ name }) => name));
  const start = randomFor(plan.seed, label).integer(0, plan.byName.length - 1);
  for (const name of [...plan.byName.slice(start), ...plan.byName.slice(0, start)]) {
    if (overridden.has(name)) continue;
    const made = packageOf(plan.seed, plan.people, name);
    if (fits(made)) return made;
  }
  throw new Error(`no package of this repository can serve for: ${label}`);
}

/** The next patch release, of a version of three numbers. */
function nextVersion(version: string): string | null {
  const parts = /^(\d+\.\d+)\.(\d+)$/.exec(version);
  return parts === null ? null : `${parts[1]}.${Number(parts[2]) + 1}`;
}
