import { checkPaths, relativeDestination } from "../../checker/checks/paths.ts";
import type { FileSubject, Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { DEFAULT_FILE } from "../../packages/layout.ts";
import { isWithin, joinPath } from "../../snapshot/snapshot.ts";

/** NPV-123. */
export const pathOutsidePackage: Rule = {
  name: "path-outside-package",
  family: "references",
  codes: ["NPV-123"],
  summary: "a relative path leads out of the package directory",
  level: "error",
  doubtfulWithoutShards: true,
  checks: {
    file: checkPaths((path, written, file, context) => {
      const destination = relativeDestination(path, file, context);
      if (destination?.kind !== "outside") return null;
      return {
        message: `The path ${quoted(written)} leads out of the package directory, ${whereTo(destination.path)}.`,
        help: wayOut(destination.path, file, context),
      };
    }),
  },
};

function whereTo(path: string | null): string {
  if (path === null) return "out of the repository";
  return path === "" ? "to the root of the repository" : `to ${quoted(path)}`;
}

/** Which of the ways to do without the path fits what it leads to. */
function wayOut(path: string | null, file: FileSubject, context: RuleContext): string {
  if (path === null) {
    return "Nobody else has what is there: copy what is needed into the package directory and refer to it there.";
  }
  for (const root of context.roots) {
    if (isWithin(root.path, path)) return wholeSet(file, context);
    const place = context.repository.placeOf(root, path);
    if (place === null || place.name === "") continue;
    if (place.rest === root.file || place.rest === "") {
      return `Take the package as an argument of the function instead: ${quoted(`{ ${place.name}, … }:`)}.`;
    }
    return `It belongs to the package ${quoted(place.name)}. Copy it into this package's directory, or take from ${quoted(place.name)} what you need: as the argument ${quoted(place.name)}, whose ${quoted(`${place.name}.src`)} and ${quoted("passthru")} can be used.`;
  }
  const { files } = context.repository;
  if (files.entry(path)?.kind === "directory") {
    return files.entry(joinPath(path, DEFAULT_FILE)) === null
      ? "Move into the package directory what this package alone needs of it. What several packages need, take as an argument of the function."
      : sharedNix(file, context);
  }
  if (!path.endsWith(".nix")) {
    return "Copy the file into the package directory and refer to it there.";
  }
  return sharedNix(file, context);
}

/** The repository as a whole, or another directory around the by-name root. */
function wholeSet({ package: owner }: FileSubject, context: RuleContext): string {
  const name = owner?.name ?? "";
  const own = owner !== null && context.repository.hasPackage(owner.root, name) ? name : null;
  const attribute = own === null ? "" : `, and this package is its attribute ${quoted(own)}`;
  return `A package must not depend on where the package set lies: take what you need of it by name, as arguments of the function. A file for developers, such as a ${quoted("shell.nix")}, can take ${quoted("pkgs")} as an argument without a default${attribute}; or move it out of the package directory.`;
}

/** A Nix file, or a directory that is imported. */
function sharedNix({ package: owner }: FileSubject, context: RuleContext): string {
  const name = owner?.name ?? "";
  const ways = [
    "If it defines a package, take that package as an argument of the function instead.",
    "If it is needed by this package alone, move it into the package directory.",
  ];
  const overrides = owner?.root.overrides.files.find((each) => context.repository.files.entry(each) !== null);
  if (overrides === undefined || owner?.root.overrides.policy === "forbid") {
    return [
      ...ways,
      "If several packages share it, let them take it as an argument of the package set.",
    ].join("\n");
  }
  return [
    ...ways,
    `If several packages share it, take it as an explicit argument that ${quoted(overrides)} passes in the \`callPackage\` of ${quoted(name)}, or, for several versions of one package, define them outside of the by-name root, in one local set in ${quoted(overrides)} that their names are inherited from.`,
  ].join("\n");
}
