import type { Change } from "../../change/change.ts";
import { type Known, known, unknown } from "../../nix/known.ts";
import { quoted } from "../../nix/shown.ts";
import { positionAt } from "../../nix/text.ts";
import type { Snapshot } from "../../snapshot/snapshot.ts";
import { type EntryChange, entryChanges } from "./changes.ts";
import { meaningOf, REGISTRY_FILE, type Registry, type RegistryEntry, registryOf } from "./registry.ts";
import { gitHubRepository, readUrl } from "./url.ts";

/** Who answers for an entry, by login. */
export type EntryPeople = {
  readonly contact: string | null;
  /** Whose account on GitHub the repository is in; null where it is not on GitHub. */
  readonly owner: string | null;
};

/** What a change does to an entry, as far as a merge hangs on it. */
export type TouchedEntry = {
  readonly name: string;
  readonly kind: EntryChange["kind"];
  /** Of the base; null of a new one. */
  readonly before: EntryPeople | null;
  /** Of the head; null where it is removed. */
  readonly after: EntryPeople | null;
  /** Whether it is there before and after, and names another repository. */
  readonly moves: boolean;
  /** The first and last line of it in the registry of the base; null of a new one. */
  readonly lines: { readonly from: number; readonly to: number } | null;
};

/**
 * The entries that a change touches; not known where a registry is none, or where the newest commit of the branch
 * has another entry there than what the change was made from.
 */
export function touchedEntries({ base, head }: Change, tip: Snapshot): Known<readonly TouchedEntry[]> {
  const [before, after, newest] = [base, head, tip].map(registryOf);
  if (!before || !after || !newest) return unknown(`${quoted(REGISTRY_FILE)} cannot be read as a registry`);
  const changes = entryChanges(before, after);
  const now = new Map(newest.entries.map((entry) => [entry.name, entry]));
  const stale = changes.find(({ name, before: old }) => {
    const current = now.get(name);
    return old === null
      ? current !== undefined
      : current === undefined || meaningOf(current) !== meaningOf(old);
  });
  return stale === undefined
    ? known(changes.map((change) => touched(change, newest, now)))
    : unknown(`the entry ${quoted(stale.name)} is another on the base branch by now`);
}

function touched(
  { name, kind, before, after }: EntryChange,
  newest: Registry,
  now: ReadonlyMap<string, RegistryEntry>,
): TouchedEntry {
  const current = now.get(name);
  return {
    name,
    kind,
    before: before === null ? null : peopleOf(before),
    after: after === null ? null : peopleOf(after),
    moves: before !== null && after !== null && repositoryOf(before) !== repositoryOf(after),
    lines: current === undefined ? null : linesOf(current, newest),
  };
}

function peopleOf({ contact, url }: RegistryEntry): EntryPeople {
  return { contact: contact === "" ? null : contact, owner: gitHubRepository(url)?.owner ?? null };
}

/** The repository that an entry names, whatever its URL is written like; the URL itself where that is not certain. */
function repositoryOf({ url }: RegistryEntry): string | null {
  if (url === null) return null;
  const { repository, problems, normal } = readUrl(url);
  const certain = problems.length === 0 || normal !== null;
  return repository === null || !certain ? `url ${url}` : `${repository.host} ${repository.path}`;
}

function linesOf({ member }: RegistryEntry, { source }: Registry): { from: number; to: number } {
  const lineAt = (offset: number) => positionAt(source, offset).line;
  return { from: lineAt(member.start), to: lineAt(Math.max(member.start, member.end - 1)) };
}
