import { plainFile, type RepositoryFile } from "./file.ts";
import { packageDirectory } from "./names.ts";
import { type Package, packageOf } from "./package.ts";
import { planRepository, type RepositoryOptions, type RepositoryPlan } from "./plan.ts";
import { surroundings } from "./surroundings.ts";
import { allPackages } from "./top-level/all-packages.ts";

export const overridesFile = "pkgs/top-level/all-packages.nix";

/** The files of a repository of nixpkgs' kind: for one seed and size always the same, in the same order. To be read once. */
export function generateRepository(options: RepositoryOptions): Iterable<RepositoryFile> {
  return filesOf(planRepository(options));
}

/** The files that `plan` describes, each made when it is asked for. */
export function* filesOf(plan: RepositoryPlan): Generator<RepositoryFile> {
  yield* surroundings(plan);
  yield plainFile(overridesFile, allPackages(plan));
  for (const outside of plan.outside) yield* outside.files;
  for (const name of plan.byName) yield* packageFiles(packageOf(plan.seed, plan.people, name));
}

/** The package directory of `made`. */
export function packageFiles(made: Package): RepositoryFile[] {
  const directory = packageDirectory(made.name);
  return [
    plainFile(`${directory}/package.nix`, made.definition),
    ...made.files.map((file) => ({ ...file, path: `${directory}/${file.path}` })),
  ];
}
