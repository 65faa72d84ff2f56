import type { PathLiteral } from "../../nix/ast.ts";
import { type Destination, pathDestination, soundPaths } from "../../packages/references.ts";
import type { FileSubject, Problem, RuleContext } from "../rule.ts";
import { syntaxOf } from "./syntax.ts";

/** What a rule about path expressions says of one of them. */
export type PathProblem = Pick<Problem, "message" | "help">;

/** What a rule says of a path expression; `written` is the expression as it stands in the file. */
export type PathJudge = (
  path: PathLiteral,
  written: string,
  file: FileSubject,
  context: RuleContext,
) => PathProblem | null;

/** A check that reports what `judge` says of each path expression of a file in a package directory. */
export function checkPaths(judge: PathJudge): (file: FileSubject, context: RuleContext) => void {
  return (file, context) => {
    if (file.package !== null) reportPaths(judge, file, context);
  };
}

/** Reports what `judge` says of each path expression of a file, wherever that lies. */
export function reportPaths(judge: PathJudge, file: FileSubject, context: RuleContext): void {
  const syntax = syntaxOf(file);
  if (syntax === null) return;
  for (const path of soundPaths(syntax)) {
    const written = syntax.source.text.slice(path.start, path.end);
    const problem = judge(path, written, file, context);
    if (problem === null) continue;
    context.reportOf(file.path, () => ({
      path: file.path,
      attribute: file.package?.name ?? null,
      at: { source: syntax.source, span: path },
      about: written,
      ...problem,
    }));
  }
}

/** Where a plain relative path leads; null for any other path. */
export function relativeDestination(
  path: PathLiteral,
  file: FileSubject,
  context: RuleContext,
): Destination | null {
  if (path.form !== "relative" || path.interpolations.length > 0 || file.package === null) return null;
  return pathDestination(context.repository.files, file.package.path, file.path, path);
}
