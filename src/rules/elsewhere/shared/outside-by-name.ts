import type { Fix, FixStep } from "../../../checker/finding.ts";
import { deletionStep } from "../../../checker/fixes/deleting-definitions.ts";
import type { AttributeSubject, RuleContext } from "../../../checker/rule.ts";
import { quoted } from "../../../nix/shown.ts";
import { rangeOf } from "../../../nix/text.ts";
import type { Definition } from "../../../packages/definitions/definitions.ts";
import { usesInternalCall } from "../../../packages/definitions/internal-call.ts";
import { type Call, targetPlace } from "../../../packages/definitions/override.ts";
import { derivationFlag } from "../../../packages/derivation/flag.ts";
import { packageDirectory, packageFile, pathExpression } from "../../../packages/layout.ts";
import { relocation } from "../../../packages/relocation.ts";
import type { Repository } from "../../../packages/repository.ts";

/** The definitions of an attribute by the scope's own `callPackage` on anything outside the by-name roots. */
export function calledOutside(
  subject: AttributeSubject,
  context: RuleContext,
): (Definition & { call: Call })[] {
  const found: (Definition & { call: Call })[] = [];
  for (const definition of subject.definitions) {
    const { call } = definition;
    if (usesInternalCall(definition)) continue;
    if (call.kind !== "call" || call.scope !== "own" || call.target.kind === "unknown") continue;
    if (targetPlace(call.target, context.roots, context.repository) === null)
      found.push({ ...definition, call });
  }
  return found;
}

/** Says of each definition whose `callPackage` it is not known that neither is known what it defines. */
export function reportUnknownCalls({ attribute, definitions }: AttributeSubject, context: RuleContext): void {
  for (const { path, call } of definitions) {
    if (call.kind !== "call" || (call.scope === "own" && call.target.kind !== "unknown")) continue;
    if (call.scope === "other") continue;
    const why = call.scope === "unknown" ? `whose ${quoted(call.callee)} it is` : "where its path leads";
    context.unknown(
      { path, attribute },
      `${quoted(attribute)} is defined by a call, and ${why} is left to evaluation.`,
    );
  }
}

/** The fix that makes it a package directory: the file moves, and the edit of the overrides file. */
export function moveIntoByName(
  definition: Definition & { call: Call },
  { root, attribute }: AttributeSubject,
  base: Repository,
  context: RuleContext,
): Fix | null {
  const { call } = definition;
  if (call.target.kind !== "path" || call.target.path === null || !definition.file.source.exact) return null;
  if (!call.empty && root.overrides.policy === "forbid") return null;
  const found = relocation(context.repository, base, root, attribute, call.target.path);
  if (found === null || !setsFlags(found.definition, packageFile(root, attribute), context)) return null;
  const edit: FixStep = call.empty
    ? deletionStep(definition)
    : {
        kind: "edit",
        path: definition.path,
        range: rangeOf(definition.file.source, call.target.literal),
        text: pathExpression(definition.path, packageFile(root, attribute)),
      };
  return {
    title: `Move it to ${quoted(packageDirectory(root, attribute))}`,
    steps: [...found.moves.map((move) => ({ kind: "move" as const, ...move })), edit],
  };
}

/** A package directory would be held to these flags; a fix must not bring new findings. */
function setsFlags(file: Definition["file"], path: string, context: RuleContext): boolean {
  const flags = [
    ["strict-deps", "strictDeps"],
    ["structured-attrs", "__structuredAttrs"],
  ] as const;
  return flags.every(([rule, attribute]) => {
    const flag = derivationFlag(file, attribute);
    return !context.isOn(rule, path) || !flag.known || flag.value.set;
  });
}
