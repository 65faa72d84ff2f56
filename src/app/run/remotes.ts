import type { Change } from "../../change/change.ts";
import { type EntryChange, entryChanges } from "../../packages/registry/changes.ts";
import { type RegistryEntry, registryOf } from "../../packages/registry/registry.ts";
import { namesAnother, type Remote } from "../../packages/registry/remote.ts";
import { computeLoading } from "../../snapshot/loaded.ts";

/** Looks at the repository that an entry of NUR's registry names. */
export type LookAtRemote = (entry: RegistryEntry) => Promise<Remote>;

/** Nobody adds more at a time, and each takes requests. */
const MOST_ENTRIES = 3;

/**
 * What is known of the repositories that a change of the registry brings, by the names of their entries. `look` is null
 * where nobody can be asked.
 */
export async function remotesOf(
  change: Change,
  look: LookAtRemote | null,
): Promise<ReadonlyMap<string, Remote>> {
  if (look === null) return new Map();
  const changes = await computeLoading([change.base, change.head], () => {
    const [base, head] = [registryOf(change.base), registryOf(change.head)];
    return base === null || head === null ? [] : entryChanges(base, head);
  });
  const entries = changes.flatMap(broughtBy);
  const remotes = new Map<string, Remote>();
  for (const entry of entries.slice(0, MOST_ENTRIES)) remotes.set(entry.name, await look(entry));
  const why = `the change touches more than ${MOST_ENTRIES} entries`;
  for (const { name } of entries.slice(MOST_ENTRIES)) {
    remotes.set(name, { kind: "not-looked-at", why, matters: false });
  }
  return remotes;
}

function broughtBy({ before, after }: EntryChange): RegistryEntry[] {
  return after !== null && namesAnother(before, after) ? [after] : [];
}
