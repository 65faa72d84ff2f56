import { type PathProblem, reportPaths } from "../../checker/checks/paths.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import type { PathLiteral } from "../../nix/ast.ts";
import { quoted } from "../../nix/shown.ts";
import { isWithin } from "../../snapshot/snapshot.ts";

/** NPV-122. */
export const pathSearch: Rule = {
  name: "path-search",
  family: "references",
  codes: ["NPV-122"],
  summary: "a search path such as `<nixpkgs>` is used",
  level: "error",
  checks: {
    file(file, context) {
      if (file.package !== null) reportPaths(ofPackage, file, context);
      else if (mustNotNameNixpkgs(file.path, context)) reportPaths(ofNixpkgs, file, context);
    },
  },
};

/** Whether a file outside of package directories may not name nixpkgs: in nixpkgs, where all of it is checked. */
function mustNotNameNixpkgs(path: string, { preset, wholeTree }: RuleContext): boolean {
  return preset === "nixpkgs" && wholeTree && isWithin(path, "pkgs");
}

function ofPackage(path: PathLiteral, written: string): PathProblem | null {
  if (path.form !== "search") return null;
  return {
    message: `${lookedUp(written)}.`,
    help: "Take what you need as an argument of the package instead: packages, `lib` and `pkgs` are passed by name.",
  };
}

function ofNixpkgs(path: PathLiteral, written: string): PathProblem | null {
  if (path.form !== "search" || !written.startsWith("<nixpkgs/")) return null;
  return {
    message: `${lookedUp(written)}, which may be another nixpkgs than this one.`,
    help: "Refer to the file by a relative path, or take what you need from `pkgs` or `lib`.",
  };
}

/** What is wrong, as a clause to go on behind. */
function lookedUp(written: string): string {
  return `${quoted(written)} is looked up in the Nix search path of whoever evaluates it`;
}
