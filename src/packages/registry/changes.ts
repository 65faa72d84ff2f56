import { meaningOf, type Registry, type RegistryEntry } from "./registry.ts";

/** What a change does to an entry. One whose name changes is removed, and another is added. */
export type EntryChange =
  | { readonly kind: "added"; readonly name: string; readonly before: null; readonly after: RegistryEntry }
  | { readonly kind: "removed"; readonly name: string; readonly before: RegistryEntry; readonly after: null }
  | {
      readonly kind: "changed";
      readonly name: string;
      readonly before: RegistryEntry;
      readonly after: RegistryEntry;
    };

/** The entries that two registries do not have alike, by what they mean and not how they are written. */
export function entryChanges(base: Registry, head: Registry): EntryChange[] {
  const before = new Map(base.entries.map((entry) => [entry.name, entry]));
  const after = new Set(head.entries.map(({ name }) => name));
  const changes: EntryChange[] = [];
  for (const entry of head.entries) {
    const { name } = entry;
    const old = before.get(name);
    if (old === undefined) changes.push({ kind: "added", name, before: null, after: entry });
    else if (meaningOf(old) !== meaningOf(entry))
      changes.push({ kind: "changed", name, before: old, after: entry });
  }
  for (const entry of base.entries) {
    if (!after.has(entry.name))
      changes.push({ kind: "removed", name: entry.name, before: entry, after: null });
  }
  return changes;
}
