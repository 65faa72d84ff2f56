import type { RegistrySubject, RuleContext } from "../../../checker/rule.ts";
import { quoted } from "../../../nix/shown.ts";
import type { RemoteProblemKind } from "../../../packages/registry/remote.ts";

/** Reports what is wrong with the repositories that were looked at, on the lines of their entries. */
export function reportRemote(
  { path, reading }: RegistrySubject,
  context: RuleContext,
  kind: RemoteProblemKind,
  help: string,
): void {
  if (reading.kind !== "registry") return;
  const { entries, source } = reading.registry;
  for (const { name, member } of entries) {
    const remote = context.remotes.get(name);
    if (remote?.kind !== "looked-at") continue;
    const found = remote.problems.filter((problem) => problem.kind === kind).map(({ what }) => what);
    const [first, ...others] = found;
    if (first === undefined) continue;
    const more = others.length === 0 ? "" : `, and ${others.length} more of the same`;
    context.report({
      path,
      attribute: name,
      at: { source, span: member },
      message: `The repository of the entry ${quoted(name)} ${first}${more}.`,
      help,
      about: `${kind}\0${name}\0${found.join(" ")}`,
    });
  }
}
