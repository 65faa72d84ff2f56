import type { Fix } from "../../checker/finding.ts";
import { lineBehind } from "../../checker/fixes/binding-lines.ts";
import type { AttributeSubject, Problem, Rule, RuleContext } from "../../checker/rule.ts";
import { type Known, known, unknown } from "../../nix/known.ts";
import { quoted } from "../../nix/shown.ts";
import { rangeOf } from "../../nix/text.ts";
import { customArguments, isNeedless } from "../../packages/definitions/custom-arguments.ts";
import { type Definition, definitionText } from "../../packages/definitions/definitions.ts";
import { readOverride } from "../../packages/definitions/override.ts";
import { packageDirectory } from "../../packages/layout.ts";
import { readPackageFile } from "../../packages/package-file.ts";
import type { Repository, TopLevel } from "../../packages/repository.ts";

export const overrideRemoved: Rule = {
  name: "override-removed",
  family: "overrides",
  codes: [],
  summary: "a change removes an override with custom arguments while the package stays",
  level: "error",
  policy: "keep",
  comparesOnly: true,
  checks: {
    attribute(subject, context) {
      const { base } = context;
      if (base === null || !subject.hasPackage || !base.hasPackage(subject.root, subject.attribute)) return;
      const before = (base.topLevel(subject.root).byAttribute.get(subject.attribute) ?? []).at(-1);
      if (before === undefined || !isRemoved(subject, context)) return;
      const lost = lostArguments(before, subject, context, base);
      if (!lost.known) {
        context.unknown(
          { path: before.path, attribute: subject.attribute },
          `Whether the override of ${quoted(subject.attribute)} may be removed is left to evaluation: ${lost.why}.`,
        );
        return;
      }
      if (lost.value.length === 0) return;
      context.report({
        path: before.path,
        attribute: subject.attribute,
        ...whereItStood(before, subject, context),
        message: `The override of ${quoted(subject.attribute)} is removed, and with it its custom ${lost.value.length === 1 ? "argument" : "arguments"} ${lost.value.map(quoted).join(", ")}.`,
        help: `That changes what ${quoted(`${subject.attribute}.override`)} offers and starts from, so it is not backwards compatible. Keep the definition, or make the arguments needless: drop them from the package's formals, or give them the same value as default there.`,
        about: lost.value.join("\0"),
      });
    },
  },
};

/** The arguments that the override passed and the package still needs; none if it passed none. */
function lostArguments(
  before: Definition,
  { root, attribute }: AttributeSubject,
  { repository }: RuleContext,
  base: Repository,
): Known<readonly string[]> {
  const override = readOverride(before, root, base);
  if (override.kind === "unknown") return unknown(`${override.why} was not known`);
  if (override.kind !== "custom") return known([]);
  const [opaque] = repository.topLevel(root).opaque;
  if (opaque !== undefined) return unknown(`in ${quoted(opaque.path)}, ${opaque.why}`);
  const passed = customArguments(override.call.args);
  if (passed === null) return unknown("the arguments that it passed are computed");
  const definition = readPackageFile(repository.files, packageDirectory(root, attribute), root.file);
  if (definition === null) return unknown("the definition of the package cannot be read");
  const lost: string[] = [];
  for (const [name, value] of passed) {
    const needless = isNeedless(name, value, definition);
    if (needless === null) return unknown("what the package takes as arguments is not written out");
    if (!needless) lost.push(name);
  }
  return known(lost);
}

/** Gone, or left without arguments. */
function isRemoved({ definitions, root }: AttributeSubject, { repository }: RuleContext): boolean {
  return definitions.every((definition) => readOverride(definition, root, repository).kind === "empty");
}

/** Where the definition stood, or now stands without arguments, and the fix that brings it back. */
function whereItStood(
  before: Definition,
  subject: AttributeSubject,
  context: RuleContext,
): Partial<Pick<Problem, "path" | "at" | "fix">> {
  const [emptied] = subject.definitions;
  if (emptied !== undefined) {
    const at = { source: emptied.file.source, span: emptied.name };
    // In another file the same relative path leads elsewhere.
    const fix = emptied.path === before.path ? replacement(emptied, before) : null;
    return { path: emptied.path, at, fix };
  }
  const predecessor = lastBefore(
    before,
    context.base?.topLevel(subject.root),
    context.repository.topLevel(subject.root),
  );
  if (predecessor === null) return { fix: null };
  const { source } = predecessor.file;
  return { at: { source, span: predecessor.name }, fix: insertion(predecessor, before) };
}

function replacement(emptied: Definition, before: Definition): Fix | null {
  if (!emptied.file.source.exact) return null;
  const range = rangeOf(emptied.file.source, emptied.binding);
  return {
    title: `Restore the override of ${quoted(before.attribute)}`,
    steps: [{ kind: "edit", path: emptied.path, range, text: definitionText(before) }],
  };
}

function insertion(predecessor: Definition, before: Definition): Fix | null {
  const { source } = predecessor.file;
  if (!source.exact) return null;
  const line = lineBehind(source.text, predecessor.binding);
  if (line === null) return null;
  return {
    title: `Restore the override of ${quoted(before.attribute)}`,
    steps: [
      {
        kind: "edit",
        path: predecessor.path,
        range: rangeOf(source, { start: line.offset, end: line.offset }),
        text: `\n\n${line.indentation}${definitionText(before)}`,
      },
    ],
  };
}

/** The last definition before it on the base that the head still has in the same file. */
function lastBefore(before: Definition, base: TopLevel | undefined, head: TopLevel): Definition | null {
  if (base === undefined) return null;
  let found: Definition | null = null;
  let end = -1;
  for (const definitions of base.byAttribute.values()) {
    for (const candidate of definitions) {
      if (candidate.path !== before.path || candidate.binding.end > before.binding.start) continue;
      const kept = head.byAttribute.get(candidate.attribute)?.find((other) => other.path === before.path);
      if (kept === undefined || candidate.binding.end <= end) continue;
      end = candidate.binding.end;
      found = kept;
    }
  }
  return found;
}
