import { quoted } from "../nix/shown.ts";
import type { TouchedEntry } from "../packages/registry/touched-entries.ts";
import type { Condition } from "./checklist.ts";
import type { Account, MergeFacts, RegistryFacts } from "./facts.ts";
import { isOwnWork, notOwnWork } from "./origin.ts";
import type { Person } from "./person.ts";
import { listed, personName } from "./words.ts";

function met(text: string): Condition {
  return { state: "met", text };
}
function unmet(text: string): Condition {
  return { state: "unmet", text };
}

const DONE: Readonly<Record<TouchedEntry["kind"], string>> = {
  added: "adds",
  changed: "changes",
  removed: "removes",
};

/** The entries that it changes, at least one; or why it is no change of the registry, or none that is understood. */
function changedEntries(
  registry: RegistryFacts | null,
): readonly [TouchedEntry, ...(readonly TouchedEntry[])] | string {
  if (registry === null) return "It does not change NUR's registry";
  const { entries } = registry;
  if (!entries.known) return `Its change of the registry could not be read: ${entries.why}`;
  const [first, ...others] = entries.value;
  return first === undefined ? "It changes no entry of the registry" : [first, ...others];
}

function namesOf(entries: readonly TouchedEntry[]): string {
  return listed(entries.map(({ name }) => name));
}

/** Whether it is a change of the registry at all, and is understood. */
export function registryChange({ registry }: MergeFacts): Condition {
  const entries = changedEntries(registry);
  return typeof entries === "string"
    ? unmet(entries)
    : met(`It only changes these entries of the registry: ${namesOf(entries)}`);
}

/** Whether it is one entry that the author of the change answers for. */
export function ownEntry(facts: MergeFacts): Condition[] {
  const entries = changedEntries(facts.registry);
  if (typeof entries === "string") return [unmet(entries)];
  const [entry, ...others] = entries;
  if (others.length > 0) return [unmet(`It changes ${entries.length} entries: ${namesOf(entries)}`)];
  const { name, before, after } = entry;
  const one = met(`It ${DONE[entry.kind]} the entry ${quoted(name)}, and does nothing else`);
  const { author } = facts.origin;
  if (author === null) return [one, unmet("The account that opened it was deleted")];
  if (author.kind === "bot") return [one, unmet(`${personName(author)}, who opened it, is an App`)];
  if (!isOwnWork(author, facts)) return [one, unmet(notOwnWork(author))];
  const contact = (before ?? after)?.contact ?? null;
  if (contact === null) return [one, unmet(`The entry ${quoted(name)} names no contact`)];
  const isTheirs = isContact(author, contact, facts);
  if (isTheirs.state !== "met") return [one, isTheirs];
  return before === null
    ? [one, isTheirs, ownsRepository(author, entry, facts)]
    : [one, isTheirs, hadItBefore(author, name, contact, facts), ...keeps(author, contact, entry, facts)];
}

/** Whether the contact of an entry is the author's account now. */
function isContact(author: Person, contact: string, facts: MergeFacts): Condition {
  const account = accountOf(contact, facts);
  if (account === undefined) return unmet(`It is not known whose account ${quoted(contact)} is`);
  if (account === null) return unmet(`There is no account ${quoted(contact)} on GitHub`);
  return isThem(author, account)
    ? met(`${personName(author)} opened it, and is the contact of the entry`)
    : unmet(`${personName(author)} opened it, and the contact of the entry is ${quoted(contact)}`);
}

/** Whether the repository that an entry names on the head is in the author's own account now. */
function ownsRepository(author: Person, { name, after }: TouchedEntry, facts: MergeFacts): Condition {
  const owner = after?.owner ?? null;
  if (owner === null) {
    return unmet(`The repository of ${quoted(name)} is not on GitHub, so its owner is not known`);
  }
  const account = accountOf(owner, facts);
  if (account === undefined) return unmet(`It is not known whose account ${quoted(owner)} is`);
  if (account === null) return unmet(`There is no account ${quoted(owner)} on GitHub`);
  return isThem(author, account)
    ? met("The repository of the entry is in their account")
    : unmet(
        `The repository of the entry is in the account ${quoted(owner)}, not in that of ${personName(author)}`,
      );
}

/**
 * Whether the author's account is what the entry on the base means: a login may be somebody else's by now, who made
 * an account of that name since, or renamed one. The latter did not write the entry.
 */
function hadItBefore(author: Person, name: string, contact: string, facts: MergeFacts): Condition {
  const created = accountOf(contact, facts)?.createdAt ?? null;
  const touched = facts.registry?.ownership.lastTouched ?? null;
  if (created === null) return unmet(`It is not known when the account of ${personName(author)} was created`);
  if (touched === null) return unmet(`It is not known when the entry ${quoted(name)} was last changed`);
  if (!(Date.parse(created) < Date.parse(touched.at))) {
    return unmet(
      `The account of ${personName(author)} is younger than the entry, so the entry may name somebody else`,
    );
  }
  const writers = touched.by.filter((id) => id !== null);
  if (writers.length > 0 && !writers.includes(author.id)) {
    return unmet(`The account of ${personName(author)} wrote none of the commits that the entry comes from`);
  }
  return met(`The account of ${personName(author)} is older than the entry`);
}

/** What an author who changes their entry must not do to it: hand it over, or move it to somebody else's repository. */
function keeps(author: Person, contact: string, entry: TouchedEntry, facts: MergeFacts): Condition[] {
  const { after } = entry;
  if (after === null) return [];
  const kept =
    after.contact?.toLowerCase() === contact.toLowerCase()
      ? met("It keeps its contact")
      : unmet(
          after.contact === null
            ? "It removes the contact of the entry"
            : `It hands the entry over to ${quoted(after.contact)}`,
        );
  return entry.moves ? [kept, ownsRepository(author, entry, facts)] : [kept];
}

function isThem(person: Person, { id, kind }: Account): boolean {
  return kind === "user" && id === person.id;
}

/** The account of a login now; null where there is none, undefined where that is not known. */
function accountOf(login: string, { registry }: MergeFacts): Account | null | undefined {
  return registry?.ownership.accounts.get(login.toLowerCase());
}
