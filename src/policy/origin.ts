import type { Condition } from "./checklist.ts";
import { isCommitter } from "./committers.ts";
import type { Consent } from "./consent.ts";
import type { MergeFacts } from "./facts.ts";
import { isNamed, type Person } from "./person.ts";
import { committer } from "./who.ts";
import { personName } from "./words.ts";

/**
 * Whether a trusted author opened the change, from a branch that only they can push to, or that is the
 * repository's own: whoever opens a pull request need not be who writes to its branch.
 */
export function trustedOrigin(facts: MergeFacts): Condition {
  const { author } = facts.origin;
  if (author === null) return { state: "unmet", text: "The account that opened it was deleted" };
  if (!isTrusted(author, facts)) {
    return { state: "unmet", text: `${personName(author)}, who opened it, is not a trusted author` };
  }
  return isOwnWork(author, facts)
    ? { state: "met", text: `${personName(author)}, a trusted author, opened it` }
    : { state: "unmet", text: notOwnWork(author) };
}

/** Whether somebody besides the maintainers stands for the change. */
export function vouchedFor(facts: MergeFacts, { approvals }: Consent): Condition {
  const approval = approvals.find(({ by }) => isCommitter(by, facts));
  if (approval !== undefined) {
    return { state: "met", text: `${personName(approval.by)}, a committer, approved the newest commit` };
  }
  const trusted = trustedOrigin(facts);
  if (trusted.state === "met") return trusted;
  const { author } = facts.origin;
  if (author === null) return trusted;
  if (isBackport(author, facts)) {
    return { state: "met", text: `${personName(author)} opened it as a backport that a label requested` };
  }
  if (!isCommitter(author, facts) && !isTrusted(author, facts)) {
    const text = `${personName(author)}, who opened it, is neither a trusted author nor a committer: a ${committer(facts)} has to approve the newest commit`;
    return { state: "unmet", text };
  }
  return isOwnWork(author, facts)
    ? { state: "met", text: `${personName(author)}, a committer, opened it` }
    : { state: "unmet", text: notOwnWork(author) };
}

/** A bot that is trusted with it opens backports from branches `backport-…` of the repository itself. */
function isBackport(author: Person, { configuration, origin }: MergeFacts): boolean {
  return (
    isNamed(author, configuration?.backportAuthors ?? []) &&
    origin.ownBranch &&
    origin.headBranch.startsWith("backport-")
  );
}

function isTrusted(author: Person, { configuration }: MergeFacts): boolean {
  return isNamed(author, configuration?.trustedAuthors ?? []);
}

/** Whether only the author, or who may write to the repository, can push to the head branch. */
export function isOwnWork(author: Person, { origin }: MergeFacts): boolean {
  return origin.ownBranch || origin.headOwner === author.id;
}

export function notOwnWork(author: Person): string {
  return `${personName(author)} opened it from a branch that others can push to`;
}
