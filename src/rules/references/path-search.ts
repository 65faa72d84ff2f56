import { type PathJudge, type PathProblem, reportPaths } from "../../checker/checks/paths.ts";
import { syntaxOf } from "../../checker/checks/syntax.ts";
import type { FileSubject, Rule, RuleContext } from "../../checker/rule.ts";
import type { PathLiteral } from "../../nix/ast.ts";
import { quoted } from "../../nix/shown.ts";
import type { Span } from "../../nix/text.ts";
import { packageFunction } from "../../packages/derivation/results.ts";
import { isWithin, joinPath } from "../../snapshot/snapshot.ts";

/** NPV-122. */
export const pathSearch: Rule = {
  name: "path-search",
  family: "references",
  codes: ["NPV-122"],
  summary: "a search path such as `<nixpkgs>` is used",
  level: "error",
  checks: {
    file(file, context) {
      if (file.package !== null) reportPaths(ofPackage(allowedIn(file, context)), file, context);
      else if (mustNotNameNixpkgs(file.path, context)) reportPaths(ofNixpkgs, file, context);
    },
  },
};

/** Whether a file outside of package directories may not name nixpkgs: in nixpkgs, where all of it is checked. */
function mustNotNameNixpkgs(path: string, { preset, wholeTree }: RuleContext): boolean {
  return preset === "nixpkgs" && wholeTree && isWithin(path, "pkgs");
}

/** Outside of nixpkgs, the default of `pkgs` in a file beside that which defines the package, such as `shell.nix`. */
function allowedIn(file: FileSubject, { preset }: RuleContext): Span | null {
  const owner = file.package;
  const isDefinition = owner !== null && file.path === joinPath(owner.path, owner.root.file);
  const syntax = preset === "nixpkgs" || isDefinition ? null : syntaxOf(file);
  const found = syntax === null ? null : packageFunction(syntax);
  if (found?.kind !== "function") return null;
  return found.function.formals?.formals.find(({ name }) => name.text === "pkgs")?.default ?? null;
}

function ofPackage(allowed: Span | null): PathJudge {
  return (path, written) => {
    if (path.form !== "search") return null;
    if (allowed !== null && allowed.start <= path.start && path.end <= allowed.end) return null;
    return {
      message: `${lookedUp(written)}.`,
      help: "Take what you need as an argument of the package instead: packages, `lib` and `pkgs` are passed by name.",
    };
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
