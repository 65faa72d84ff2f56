import type { RuleContext } from "../../../checker/rule.ts";
import { type FormatProblem, formatProblems } from "../../../packages/registry/format.ts";
import { REGISTRY_FILE, type Registry, registryOf } from "../../../packages/registry/registry.ts";

/** What is not written as NUR's formatter writes it: of two entries in the wrong order, a new one is in the wrong place. */
export function formatOf(registry: Registry, { base }: RuleContext): readonly FormatProblem[] {
  const before = base === null ? null : registryOf(base.files.snapshot);
  return formatProblems(registry, new Set(before?.entries.map(({ name }) => name)));
}

/** The names of entries that are written anew for their form, so that nothing else is suggested for their lines. */
export function writtenAnew(registry: Registry, context: RuleContext): ReadonlySet<string> {
  if (!context.isOn("registry-format", REGISTRY_FILE)) return new Set();
  return new Set(
    formatOf(registry, context).flatMap((problem) => (problem.kind === "around" ? [] : [problem.entry.name])),
  );
}
