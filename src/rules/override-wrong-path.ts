import { quoted } from "../nix/shown.ts";
import { type Range, rangeOf } from "../nix/text.ts";
import type { Definition } from "../packages/definitions.ts";
import { packageFile, pathExpression } from "../packages/layout.ts";
import type { Fix } from "./finding.ts";
import { checkOverrides, deletion } from "./overrides.ts";
import type { Rule } from "./rule.ts";

/** NPV-106. */
export const overrideWrongPath: Rule = {
  name: "override-wrong-path",
  codes: ["NPV-106"],
  summary: "an override calls another file than the package's own `package.nix`",
  level: "error",
  policy: "keep",
  checks: {
    attribute: checkOverrides((override, definition, { root, attribute }) => {
      if (override.kind !== "wrong-path") return null;
      const { literal } = override.target;
      const { source } = definition.file;
      const right = pathExpression(definition.path, packageFile(root, attribute));
      return {
        message: `${quoted(attribute)} has a package directory, and is defined here by another file, ${quoted(literal.text)}.`,
        help: `${override.call.empty ? "Delete the definition" : `Call its own definition, ${quoted(right)}`}, or move the package out of ${quoted(root.path)}.`,
        span: literal,
        fix: override.call.empty
          ? deletion(definition)
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
