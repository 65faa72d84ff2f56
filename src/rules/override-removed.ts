import { rangeOf } from "../nix/text.ts";
import { customArguments, isNeedless } from "../packages/custom-arguments.ts";
import type { Definition } from "../packages/definitions.ts";
import { packageDirectory } from "../packages/layout.ts";
import { readOverride } from "../packages/override.ts";
import { readPackageFile } from "../packages/package-file.ts";
import type { TopLevel } from "../packages/repository.ts";
import type { Fix } from "./finding.ts";
import { type AttributeSubject, type Problem, quoted, type Rule, type RuleContext } from "./rule.ts";

export const overrideRemoved: Rule = {
  name: "override-removed",
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
      if (before === undefined || !isRemoved(subject)) return;
      const override = readOverride(before, subject.root);
      if (override.kind !== "custom") return;
      const place = { path: before.path, attribute: subject.attribute };
      if (context.repository.topLevel(subject.root).opaque.length > 0) {
        context.unknown(
          place,
          `Whether ${quoted(subject.attribute)} is still overridden is left to evaluation.`,
        );
        return;
      }
      const passed = customArguments(override.call.args, before.file.source.text);
      if (passed === null) {
        context.unknown(
          place,
          `Whether the override of ${quoted(subject.attribute)} passed anything that it is removed with is left to evaluation.`,
        );
        return;
      }
      const { files } = context.repository;
      const definition = readPackageFile(files, packageDirectory(subject.root, subject.attribute));
      if (definition === null) return;
      const lost = [...passed].filter(([name, value]) => !isNeedless(name, value, definition));
      if (lost.length === 0) return;
      const names = lost.map(([name]) => quoted(name)).join(", ");
      context.report({
        ...place,
        ...whereItStood(before, subject, context),
        message: `The override of ${quoted(subject.attribute)} is removed, and with it its custom ${lost.length === 1 ? "argument" : "arguments"} ${names}.`,
        help: `That changes what \`${subject.attribute}.override\` offers and starts from, so it is not backwards compatible. Keep the definition, or make the arguments needless: drop them from the package's formals, or give them the same value as default there.`,
        about: [...passed].map(([name, value]) => `${name}=${value}`).join("\0"),
      });
    },
  },
};

/** Gone, or left without arguments. */
function isRemoved({ definitions, root }: AttributeSubject): boolean {
  return definitions.every((definition) => readOverride(definition, root).kind === "empty");
}

/** Where the definition stood, or now stands without arguments, and the fix that brings it back. */
function whereItStood(
  before: Definition,
  subject: AttributeSubject,
  context: RuleContext,
): Pick<Problem, "at" | "fix"> {
  const [emptied] = subject.definitions;
  if (emptied !== undefined) {
    return { at: { source: emptied.file.source, span: emptied.name }, fix: replacement(emptied, before) };
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
    steps: [{ kind: "edit", path: emptied.path, range, text: textOf(before) }],
  };
}

function insertion(predecessor: Definition, before: Definition): Fix | null {
  const { source } = predecessor.file;
  if (!source.exact) return null;
  const { text } = source;
  const lineStart = text.lastIndexOf("\n", predecessor.binding.start - 1) + 1;
  const indentation = text.slice(lineStart, predecessor.binding.start);
  const newline = text.indexOf("\n", predecessor.binding.end);
  const lineEnd = newline < 0 ? text.length : newline;
  const behind = text.slice(predecessor.binding.end, lineEnd);
  if (indentation.trim() !== "" || !/^\s*(#.*)?$/.test(behind)) return null;
  const at = predecessor.binding.end + behind.trimEnd().length;
  return {
    title: `Restore the override of ${quoted(before.attribute)}`,
    steps: [
      {
        kind: "edit",
        path: predecessor.path,
        range: rangeOf(source, { start: at, end: at }),
        text: `\n\n${indentation}${textOf(before)}`,
      },
    ],
  };
}

function textOf(definition: Definition): string {
  return definition.file.source.text.slice(definition.binding.start, definition.binding.end);
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
