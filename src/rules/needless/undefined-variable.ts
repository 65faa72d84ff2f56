import type { FileSubject, Problem, Rule } from "../../checker/rule.ts";
import { certainName } from "../../config/nearest-name.ts";
import type { UnboundName } from "../../nix/file-scopes.ts";
import { quoted } from "../../nix/shown.ts";
import { rangeOf, type SourceText } from "../../nix/text.ts";
import { definesPackage, lacksPrefix, unboundNames } from "./shared/unbound.ts";

export const undefinedVariable: Rule = {
  name: "undefined-variable",
  family: "needless",
  codes: [],
  summary: "a name is used that nothing defines",
  level: "error",
  checks: {
    file(file, context) {
      const found = unboundNames(file);
      for (const unbound of found?.names ?? []) {
        if (found === null || lacksPrefix(unbound)) continue;
        context.reportOf(file.path, () => problemOf(unbound, found.source, file));
      }
    },
  },
};

function problemOf(unbound: UnboundName, source: SourceText, file: FileSubject): Problem {
  const { path, package: home } = file;
  const meant = certainName(unbound.name, unbound.inScope);
  const name = quoted(unbound.name);
  const bind = definesPackage(file) ? "Add it to the arguments of the function" : "Bind it";
  return {
    path,
    attribute: home?.name ?? null,
    at: { source, span: unbound },
    message: `${name} is not defined here, so Nix refuses the file.`,
    help: meant === null ? `${bind}, or correct its name.` : `Write ${quoted(meant)} if that is meant.`,
    fix:
      meant === null || !unbound.isVariable || !source.exact
        ? null
        : {
            title: `Write ${quoted(meant)} instead of ${name}`,
            steps: [{ kind: "edit", path, range: rangeOf(source, unbound), text: meant }],
          },
    about: unbound.name,
  };
}
