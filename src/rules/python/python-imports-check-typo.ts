import { checkDerivations } from "../../checker/checks/calls.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { isPythonBuilder } from "../../packages/derivation/builder-kinds.ts";
import { IMPORTS_CHECK_TYPOS } from "./shared/test-runners.ts";

export const pythonImportsCheckTypo: Rule = {
  name: "python-imports-check-typo",
  family: "python",
  codes: [],
  summary: "`pythonImportsCheck` is misspelled",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation, file) => {
      if (!isPythonBuilder(derivation.path)) return [];
      const right = attribute(derivation, "pythonImportsCheck");
      return IMPORTS_CHECK_TYPOS.flatMap((name) => {
        const found = attribute(derivation, name);
        if (!found.known || found.value === null || found.value.binding.kind !== "binding") return [];
        const { attrpath } = found.value.binding;
        const isFree = right.known && right.value === null && attrpath.names.length === 1;
        return [
          {
            at: attrpath,
            message: `\`${name}\` has no effect: what is imported as a check is listed in \`pythonImportsCheck\`.`,
            help: "Write `pythonImportsCheck`.",
            about: name,
            fix: isFree
              ? editingFix(file, "Write `pythonImportsCheck`", [
                  { span: attrpath, text: "pythonImportsCheck" },
                ])
              : null,
          },
        ];
      });
    }),
  },
};
