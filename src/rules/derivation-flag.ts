import type { Binding } from "../nix/ast.ts";
import { definedNames } from "../nix/expressions.ts";
import { quoted } from "../nix/shown.ts";
import { rangeOf } from "../nix/text.ts";
import { derivationFlag, type Flag } from "../packages/derivation.ts";
import { type PackageFile, readPackageFile } from "../packages/package-file.ts";
import { lineBehind } from "./binding-lines.ts";
import type { Fix } from "./finding.ts";
import { checkDefinition } from "./package-definition.ts";
import type { PackageSubject, Rule, RuleContext } from "./rule.ts";

/** A rule that new packages set a boolean attribute of their derivation, and that none stops to. */
export function derivationFlagRule(
  rule: Pick<Rule, "name" | "codes" | "summary" | "level">,
  attribute: string,
  reason: string,
): Rule {
  const [newCode = "", regressedCode = newCode] = rule.codes;

  function check(definition: PackageFile, subject: PackageSubject, context: RuleContext): void {
    const flag = derivationFlag(definition.file, attribute);
    if (flag.known && flag.value.set) return;
    const before = stateBefore(subject, attribute, context);
    const place = { path: definition.path, attribute: subject.name };
    if (!flag.known) {
      if (before === "unknown") return;
      const subjectWords = before === "new" ? "is new" : `set \`${attribute}\` before`;
      context.unknown(
        place,
        `${quoted(subject.name)} ${subjectWords}, and whether it sets \`${attribute} = true\` is left to evaluation: ${flag.why}.`,
      );
      return;
    }
    if (before === "unknown") {
      context.unknown(
        place,
        `Whether ${quoted(subject.name)} set \`${attribute} = true\` before is left to evaluation.`,
      );
      return;
    }
    context.report({
      ...place,
      at: { source: definition.file.source, span: flag.value.at ?? flag.value.derivation.builder },
      message:
        before === "set"
          ? `${quoted(subject.name)} no longer sets \`${attribute} = true\`.`
          : `The ${before === "new" ? "new " : ""}package ${quoted(subject.name)} does not set \`${attribute} = true\`.`,
      help: `${reason} Set \`${attribute} = true;\` in the derivation's attributes.`,
      fix: flag.value.at === null ? insertion(definition, flag.value, attribute) : null,
      about: attribute,
      code: before === "set" ? regressedCode : newCode,
    });
  }

  return { ...rule, comparesOnly: true, checks: { package: checkDefinition(check) } };
}

/** `"new"` for a package that the base does not know in any form; on the base itself, as it is there. */
function stateBefore(
  { root, name }: PackageSubject,
  attribute: string,
  context: RuleContext,
): "new" | "set" | "not-set" | "unknown" {
  const { base } = context;
  if (base === null) return "not-set";
  const directory = context
    .directoriesOf(root, name)
    .find((candidate) => base.files.entry(candidate)?.kind === "directory");
  if (directory !== undefined) {
    const definition = readPackageFile(base.files, directory);
    if (definition === null) return "unknown";
    const flag = derivationFlag(definition.file, attribute);
    if (!flag.known) return "unknown";
    return flag.value.set ? "set" : "not-set";
  }
  const topLevel = base.topLevel(root);
  return topLevel.byAttribute.has(name) || topLevel.opaque.length > 0 ? "unknown" : "new";
}

/** Bindings that the attribute is put behind, as nixpkgs orders them, the best first. */
const PREDECESSORS = ["strictDeps", "__structuredAttrs", "src", "version", "pname", "name"];

/** The attribute on a line of its own, behind the sources of the derivation. */
function insertion(definition: PackageFile, flag: Flag, attribute: string): Fix | null {
  const { source } = definition.file;
  const { bindings } = flag.derivation.attributes;
  if (!source.exact) return null;
  const names = definedNames(bindings);
  let after: Binding | undefined;
  for (const predecessor of PREDECESSORS) {
    after = names.find((name) => name?.name.text === predecessor)?.binding;
    if (after !== undefined) break;
  }
  after ??= bindings[0];
  if (after === undefined) return null;
  const line = lineBehind(source.text, after);
  if (line === null) return null;
  const range = rangeOf(source, { start: line.offset, end: line.offset });
  return {
    title: `Set \`${attribute} = true\``,
    steps: [
      { kind: "edit", path: definition.path, range, text: `\n${line.indentation}${attribute} = true;` },
    ],
  };
}
