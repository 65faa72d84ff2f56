import { checkOverrides } from "../../checker/checks/overrides.ts";
import type { Fix } from "../../checker/finding.ts";
import { deletion, hasOwnFile } from "../../checker/fixes/deleting-definitions.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { type Range, rangeOf } from "../../nix/text.ts";
import type { Definition } from "../../packages/definitions/definitions.ts";
import { packageFile, pathExpression } from "../../packages/layout.ts";

/** NPV-106. */
export const overrideWrongPath: Rule = {
  name: "override-wrong-path",
  family: "overrides",
  codes: ["NPV-106"],
  summary: "an override calls another file than the package's own `package.nix`",
  level: "error",
  policy: "keep",
  checks: {
    attribute: checkOverrides((override, definition, { root, attribute }, context) => {
      if (override.kind !== "wrong-path") return null;
      const { literal } = override.target;
      const { source } = definition.file;
      const own = packageFile(root, attribute);
      const right = pathExpression(definition.path, own);
      if (!hasOwnFile(context.repository, root, attribute)) {
        return {
          message: `${quoted(attribute)} has a package directory without ${quoted(root.file)}, and is defined here by another file, ${quoted(literal.text)}.`,
          help: `Define the package in ${quoted(own)}${override.call.empty ? " and delete this definition" : `, and call that file here, ${quoted(right)}`}. Or move the directory out of ${quoted(root.path)}.`,
          span: literal,
          about: literal.text,
        };
      }
      return {
        message: `${quoted(attribute)} has a package directory, and is defined here by another file, ${quoted(literal.text)}.`,
        help: `${override.call.empty ? "Delete the definition" : `Call its own definition, ${quoted(right)}`}, or move the package out of ${quoted(root.path)}.`,
        span: literal,
        fix: override.call.empty
          ? deletion(definition, root, context)
          : callInstead(definition, rangeOf(source, literal), right),
        about: literal.text,
      };
    }),
  },
};

function callInstead(definition: Definition, range: Range, path: string): Fix | null {
  if (!definition.file.source.exact) return null;
  return {
    title: `Call ${quoted(path)}`,
    steps: [{ kind: "edit", path: definition.path, range, text: path }],
  };
}
