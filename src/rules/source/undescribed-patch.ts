import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import { lineAt, positionAt, type SourceText } from "../../nix/text.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { listElements } from "../../packages/derivation/list.ts";

export const undescribedPatch: Rule = {
  name: "undescribed-patch",
  family: "source",
  codes: [],
  summary: "a patch has no comment",
  level: "off",
  needs: /\bpatches\b/,
  checks: {
    derivation: checkDerivations((derivation, { source }) => {
      const found = attribute(derivation, "patches");
      if (!found.known || found.value?.kind !== "value") return [];
      const { binding, value, scope } = found.value;
      // A comment over the list is about all of them.
      if (hasComment(source, binding.start)) return [];
      let described = -1;
      return listElements(value, scope).elements.flatMap(({ expression, list, elsewhere }) => {
        if (list === null || elsewhere) return [];
        const { line } = positionAt(source, expression.start);
        // What is said of a patch is said of those that follow on the next lines.
        const isSaid = hasComment(source, expression.start) || line === described + 1;
        if (isSaid) described = positionAt(source, expression.end).line;
        // Of one that is fetched or made, the rest says where it is from.
        if (isSaid || expression.kind !== "path") return [];
        const text = source.text.slice(expression.start, expression.end);
        return [
          {
            at: expression,
            message: "This patch has no comment, so nobody can tell when it is needed no longer.",
            help: "Say in a comment what it is for, and where upstream was told.",
            about: text,
          },
        ];
      });
    }),
  },
};

/** Whether the line of an offset has a comment, or the one above it. */
function hasComment(source: SourceText, offset: number): boolean {
  const { line } = positionAt(source, offset);
  return /#|\*\//.test(lineAt(source, line)) || (line > 1 && /^\s*#|\*\//.test(lineAt(source, line - 1)));
}
