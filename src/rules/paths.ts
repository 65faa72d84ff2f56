import type { PathLiteral } from "../nix/ast.ts";
import { type Destination, pathDestination, soundPaths } from "../packages/references.ts";
import type { FileSubject, Problem, RuleContext } from "./rule.ts";
import { syntaxOf } from "./syntax.ts";

/** What a rule about path expressions says of one of them. */
export type PathProblem = Pick<Problem, "message" | "help">;

/**
 * A check that reports, for each path expression of a file in a package directory, what `judge` says of
 * it. `written` is the expression as it stands in the file.
 */
export function checkPaths(
  judge: (path: PathLiteral, written: string, file: FileSubject, context: RuleContext) => PathProblem | null,
): (file: FileSubject, context: RuleContext) => void {
  return (file, context) => {
    const syntax = syntaxOf(file);
    if (syntax === null || file.package === null) return;
    for (const path of soundPaths(syntax)) {
      const written = syntax.source.text.slice(path.start, path.end);
      const problem = judge(path, written, file, context);
      if (problem === null) continue;
      context.report({
        path: file.path,
        attribute: file.package.name,
        at: { source: syntax.source, span: path },
        about: written,
        ...problem,
      });
    }
  };
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
