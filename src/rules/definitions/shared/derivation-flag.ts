import { checkDefinition } from "../../../checker/checks/definitions.ts";
import type { Fix } from "../../../checker/finding.ts";
import { lineBehind } from "../../../checker/fixes/binding-lines.ts";
import type { AttributeSubject, PackageSubject, Rule, RuleContext } from "../../../checker/rule.ts";
import type { Binding } from "../../../nix/ast.ts";
import { eachDefinedName } from "../../../nix/expressions.ts";
import { quoted } from "../../../nix/shown.ts";
import { rangeOf, type SourceText, type Span } from "../../../nix/text.ts";
import { definitionOf } from "../../../packages/definitions/certain-definition.ts";
import { usesInternalCall } from "../../../packages/definitions/internal-call.ts";
import { type AttributeFlag, attributeFlag } from "../../../packages/derivation/attribute-flag.ts";
import { derivationFlag, type Flag } from "../../../packages/derivation/flag.ts";
import { hasAttribute } from "../../../packages/existed.ts";
import type { PackageFile } from "../../../packages/package-file.ts";
import { soundFile } from "../../../packages/relocation.ts";
import type { Repository } from "../../../packages/repository.ts";

/** What a rule about a flag is: a rule, the attribute, and why it matters. */
type FlagRule = {
  readonly attribute: string;
  readonly reason: string;
  readonly newCode: string;
  readonly regressedCode: string;
};

/** A rule that new top-level attributes set a boolean attribute of their derivation, and that none stops to. */
export function derivationFlagRule(
  rule: Pick<Rule, "name" | "family" | "codes" | "summary" | "level">,
  attribute: string,
  reason: string,
): Rule {
  const [newCode = "", regressedCode = newCode] = rule.codes;
  const flagRule = { attribute, reason, newCode, regressedCode };
  return {
    ...rule,
    comparesOnly: true,
    checks: {
      package: checkDefinition((definition, subject, context) =>
        checkPackage(flagRule, definition, subject, context),
      ),
      attribute: (subject, context) => checkAttribute(flagRule, subject, context),
    },
  };
}

/**
 * What a flag was before: `"new"` for an attribute that the base does not know in any form, `"without-it"` for
 * one that did not set it and of which the base has no such finding, `"not-set"` for one of which it has.
 */
type Before = "new" | "set" | "not-set" | "without-it" | "unknown";

function checkPackage(
  rule: FlagRule,
  definition: PackageFile,
  subject: PackageSubject,
  context: RuleContext,
): void {
  const found = derivationFlag(definition.file, rule.attribute);
  if (!found.known && isUnchanged(definition, subject, context)) return;
  const now: AttributeFlag = found.known
    ? { kind: "known", set: found.value.set, flag: found.value, path: definition.path }
    : { kind: "unknown", why: found.why };
  judge(rule, now, packageBefore(rule, subject, context), context, {
    name: subject.name,
    path: definition.path,
    definition,
    span: null,
  });
}

/** Whether the base defines the package by the same text, wherever that stood. */
function isUnchanged({ file }: PackageFile, { root, name }: PackageSubject, context: RuleContext): boolean {
  const { base } = context;
  if (base === null) return false;
  return context
    .directoriesOf(root, name)
    .some((path) => definitionOf(base, root, name, path)?.file.source.text === file.source.text);
}

/** Of what has no package directory: that is a package of its own. */
function checkAttribute(rule: FlagRule, subject: AttributeSubject, context: RuleContext): void {
  const { root, attribute, definitions, hasPackage } = subject;
  const [definition] = definitions;
  const { base, repository } = context;
  if (base === null || hasPackage || definition === undefined || usesInternalCall(definition)) return;
  const now = attributeFlag(repository, root, attribute, rule.attribute);
  const before = attributeBefore(rule, subject, base);
  // What several definitions share, or was there before, is not the place to say it of this one.
  const own =
    now.kind === "known" && now.path !== null && base.files.entry(now.path) === null ? now.path : null;
  const file = own === null ? null : soundFile(repository, own);
  judge(rule, now, before, context, {
    name: attribute,
    path: own ?? definition.path,
    definition: own === null || file === null ? null : { path: own, file },
    span: { source: definition.file.source, span: definition.name },
  });
}

type Place = {
  readonly name: string;
  readonly path: string;
  /** The file to report it in, at its builder; null to report it at `span`. */
  readonly definition: PackageFile | null;
  readonly span: { readonly source: SourceText; readonly span: Span } | null;
};

function judge(
  { attribute, reason, newCode, regressedCode }: FlagRule,
  now: AttributeFlag,
  before: Before,
  context: RuleContext,
  { name, path, definition, span }: Place,
): void {
  const place = { path, attribute: name };
  const flagWords = `\`${attribute} = true\``;
  if (now.kind === "no-derivation" || (now.kind === "known" && now.set) || before === "without-it") return;
  if (now.kind === "unknown") {
    if (before === "not-set") return;
    context.unknown(
      place,
      `Whether ${quoted(name)} sets ${flagWords} is left to evaluation: ${now.why}.`,
      now.why,
      before === "unknown",
    );
    return;
  }
  if (before === "unknown") {
    context.unknown(place, `Whether ${quoted(name)} set ${flagWords} before is left to evaluation.`);
    return;
  }
  const { flag } = now;
  const at =
    definition === null || flag === null
      ? span
      : { source: definition.file.source, span: flag.at ?? flag.derivation.builder };
  const what = definition === null ? "attribute" : "package";
  context.report({
    ...place,
    ...(at === null ? {} : { at }),
    message:
      before === "set"
        ? `${quoted(name)} no longer sets ${flagWords}.`
        : `The ${before === "new" ? "new " : ""}${what} ${quoted(name)} does not set ${flagWords}.`,
    help: `${reason} Set \`${attribute} = true;\` in the derivation's attributes.`,
    fix:
      definition === null || flag === null || flag.at !== null
        ? null
        : insertion(definition, flag, attribute),
    about: attribute,
    code: before === "set" ? regressedCode : newCode,
  });
}

/** What a package of the head was before; on the base itself, as it is there. */
function packageBefore(
  { attribute }: FlagRule,
  { root, name }: PackageSubject,
  context: RuleContext,
): Before {
  const { base } = context;
  if (base === null) return "not-set";
  const directory = context
    .directoriesOf(root, name)
    .find((candidate) => base.files.entry(candidate)?.kind === "directory");
  if (directory === undefined) return attributeBefore({ attribute }, { root, attribute: name }, base);
  const definition = definitionOf(base, root, name, directory);
  if (definition === null) return "unknown";
  const flag = derivationFlag(definition.file, attribute);
  if (!flag.known) return "unknown";
  return flag.value.set ? "set" : "not-set";
}

function attributeBefore(
  { attribute: flag }: Pick<FlagRule, "attribute">,
  { root, attribute }: Pick<AttributeSubject, "root" | "attribute">,
  base: Repository,
): Before {
  const existed = hasAttribute(base, root, attribute);
  if (existed !== "yes") return existed === "no" ? "new" : "unknown";
  const before = attributeFlag(base, root, attribute, flag);
  switch (before.kind) {
    case "known":
      return before.set ? "set" : "without-it";
    case "unknown":
      return "unknown";
    case "no-derivation":
      return "without-it";
  }
}

/** Bindings that the attribute is put behind, as nixpkgs orders them, the best first. */
const PREDECESSORS = ["strictDeps", "__structuredAttrs", "src", "version", "pname", "name"];

/** The attribute on a line of its own, behind the sources of the derivation. */
function insertion(definition: PackageFile, flag: Flag, attribute: string): Fix | null {
  const { source } = definition.file;
  const { bindings } = flag.derivation.attributes;
  if (!source.exact) return null;
  let after: Binding | undefined = bindings[0];
  let rank = PREDECESSORS.length;
  for (const defined of eachDefinedName(bindings)) {
    const found = PREDECESSORS.indexOf(defined?.name.text ?? "");
    if (defined !== null && found >= 0 && found < rank) [after, rank] = [defined.binding, found];
  }
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
