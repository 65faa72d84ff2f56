import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { DEFAULT_FILE } from "../../packages/layout.ts";
import { resolvePath } from "../../snapshot/resolve.ts";
import { joinPath } from "../../snapshot/snapshot.ts";
import { listingOf } from "./shared/listing.ts";

/** A package was removed, renamed or never added, and the list calls it. */
export const listedPathMissing: Rule = {
  name: "listed-path-missing",
  family: "listed",
  codes: [],
  summary: "a list calls a path that does not exist",
  level: "error",
  checks: {
    file(file, context) {
      // Of what nixpkgs defines by hand, the rules about overrides files speak.
      if (context.preset === "nixpkgs" || file.package !== null) return;
      if (context.roots.some((root) => root.overrides.files.includes(file.path))) return;
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      for (const { attribute, target, by, literal } of listingOf(context).calls) {
        const missing = by === file.path ? missingAt(target, context) : null;
        if (missing === null) continue;
        context.report({
          path: file.path,
          attribute,
          at: { source: syntax.source, span: literal },
          message: `${quoted(attribute)} is defined by ${quoted(literal.text)}, and there is no ${quoted(missing)}.`,
          help: "Add that file, or call the one that there is. If the package was removed, delete its line: it fails for everybody who evaluates it.",
          about: literal.text,
        });
      }
    },
  },
};

/** What a call needs and there is not; null where it is there, or not for us to know. */
function missingAt(target: string, { repository }: RuleContext): string | null {
  const { snapshot } = repository.files;
  const found = resolvePath(snapshot, target);
  if (found.kind === "nothing" || found.kind === "loop") return target;
  if (found.kind !== "found" || found.entry.kind !== "directory") return null;
  const file = joinPath(found.path, DEFAULT_FILE);
  const { kind } = resolvePath(snapshot, file);
  return kind === "nothing" || kind === "loop" ? joinPath(target, DEFAULT_FILE) : null;
}
