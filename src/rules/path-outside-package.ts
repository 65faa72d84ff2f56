import { quoted } from "../nix/shown.ts";
import { PACKAGE_FILE, placeIn } from "../packages/layout.ts";
import { checkPaths, relativeDestination } from "./paths.ts";
import type { Rule, RuleContext } from "./rule.ts";

/** NPV-123. */
export const pathOutsidePackage: Rule = {
  name: "path-outside-package",
  codes: ["NPV-123"],
  summary: "a relative path leads out of the package directory",
  level: "error",
  needsShards: true,
  checks: {
    file: checkPaths((path, written, file, context) => {
      const destination = relativeDestination(path, file, context);
      if (destination?.kind !== "outside") return null;
      const where = destination.path === null ? "out of the repository" : `to ${quoted(destination.path)}`;
      return {
        message: `The path ${quoted(written)} leads out of the package directory, ${where}.`,
        help: wayOut(destination.path, file.package?.name ?? "", context),
      };
    }),
  },
};

/** Which of the ways to do without the path fits what it leads to. */
function wayOut(path: string | null, name: string, context: RuleContext): string {
  if (path === null) return "Copy the file into the package directory and refer to it as `./file`.";
  for (const root of context.roots) {
    const place = placeIn(root, path);
    if (place === null || place.name === "") continue;
    if (place.rest === PACKAGE_FILE || place.rest === "") {
      return `Take the package as an argument of the function instead: ${quoted(`{ ${place.name}, … }:`)}.`;
    }
    return `It belongs to the package ${quoted(place.name)}. Copy it into this package's directory, or take from ${quoted(place.name)} what you need: as the argument ${quoted(place.name)}, whose ${quoted(`${place.name}.src`)} and ${quoted("passthru")} can be used.`;
  }
  if (!path.endsWith(".nix")) {
    return "Copy the file into the package directory and refer to it as `./file`.";
  }
  const [overrides] = context.roots.flatMap((root) => root.overrides.files);
  return [
    "If it defines a package, take that package as an argument of the function instead.",
    `If it is needed by this package alone, move it into the package directory. If several packages share it, take it as an explicit argument that ${quoted(overrides ?? "the overrides file")} passes in the \`callPackage\` of ${quoted(name)}, or, for several versions of one package, define them outside of the by-name root from one local set: ${quoted(`inherit ({ ${name}_1 = …; ${name}_2 = …; }) ${name}_1 ${name}_2;`)}.`,
  ].join("\n");
}
