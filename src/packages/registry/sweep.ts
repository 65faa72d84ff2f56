import { quoted } from "../../nix/shown.ts";
import { decodeText } from "../../nix/text.ts";
import { readJson } from "./json.ts";
import type { RegistryEntry } from "./registry.ts";
import { readUrl } from "./url.ts";

/** What GitHub says of a repository that an entry names. */
export type SweptRepository =
  | { readonly kind: "gone" }
  /** It is not on GitHub, or GitHub did not answer; `why` is a clause. */
  | { readonly kind: "not-looked-at"; readonly why: string }
  | {
      readonly kind: "there";
      readonly archived: boolean;
      /** The newest commit of the branch that counts; null where there is none. */
      readonly head: { readonly id: string; readonly at: string } | null;
      /** When the commit that is locked was made; null where the repository has it no more. */
      readonly lockedAt: string | null;
    };

export const SWEEP_KINDS = [
  "gone",
  "archived",
  "empty",
  "never-locked",
  "behind",
  "duplicate",
  "contact-gone",
] as const;
export type SweepKind = (typeof SWEEP_KINDS)[number];

export type SweepFinding = {
  readonly kind: SweepKind;
  readonly entry: string;
  /** A sentence without its full stop. */
  readonly message: string;
};

export type Sweep = {
  readonly entries: number;
  readonly findings: readonly SweepFinding[];
  readonly notLookedAt: readonly { readonly entry: string; readonly why: string }[];
};

export type SweepQuestion = {
  readonly entries: readonly RegistryEntry[];
  /** The locked commits, by the names of entries; null where there is no lock file. */
  readonly lock: ReadonlyMap<string, string> | null;
  readonly repositories: ReadonlyMap<string, SweptRepository>;
  /** The contacts, in lower case, of whom there is no account. */
  readonly goneContacts: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

const DAY = 24 * 60 * 60 * 1000;
/** The job that locks runs every hour: what is older than this does not evaluate. */
const UNLOCKED_DAYS = 7;
/** Nor does what is behind this far though commits come all the time. */
const BEHIND_DAYS = 30;

/** What is wrong with the entries of a registry as a whole, in their order. */
export function sweepOf(question: SweepQuestion): Sweep {
  const { entries, repositories } = question;
  const first = new Map<string, string>();
  const findings = entries.flatMap((entry) => [
    ...ofRepository(entry, question),
    ...ofContact(entry, question),
    ...duplicateOf(entry, first),
  ]);
  const notLookedAt = entries.flatMap(({ name }) => {
    const found = repositories.get(name);
    return found?.kind === "not-looked-at" ? [{ entry: name, why: found.why }] : [];
  });
  return { entries: entries.length, findings, notLookedAt };
}

function ofRepository({ name }: RegistryEntry, { repositories, lock, now }: SweepQuestion): SweepFinding[] {
  const found = repositories.get(name);
  const finding = (kind: SweepKind, message: string): SweepFinding => ({ kind, entry: name, message });
  if (found === undefined || found.kind === "not-looked-at") return [];
  if (found.kind === "gone") return [finding("gone", "the repository does not exist, or is private")];
  const { archived, head, lockedAt } = found;
  const findings = archived ? [finding("archived", "the repository is archived")] : [];
  if (head === null) return [...findings, finding("empty", "the branch has no commit")];
  if (lock === null) return findings;
  const locked = lock.get(name);
  if (locked === undefined) {
    return [...findings, finding("never-locked", "it was never locked, so it is not in NUR")];
  }
  if (locked === head.id) return findings;
  const waiting = days(now - Date.parse(head.at));
  if (lockedAt === null) {
    return [
      ...findings,
      finding(
        "behind",
        `the commit that is locked, ${quoted(locked.slice(0, 12))}, is gone from the repository`,
      ),
    ];
  }
  const behind = days(Date.parse(head.at) - Date.parse(lockedAt));
  if (waiting < UNLOCKED_DAYS && behind < BEHIND_DAYS) return findings;
  const since = `what is locked is of ${lockedAt.slice(0, 10)}, and the newest commit of ${head.at.slice(0, 10)}`;
  return [...findings, finding("behind", since)];
}

function days(milliseconds: number): number {
  return Math.floor(milliseconds / DAY);
}

function ofContact({ name, contact }: RegistryEntry, { goneContacts }: SweepQuestion): SweepFinding[] {
  if (contact === null || !goneContacts.has(contact.toLowerCase())) return [];
  return [{ kind: "contact-gone", entry: name, message: `there is no account ${quoted(contact)} on GitHub` }];
}

function duplicateOf({ name, url }: RegistryEntry, first: Map<string, string>): SweepFinding[] {
  const repository = url === null ? null : readUrl(url).repository;
  if (repository === null) return [];
  const key = `${repository.host} ${repository.path}`;
  const other = first.get(key);
  if (other === undefined) {
    first.set(key, name);
    return [];
  }
  return [{ kind: "duplicate", entry: name, message: `${quoted(other)} names the same repository` }];
}

/** The locked commits of `repos.json.lock`, by the names of entries; null where it is none. */
export function readLock(bytes: Uint8Array): ReadonlyMap<string, string> | null {
  const read = readJson(decodeText(bytes).text);
  if (read.kind === "invalid" || read.value.kind !== "object") return null;
  return new Map(
    read.value.members.flatMap(({ key, value }): [string, string][] => {
      const rev =
        value.kind === "object" ? value.members.find((member) => member.key === "rev")?.value : undefined;
      return rev?.kind === "string" && /^[0-9a-f]{40}$/.test(rev.value) ? [[key, rev.value]] : [];
    }),
  );
}
