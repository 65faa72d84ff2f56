import type { AttributeSubject, Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { targetPath } from "../../packages/definitions/call-package.ts";
import type { Definition } from "../../packages/definitions/definitions.ts";
import type { Call } from "../../packages/definitions/override.ts";
import { hasAttribute } from "../../packages/existed.ts";
import { packageFile } from "../../packages/layout.ts";
import { normalizePath } from "../../snapshot/resolve.ts";
import { parentPath } from "../../snapshot/snapshot.ts";
import { calledOutside, moveIntoByName, reportUnknownCalls } from "./shared/outside-by-name.ts";

/** NPV-162; once NPV-163 where it had custom arguments. */
export const newPackageOutsideByName: Rule = {
  name: "new-package-outside-by-name",
  family: "elsewhere",
  codes: ["NPV-162"],
  formerCodes: ["NPV-163"],
  summary: "a new package is defined outside of the by-name root",
  level: "error",
  comparesOnly: true,
  checks: {
    attribute(subject, context) {
      const { base } = context;
      const { root, attribute } = subject;
      if (base === null || subject.hasPackage) return;
      // Where nothing is laid out by name, there is no place that it should be in.
      if (context.repository.files.entry(root.path) === null) return;
      const topLevel = base.topLevel(root);
      if (hasAttribute(base, root, attribute) === "yes") return;
      reportUnknownCalls(subject, context);
      const definitions = calledOutside(subject, context);
      if (definitions.length === 0) return;
      if (topLevel.opaque.length > 0) {
        const [reason] = topLevel.opaque;
        context.unknown(
          { path: definitions[0]?.path ?? "", attribute },
          `Whether ${quoted(attribute)} is new is left to evaluation: in ${quoted(reason?.path ?? "")} on the base, ${reason?.why}.`,
        );
        return;
      }
      for (const definition of definitions) {
        const { call } = definition;
        const together = newSharingFiles(definition, subject, context);
        context.report({
          path: definition.path,
          attribute,
          at: { source: definition.file.source, span: call.definition },
          message: `The new package ${quoted(attribute)} is defined by \`callPackage\` outside of ${quoted(root.path)}.`,
          help: together.length > 1 ? recipe(together) : destination(subject, call),
          fix: together.length > 1 ? null : moveIntoByName(definition, subject, base, context),
          about: "",
        });
      }
    },
  },
};

function destination({ root, attribute }: AttributeSubject, call: Call): string {
  const file = quoted(packageFile(root, attribute));
  return call.empty
    ? `Define it in ${file} and delete this definition: it is made automatically.`
    : `Define it in ${file}, and let this definition call that file with its custom arguments.`;
}

type Called = Definition & { call: Call };

/** The new packages, this one included, that share files with it. */
function newSharingFiles(
  definition: Called,
  { root }: AttributeSubject,
  context: RuleContext,
): readonly Definition[] {
  const base = context.base?.topLevel(root);
  const found: Definition[] = [];
  for (const definitions of context.repository.topLevel(root).byAttribute.values()) {
    for (const other of definitions) {
      const { call } = other;
      if (call.kind !== "call" || base?.byAttribute.has(other.attribute) === true) continue;
      if (other.attribute === definition.attribute || shareFiles(definition, { ...other, call }, context)) {
        found.push(other);
      }
    }
  }
  return found;
}

/** Whether two packages are of the same file, or of files side by side that belong together. */
function shareFiles(a: Called, b: Called, context: RuleContext): boolean {
  const [pathA, pathB] = [targetPath(a.call.target), targetPath(b.call.target)];
  if (pathA === null || pathB === null) return false;
  if (pathA === pathB) return true;
  if (directoryOfTarget(pathA) !== directoryOfTarget(pathB)) return false;
  if (stem(a.attribute) === stem(b.attribute)) return true;
  const references = referencesOf(pathA, context);
  return referencesOf(pathB, context).some((path) => references.includes(path));
}

/** `pkgs/tools/foo` for `pkgs/tools/foo/1.nix` and `pkgs/tools/foo` alike. */
function directoryOfTarget(path: string): string {
  return path.endsWith(".nix") ? parentPath(path) : path;
}

/** `foo` of `foo_1`, `foo-2_3` and `foo22`: the name without its version. */
function stem(attribute: string): string {
  return attribute.replace(/[_-]?v?[0-9][0-9._-]*$/, "");
}

function referencesOf(path: string, context: RuleContext): readonly string[] {
  const reading = context.repository.files.readNix(path);
  if (reading.kind !== "text") return [];
  return reading.file.paths.flatMap((literal) => {
    const target = literal.form === "relative" ? normalizePath(parentPath(path), literal.text) : null;
    return target === null ? [] : [target];
  });
}

/** How several packages of one set of files stay together outside of the by-name root. */
function recipe(definitions: readonly Definition[]): string {
  const shown = definitions.slice(0, 20);
  const names = shown.map((definition) => definition.attribute);
  const lines = shown.map(({ binding, file }) => `    ${file.source.text.slice(binding.start, binding.end)}`);
  return [
    `${names.map(quoted).join(", ")} share their files, so they may stay together outside: define them in one local set and inherit from it.`,
    "  inherit ({",
    ...lines,
    `  }) ${names.join(" ")};`,
  ].join("\n");
}
