import type { Report } from "../checker/finding.ts";
import type { MergeConfiguration } from "../config/merge.ts";
import type { Known } from "../nix/known.ts";
import type { TouchedEntry } from "../packages/registry/touched-entries.ts";
import { computeLoading, type LoadedSnapshot } from "../snapshot/loaded.ts";
import { type ContentFacts, type ContentQuestion, contentFacts, teamsAsked } from "./content.ts";
import type { CheckState, EntryOwnership, Memberships, MergeFacts } from "./facts.ts";
import type { Person } from "./person.ts";
import { reviewFacts } from "./review-facts.ts";

/** What the files of a change do not say, and neither does its configuration: GitHub's part, or that of options. */
export type Surroundings = Omit<
  MergeFacts,
  keyof ContentFacts | "configuration" | "review" | "memberships" | "registry"
>;

/** Of whom and what an entry of NUR's registry is asked. */
export type EntryQuestion = {
  readonly logins: readonly string[];
  /** The lines of the entry in the registry of the base branch; null of a new one. */
  readonly lines: TouchedEntry["lines"];
};

/** Whose memberships a decision takes. */
export type MembershipQuestion = {
  /** Everybody who had a say; somebody may be in it several times. */
  readonly people: readonly Person[];
  /** The teams that count for the change. */
  readonly teams: readonly string[];
  /** Whether permissions on the repository count too. */
  readonly permissions: boolean;
};

export type FactsQuestion<Found extends Memberships> = Omit<ContentQuestion, "tip" | "maintainers"> & {
  readonly tip: LoadedSnapshot;
  /** Whom the repository belongs to; null where that is not known. */
  readonly owner: string | null;
  /** What the checker says of the change. */
  readonly report: Pick<Report, "summary" | "unknown">;
  readonly surroundings: Surroundings;
  /** Finds out who is in which team, and may do what. */
  readonly memberships: (asked: MembershipQuestion) => Promise<Found>;
  /** Finds out what there is to know of an entry of NUR's registry and those whom it names. */
  readonly entry: (asked: EntryQuestion) => Promise<EntryOwnership>;
};

/**
 * Builds the facts of a decision, for the App and for the command line alike: they differ in where they look, and
 * not in what is made of it. Loads what it reads of the files. Throws what loading and `memberships` throw.
 */
export async function buildFacts<Found extends Memberships>(
  question: FactsQuestion<Found>,
): Promise<MergeFacts & { readonly memberships: Found }> {
  const { configuration, surroundings, report } = question;
  const { unparsed, entries, ...content } = await readContent(question);
  const memberships = await question.memberships(membershipsAsked(question, content));
  return {
    ...surroundings,
    ...content,
    checks: withoutIgnored(surroundings.checks, configuration.merge),
    registry:
      entries === null
        ? null
        : { entries, ownership: await entryOwnership(entries, configuration.merge, question) },
    configuration: configuration.merge,
    review: reviewFacts(report, unparsed),
    memberships,
  };
}

function readContent<Found extends Memberships>(question: FactsQuestion<Found>): Promise<ContentFacts> {
  const { change, tip, listed, atLeast, configuration, parse, owner } = question;
  const { maintainers } = configuration.merge;
  // Of teams only those of the organisation that the repository belongs to can be asked about.
  const source = maintainers.kind === "codeowners" ? { ...maintainers, organization: owner } : maintainers;
  const asked = { change, tip, listed, atLeast, configuration, maintainers: source, parse };
  return computeLoading([...new Set([change.base, change.head, tip])], () => contentFacts(asked));
}

/** Only of one entry somebody may merge a change, and only where a strategy asks for it anything is asked. */
async function entryOwnership<Found extends Memberships>(
  entries: Known<readonly TouchedEntry[]>,
  { strategies }: MergeConfiguration,
  { entry }: FactsQuestion<Found>,
): Promise<EntryOwnership> {
  const [touched, ...others] = entries.known ? entries.value : [];
  if (touched === undefined || others.length > 0 || !strategies.includes("own-entry")) {
    return { accounts: new Map(), lastTouched: null };
  }
  const { before, after, lines } = touched;
  const logins = [before, after].flatMap((people) => [people?.contact, people?.owner]);
  const named = logins.flatMap((login) => (login == null ? [] : [login.toLowerCase()]));
  return entry({ logins: [...new Set(named)], lines });
}

/** The checks of others without those that fail for reasons of their own. What GitHub requires is never excused. */
function withoutIgnored(checks: CheckState, { ignoredChecks }: MergeConfiguration): CheckState {
  if (checks.required) return checks;
  const counts = (name: string) => !ignoredChecks.includes(name);
  return { ...checks, failed: checks.failed.filter(counts), running: checks.running.filter(counts) };
}

function membershipsAsked<Found extends Memberships>(
  { configuration, surroundings }: FactsQuestion<Found>,
  { maintainers }: Pick<ContentFacts, "maintainers">,
): MembershipQuestion {
  const { origin, reviews, commands } = surroundings;
  const people = [origin.author, ...reviews.map(({ by }) => by), ...commands.map(({ by }) => by)];
  const collaborators = [...maintainers.values()].some((one) => one.kind === "known" && one.collaborators);
  return {
    people: people.filter((person) => person !== null),
    teams: teamsAsked(configuration, maintainers),
    permissions: configuration.merge.committers.permission !== null || collaborators,
  };
}
