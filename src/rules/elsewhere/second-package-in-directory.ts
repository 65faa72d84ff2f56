import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { targetPlace } from "../../packages/definitions/override.ts";
import { directoryOf } from "../../packages/layout.ts";

/** RFC 140: a package directory is for one package; "package variants" call its `package.nix`. */
export const secondPackageInDirectory: Rule = {
  name: "second-package-in-directory",
  family: "elsewhere",
  codes: [],
  summary: "a second package is defined by another file of a package directory",
  level: { nixpkgs: "warning", nur: "error", flake: "error" },
  checks: {
    attribute({ attribute, definitions, hasPackage }, context) {
      if (hasPackage) return;
      for (const definition of definitions) {
        const { call } = definition;
        if (call.kind !== "call" || call.target.kind !== "path") continue;
        const target = targetPlace(call.target, context.roots, context.repository);
        if (target === null || target.place.name === "" || target.place.rest === target.root.file) continue;
        const directory = directoryOf(target.root, target.place);
        if (context.repository.files.entry(directory)?.kind !== "directory") continue;
        const { literal } = call.target;
        context.report({
          path: definition.path,
          attribute,
          at: { source: definition.file.source, span: literal },
          message: `${quoted(attribute)} is defined by ${quoted(literal.text)}, in the directory of another package, ${quoted(target.place.name)}.`,
          help: `Give ${quoted(attribute)} a directory of its own. If it is a variant of ${quoted(target.place.name)}, call that one's ${quoted(target.root.file)} with custom arguments.`,
          about: literal.text,
        });
      }
    },
  },
};
