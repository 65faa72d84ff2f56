import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFunction } from "../../packages/derivation/results.ts";
import { DEFAULT_FILE, PACKAGE_FILES, type PackageFileName } from "../../packages/layout.ts";
import type { ListedCall } from "../../packages/recognition/listing.ts";
import { baseName, isWithin, joinPath, parentPath } from "../../snapshot/snapshot.ts";
import { ADVISED_OF_LISTS } from "./shared/levels.ts";
import { listingOf } from "./shared/listing.ts";
import { mentionsOf } from "./shared/mentions.ts";
import { EXAMPLE_PACKAGE } from "./shared/template.ts";

/** So many packages of a directory have to be listed before one that is not stands out. */
const FEWEST = 2;

/** The line in the list was forgotten, or the directory was. */
export const unlistedPackage: Rule = {
  name: "unlisted-package",
  family: "listed",
  codes: [],
  summary: "a directory beside those of listed packages is listed nowhere",
  level: ADVISED_OF_LISTS,
  checks: {
    file(file, context) {
      if (file.package !== null || soundSyntaxOf(file) === null) return;
      const calls = listingOf(context).calls.filter(({ by }) => by === file.path);
      for (const [directory, listed] of listedIn(calls)) {
        if (listed.size < FEWEST) continue;
        const beside = packagesBeside(directory, listed, context);
        // Where most are not listed there is another list, which we do not know.
        if (beside.length === 0 || beside.length > listed.size) continue;
        report(directory, beside, file.path, context);
      }
    },
  },
};

/** The directories that calls lead to, by the directory that they stand in. */
function listedIn(calls: readonly ListedCall[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { target } of calls) {
    const isFile = target.endsWith(".nix");
    const own = isFile ? parentPath(target) : target;
    if (own === "" || (isFile && !isPackageFile(baseName(target)))) continue;
    const names = found.get(parentPath(own)) ?? new Set();
    found.set(parentPath(own), names.add(baseName(own)));
  }
  return found;
}

function isPackageFile(name: string): name is PackageFileName {
  return PACKAGE_FILES.some((file) => file === name);
}

/** What stands beside listed packages and looks like one: a function of what it needs, which is no module. */
function packagesBeside(
  directory: string,
  listed: ReadonlySet<string>,
  { repository, roots }: RuleContext,
): { readonly name: string; readonly file: string }[] {
  const { files } = repository;
  return files.list(directory).flatMap(({ kind, name }) => {
    const path = joinPath(directory, name);
    if (kind !== "directory" || listed.has(name) || name === EXAMPLE_PACKAGE) return [];
    if (roots.some((root) => isWithin(path, root.path) || isWithin(root.path, path))) return [];
    const file = PACKAGE_FILES.map((each) => joinPath(path, each)).find(
      (each) => files.entry(each)?.kind === "file",
    );
    if (file === undefined) return [];
    const reading = files.readNix(file);
    if (reading.kind !== "text" || reading.file.problems.length > 0) return [];
    const found = packageFunction(reading.file);
    if (found.kind !== "function" || found.function.formals === null) return [];
    const formals = new Set(found.function.formals.formals.map((formal) => formal.name.text));
    return OF_PACKAGES.some((each) => formals.has(each)) && !OF_MODULES.some((each) => formals.has(each))
      ? [{ name, file }]
      : [];
  });
}

/** A package takes one of these, or a fetcher; a module takes one of those below. */
const OF_PACKAGES = ["stdenv", "stdenvNoCC", "lib", "fetchFromGitHub", "fetchurl", "runCommand"];
const OF_MODULES = ["config", "options", "modulesPath"];

function report(
  directory: string,
  beside: readonly { readonly name: string; readonly file: string }[],
  list: string,
  context: RuleContext,
): void {
  const mentions = mentionsOf(context, directory);
  if (mentions.kind === "unknown") {
    const message = `Whether all packages in ${quoted(directory || ".")} are listed is not known: ${mentions.why}.`;
    context.unknown({ path: list, attribute: null }, message, mentions.why);
    return;
  }
  for (const { name, file } of beside) {
    if (mentions.names.has(name)) continue;
    const target = baseName(file) === DEFAULT_FILE ? parentPath(file) : file;
    context.report({
      path: file,
      attribute: name,
      message: `${quoted(target)} looks like a package, and neither ${quoted(list)} nor any other Nix file of the repository mentions it.`,
      help: `Add its line to ${quoted(list)}, as the packages beside it have one. If it is not needed any more, delete it.`,
      about: "listed nowhere",
    });
  }
}
