import { checkDerivations, type PackageText } from "../../checker/checks/calls.ts";
import type { Fix } from "../../checker/finding.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import type { StringLiteral } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { staticString } from "../../nix/names.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import type { Derivation } from "../../packages/derivation/derivation.ts";
import { stringText } from "../../packages/derivation/string-text.ts";
import {
  type DescriptionFault,
  isSurelyGood,
  judgeDescription,
  LONGEST_DESCRIPTION,
} from "./shared/description.ts";

export const descriptionStyle: Rule = {
  name: "description-style",
  family: "meta",
  codes: [],
  summary: "a description is not a short phrase that begins with a capital letter",
  level: "advice",
  checks: {
    derivation: checkDerivations((derivation, file) => {
      const found = attribute(derivation, "meta", "description");
      if (!found.known || found.value?.kind !== "value") return [];
      const literal = unparenthesized(found.value.value);
      if (literal.kind !== "string" || literal.parts.some(({ kind }) => kind === "interpolation")) return [];
      const { text } = stringText(literal);
      if (isSurelyGood(text)) return [];
      const name = nameOf(derivation);
      const { faults, better } = judgeDescription(text, name, ownNames(derivation));
      if (faults.length === 0) return [];
      return [
        {
          at: literal,
          message: `The description ${faults.map((fault) => WORDS[fault]).join(", and ")}, so it does not read well in a list of packages.`,
          help:
            better === null
              ? "Say in a short phrase what the package is, such as “Command line for the weather”: no article, no name, no full stop."
              : `Write: “${better.replaceAll("`", "'")}”.`,
          about: faults.join(" "),
          fix: better === null ? null : fixFor(literal, better, file),
        },
      ];
    }),
  },
};

const WORDS: Readonly<Record<DescriptionFault, string>> = {
  blank: "is blank",
  "outer blanks": "begins or ends with white space",
  "line break": "has a line break",
  article: "begins with an article",
  name: "begins with the package's name",
  "lower case": "begins with a small letter",
  punctuation: "ends with punctuation",
  long: `is longer than ${LONGEST_DESCRIPTION} characters`,
};

function nameOf(derivation: Derivation): string | null {
  const pname = attribute(derivation, "pname");
  return pname.known && pname.value?.kind === "value" ? staticString(pname.value.value) : null;
}

/** Other names that it goes by. */
function ownNames(derivation: Derivation): string[] {
  const found = attribute(derivation, "meta", "mainProgram");
  const name = found.known && found.value?.kind === "value" ? staticString(found.value.value) : null;
  return name === null ? [] : [name];
}

/** Rewrites what a `"…"` holds, where that is written as it is. */
function fixFor(literal: StringLiteral, better: string, file: PackageText): Fix | null {
  if (
    literal.style !== "quoted" ||
    literal.parts.some(({ kind }) => kind !== "text") ||
    /["\\]|\$\{/.test(better)
  ) {
    return null;
  }
  return editingFix(file, "Write the description anew", [
    { span: { start: literal.start + 1, end: literal.end - 1 }, text: better },
  ]);
}
