import { areCommittersKnown, isCommitter, isMember } from "./committers.ts";
import type { GivenCommand, MergeFacts } from "./facts.ts";
import { maintainedPackages, maintains } from "./maintaining.ts";
import type { Person } from "./person.ts";

/** That of the head, by an account that is there. */
export type Approval = { readonly by: Person };

/** What somebody said that a merge may rest on, and that still counts. */
export type Consent = {
  /** Commands to merge, the oldest first. */
  readonly commands: readonly GivenCommand[];
  /** Approvals of the head, one a person. */
  readonly approvals: readonly Approval[];
  /**
   * Whether somebody took the merge back and nobody has asked for it since. Then what needs no word needs
   * one all the same.
   */
  readonly held: boolean;
  /** Why a command that stands there does not count, a sentence each without its full stop. */
  readonly void: readonly { readonly command: GivenCommand; readonly why: string }[];
};

/**
 * What counts of what was said. A command counts if it surely came after the last push; GitHub's times are
 * whole seconds, so one of the same second does not. One in a review counts only if that is of the head, and its
 * author's last. Nothing counts that was said before a merge was taken back.
 */
export function consentOf(facts: MergeFacts): Consent {
  const { times } = facts;
  const backAt = latest([cancelledAt(facts), times.takenBackAt]);
  const pushed = latest([times.pushedBy, times.replacedAt, times.retargetedAt]);
  const commands: GivenCommand[] = [];
  const unheeded: { command: GivenCommand; why: string }[] = [];
  for (const command of facts.commands) {
    if (command.command !== "merge" || command.state === "refused") continue;
    const why =
      voidReview(command, facts.head) ??
      voidBecause(command, times.pushedBy === null ? null : pushed, backAt, times.editedAt);
    if (why === null) commands.push(command);
    else unheeded.push({ command, why });
  }
  const lifted = commands.some(({ by }) => mayCommand(by, facts));
  return {
    commands,
    approvals: approvalsOf(facts, latest([backAt, times.retargetedAt, times.editedAt])),
    held: !facts.commandsComplete ? !lifted : backAt !== null && !lifted,
    void: unheeded,
  };
}

/** Why a command in a review does not count where one in a comment might; null where it might too. */
function voidReview({ review }: GivenCommand, head: string): string | null {
  if (review === null) return null;
  if (review.commit !== head) return "it is in a review of an older commit";
  return review.isLast ? null : "they have reviewed the change again since";
}

function voidBecause(
  command: GivenCommand,
  pushed: string | null,
  backAt: string | null,
  editedAt: string | null,
): string | null {
  if (pushed === null) return "it is not known whether it came after the last push";
  if (!isAfter(command.at, pushed)) return "it may be older than the last push";
  if (!isAfter(command.at, backAt)) return "the merge was cancelled since";
  return isAfter(command.at, editedAt) ? null : "the title or the description was edited since";
}

/** The time of the last `cancel` that counts; null if there is none. */
function cancelledAt(facts: MergeFacts): string | null {
  return latest(
    facts.commands
      .filter(({ command, by }) => command === "cancel" && mayCancel(by, facts))
      .map(({ at }) => at),
  );
}

/**
 * Whether somebody may stop a merge: the author, and whoever may have a part in it. Where it is not known who
 * has, anybody may.
 */
export function mayCancel(person: Person, facts: MergeFacts): boolean {
  if (facts.origin.author?.id === person.id || isCommitter(person, facts)) return true;
  if (!areCommittersKnown(facts)) return true;
  const team = facts.configuration?.maintainersTeam ?? null;
  if (team !== null && (isMember(person, team, facts) || !facts.memberships.teams.has(team))) return true;
  return [...facts.maintainers].some(
    ([name, maintainers]) =>
      maintainers.kind === "unknown" || maintains(person, { name, maintainers }, facts),
  );
}

/** Whether somebody's command can let a cancelled merge go on. */
function mayCommand(person: Person, facts: MergeFacts): boolean {
  return isCommitter(person, facts) || maintainsAll(person, facts);
}

/** Whether somebody maintains every touched package. */
export function maintainsAll(person: Person, facts: MergeFacts): boolean {
  const maintained = maintainedPackages(facts);
  return (
    maintained.kind === "known" &&
    maintained.packages.length > 0 &&
    maintained.packages.every((one) => maintains(person, one, facts))
  );
}

/** Approvals of the head after a time, by people whose last word it is, and who did not open it. */
function approvalsOf({ reviews, head, origin }: MergeFacts, after: string | null): Approval[] {
  return reviews.flatMap(({ by, kind, commit, at }, i) => {
    const counts =
      by !== null &&
      by.id !== origin.author?.id &&
      kind === "approved" &&
      commit === head &&
      isAfter(at, after) &&
      !reviews.slice(i + 1).some((later) => later.by?.id === by.id);
    return counts ? [{ by }] : [];
  });
}

/** Whether one time is surely later than another; than none it always is. */
function isAfter(at: string, other: string | null): boolean {
  return other === null || Date.parse(at) > Date.parse(other);
}

function latest(times: readonly (string | null)[]): string | null {
  let found: string | null = null;
  for (const time of times) {
    if (time !== null && (found === null || Date.parse(time) > Date.parse(found))) found = time;
  }
  return found;
}
