import { checkDerivations, type PackageText, type Remark } from "../../checker/checks/calls.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import type { StringLiteral } from "../../nix/ast.ts";
import { hasOneName } from "../../nix/bound-names.ts";
import { unparenthesized } from "../../nix/expressions.ts";
import { runsPhases } from "../../packages/derivation/builder-kinds.ts";
import { type Command, commandsOf, ownWords, type Word } from "../../packages/derivation/shell.ts";
import { stringText } from "../../packages/derivation/string-text.ts";

/** The functions of `stdenv` that take `--replace`. */
const SUBSTITUTES = new Set(["substitute", "substituteInPlace"]);

export const substituteReplace: Rule = {
  name: "substitute-replace",
  family: "phases",
  codes: [],
  summary: "`substituteInPlace` or `substitute` is told `--replace`",
  level: "advice",
  needs: [/--replace(?!-)/],
  checks: {
    derivation: checkDerivations((derivation, file) => {
      if (!runsPhases(derivation.path)) return [];
      return derivation.attributes.bindings.flatMap((binding) => {
        if (binding.kind !== "binding" || !hasOneName(binding)) return [];
        return scripts(binding.value).flatMap((script) => replaced(script, file));
      });
    }),
  },
};

/** The literals that a value is joined of. */
function scripts(value: StringLiteral | Parameters<typeof unparenthesized>[0]): StringLiteral[] {
  const found: StringLiteral[] = [];
  const pending = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const inner = unparenthesized(next);
    if (inner.kind === "string") found.push(inner);
    else if (inner.kind === "binary" && inner.operator === "+") pending.push(inner.right, inner.left);
    else if (inner.kind === "apply") pending.push(inner.argument);
    else if (inner.kind === "let" || inner.kind === "with") pending.push(inner.body);
    else if (inner.kind === "if") pending.push(inner.alternative, inner.consequence);
  }
  return found;
}

function replaced(script: StringLiteral, file: PackageText): Remark[] {
  const { text, offsetOf } = stringText(script);
  if (!text.includes("--replace")) return [];
  return commandsOf(text).flatMap((command) => {
    const [name, ...words] = ownWords(command);
    const flags = words.filter((word) => word.text === "--replace");
    const [first] = flags;
    if (name === undefined || first === undefined || !SUBSTITUTES.has(name.text)) return [];
    const spans = flags.map(({ start, end }) => ({ start: offsetOf(start), end: offsetOf(end - 1) + 1 }));
    const [at = script] = spans;
    return [
      {
        at,
        message: `\`${name.text} --replace\` only warns where the text is not found, so that a later version is built without the change.`,
        help: "Write `--replace-fail`, which stops the build; `--replace-warn` or `--replace-quiet` where the text may be missing.",
        about: `${name.text} ${words[0]?.text ?? ""}`,
        fix: isOneFile(words, first)
          ? editingFix(
              file,
              "Write `--replace-fail`",
              spans.map((span) => ({ span, text: "--replace-fail" })),
            )
          : null,
      },
    ];
  });
}

/** Whether a command changes one file, the same each time: of several, some may lack the text. */
function isOneFile(words: Command, flag: Word): boolean {
  const files = words.slice(0, words.indexOf(flag));
  const [file, ...more] = files;
  return (
    file !== undefined &&
    more.length === 0 &&
    !/[*?[{]|\$(?!\{?(?:out|bin|dev|lib|man|doc|src|sourceRoot)\b)/.test(file.text)
  );
}
