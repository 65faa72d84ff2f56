import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Fix } from "../../checker/finding.ts";
import { isDefiningFile } from "../../checker/node-walk.ts";
import type { PackageSubject, Rule, RuleContext } from "../../checker/rule.ts";
import { fileScopes, type UnusedFormal } from "../../nix/file-scopes.ts";
import { quoted } from "../../nix/shown.ts";
import { rangeOf, type SourceText } from "../../nix/text.ts";
import { targetPath } from "../../packages/definitions/call-package.ts";
import { customArguments } from "../../packages/definitions/custom-arguments.ts";
import { isWithin } from "../../snapshot/snapshot.ts";

export const unusedFormal: Rule = {
  name: "unused-formal",
  family: "names",
  codes: [],
  summary: "a package takes an argument that it does not use",
  level: "advice",
  checks: {
    file(file, context) {
      const { path, package: home } = file;
      if (home === null || !isDefiningFile(path, home)) return;
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const { source } = syntax;
      let isSure: boolean | null = null;
      for (const formal of fileScopes(syntax).unusedFormals) {
        // A name that begins with `_` says that it is not used.
        if (formal.name.startsWith("_") || mayBePassed(formal.name, home, context)) continue;
        context.reportOf(path, () => {
          isSure ??= formal.hasEllipsis || (context.isNew(home) && !isCalledByHand(home, context));
          return {
            path,
            attribute: home.name,
            at: { source, span: formal },
            message: `The argument ${quoted(formal.name)} is not used.`,
            help: isSure ? "Remove it." : "Remove it, unless somebody passes it by hand or overrides it.",
            fix: isSure ? removal(path, source, formal) : null,
            about: formal.name,
          };
        });
      }
    },
  },
};

/** Whether the definition of the attribute passes an argument, or it cannot be told. */
function mayBePassed(name: string, home: PackageSubject, { repository }: RuleContext): boolean {
  const definitions = repository.topLevel(home.root).byAttribute.get(home.name) ?? [];
  return definitions.some(({ call }) => {
    if (call.kind !== "call") return true;
    if (call.empty) return false;
    const passed = customArguments(call.args);
    return passed === null || passed.has(name);
  });
}

/** Whether any definition calls a file of the package. */
function isCalledByHand({ root, path }: PackageSubject, { repository }: RuleContext): boolean {
  for (const definitions of repository.topLevel(root).byAttribute.values()) {
    for (const { call } of definitions) {
      const target = call.kind === "call" ? targetPath(call.target) : null;
      if (target !== null && isWithin(target, path)) return true;
    }
  }
  return false;
}

/** With the comma that belongs to it; null where a comment may be about it. */
function removal(path: string, source: SourceText, formal: UnusedFormal): Fix | null {
  const { text } = source;
  const { previousEnd, nextStart } = formal;
  const lineEnd = text.indexOf("\n", formal.end);
  const line = text.slice(formal.end, lineEnd < 0 ? text.length : lineEnd);
  const rest = /^\s*,?\s*/.exec(text.slice(formal.end))?.[0].length ?? 0;
  const span =
    previousEnd !== null
      ? { start: previousEnd, end: formal.end }
      : { start: formal.start, end: nextStart ?? formal.end + rest };
  const removed = text.slice(span.start, formal.start) + text.slice(formal.end, span.end);
  if (!source.exact || line.includes("#") || !/^[\s,]*$/.test(removed)) return null;
  return {
    title: `Remove the argument ${quoted(formal.name)}`,
    steps: [{ kind: "edit", path, range: rangeOf(source, span), text: "" }],
  };
}
