import { checkFetches } from "../../checker/checks/calls.ts";
import { wholeLines } from "../../checker/fixes/binding-lines.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import { booleanLiteral } from "../../nix/expressions.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { OFF_BY_DEFAULT } from "./shared/fetchers.ts";

export const unusedFetchOption: Rule = {
  name: "unused-fetch-option",
  family: "source",
  codes: [],
  summary: "a fetcher is told what it does anyway",
  level: "advice",
  checks: {
    fetch: checkFetches((fetch, file) =>
      (OFF_BY_DEFAULT.get(fetch.name) ?? []).flatMap((name) => {
        const found = attribute(fetch, name);
        if (!found.known || found.value?.kind !== "value" || booleanLiteral(found.value.value) !== false)
          return [];
        const { binding } = found.value;
        if (binding.kind !== "binding" || fetch.attributes.form !== "plain") return [];
        return [
          {
            at: binding,
            message: `\`${name} = false\` has no effect: \`${fetch.name}\` does not do that unless it is told to.`,
            help: "Delete the line.",
            about: name,
            fix: editingFix(file, `Delete \`${name} = false\``, [
              { span: wholeLines(file.source.text, binding), text: "" },
            ]),
          },
        ];
      }),
    ),
  },
};
