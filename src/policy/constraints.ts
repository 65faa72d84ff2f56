import { shownSize } from "../config/file-size.ts";
import { quoted } from "../nix/shown.ts";
import { REGISTRY_FILE } from "../packages/registry/registry.ts";
import { matchesPattern } from "../snapshot/pattern.ts";
import type { ChecklistLine, LineId, State } from "./checklist.ts";
import { areCommittersKnown, isCommitter } from "./committers.ts";
import type { MergeFacts, Review, UnrestedPackage } from "./facts.ts";
import { listed, personName } from "./words.ts";

/** At so many changed files a change is no matter for a maintainer any more. */
export const MOST_FILES = 100;

/** The lines that hold for every change that merges itself, by whatever strategy. */
export function heldLines(facts: MergeFacts): ChecklistLine[] {
  return [configuration(facts), branch(facts), ready(facts), files(facts), findings(facts), reviews(facts)];
}

function line(id: LineId, state: State, text: string): ChecklistLine {
  return { id, state, text, parts: [] };
}

function configuration({ configuration, touchesConfiguration }: MergeFacts): ChecklistLine {
  if (configuration === null)
    return line("configuration", "unmet", "The configuration on the base branch is not valid");
  if (touchesConfiguration) {
    return line("configuration", "unmet", "It changes the configuration, which decides what may merge");
  }
  return line("configuration", "met", "The configuration is valid, and this change does not touch it");
}

function branch({ configuration, branch }: MergeFacts): ChecklistLine {
  const patterns = configuration?.branches ?? [];
  if (patterns.length === 0)
    return line("branch", "unmet", "`merge.branches` is empty, so nothing may merge automatically");
  const allowed = patterns.some((pattern) => matchesPattern(branch, pattern));
  return allowed
    ? line("branch", "met", `Its base branch ${quoted(branch)} allows automatic merging`)
    : line(
        "branch",
        "unmet",
        `Its base branch is ${quoted(branch)}; automatic merging is only allowed into ${listed(patterns)}`,
      );
}

function ready({ draft, mergeable }: MergeFacts): ChecklistLine {
  if (draft) return line("ready", "unmet", "It is a draft");
  if (mergeable === "conflict") return line("ready", "unmet", "It conflicts with its base");
  if (mergeable === "unknown") {
    return line("ready", "waits", "GitHub is still checking whether it conflicts with its base");
  }
  return line("ready", "met", "It is not a draft and has no conflicts");
}

function files(facts: MergeFacts): ChecklistLine {
  const { count, outside, unusual, packages, overrides } = facts.files;
  if (count >= MOST_FILES) {
    return line(
      "files",
      "unmet",
      `It changes ${count} files; automatic merging allows at most ${MOST_FILES - 1}`,
    );
  }
  if (outside.length > 0) return line("files", "unmet", outsideText(facts));
  const [odd] = unusual;
  if (odd !== undefined) return line("files", "unmet", `${quoted(odd.path)} ${odd.why}`);
  if (facts.largeFiles.length > 0) {
    const most = shownSize(facts.configuration?.maxFileSize ?? 0);
    return line("files", "unmet", `It changes files larger than ${most}: ${listed(facts.largeFiles)}`);
  }
  if (facts.registry !== null) {
    return packages.length + overrides.length === 0
      ? line("files", "met", `It only changes ${quoted(REGISTRY_FILE)}`)
      : line("files", "unmet", `It changes both ${quoted(REGISTRY_FILE)} and packages`);
  }
  if (packages.length === 0) return line("files", "unmet", "It changes no package");
  const names = listed(packages.map(({ name }) => name));
  const own = overrides.length === 0 ? "" : `, and their own overrides in ${listed(overrides)}`;
  return line("files", "met", `It only changes existing packages: ${names}${own}`);
}

/** What files are in the way that are in no package that a merge may rest on. */
function outsideText(facts: MergeFacts): string {
  const { outside } = facts.files;
  if (facts.added.length > 0) {
    return `It adds ${listed(facts.added)}; somebody with write access has to merge ${newPackages(facts)}`;
  }
  if (facts.registry !== null) return `It changes more than ${quoted(REGISTRY_FILE)}: ${listed(outside)}`;
  const [first] = facts.unrested;
  if (first === undefined) return `It changes files outside existing package directories: ${listed(outside)}`;
  return `${unrestedText(first.why, facts.unrested)}; somebody with write access has to merge it`;
}

/** Why no merge rests on these packages, by the first reason of all. */
function unrestedText(why: UnrestedPackage["why"], packages: readonly UnrestedPackage[]): string {
  const names = listed(packages.map(({ name }) => name));
  switch (why) {
    case "listed":
      return `It changes ${names}, which a file of the repository lists as a package; these are never merged automatically`;
    case "in-set":
      return `It changes ${names} in a package set; these are never merged automatically`;
    case "shown-by-change":
      return `It changes ${names}, and only the change itself shows that packages are there`;
  }
}

/** Who wonders about a backport has to be told that the package is new on its base branch. */
function newPackages({ branch, origin: { headBranch } }: MergeFacts): string {
  return headBranch.startsWith("backport-")
    ? `backports that add a package, and it is new on ${quoted(branch)}`
    : "new packages";
}

function findings({ review: { blocking, syntax, unknown } }: MergeFacts): ChecklistLine {
  if (blocking > 0) {
    const text = blocking === 1 ? "One finding blocks it" : `${blocking} findings block it`;
    return line("findings", "unmet", text);
  }
  if (syntax.length > 0) return line("findings", "unmet", `A file does not parse: ${listed(syntax)}`);
  const [first] = unknown;
  if (first !== undefined) {
    return line("findings", "unmet", `Part of it could not be checked without evaluation: ${first}`);
  }
  return line("findings", "met", "No finding blocks it, and all of it could be checked");
}

/**
 * A request for changes stands, whatever was pushed since, until it is dismissed or the same committer
 * approves. That of a deleted account may have been a committer's, and anybody's where it is not known
 * who the committers are.
 */
function reviews(facts: MergeFacts): ChecklistLine {
  const asking = facts.reviews.filter(
    (review, i) => review.kind === "changes-requested" && stands(review, i, facts),
  );
  if (asking.length === 0) return line("reviews", "met", "No committer requested changes");
  const names = [...new Set(asking.map(({ by }) => (by === null ? "a deleted account" : personName(by))))];
  return line("reviews", "unmet", `Changes were requested by ${names.join(", ")}`);
}

function stands({ by }: Review, index: number, facts: MergeFacts): boolean {
  if (by === null) return true;
  if (!isCommitter(by, facts) && areCommittersKnown(facts)) return false;
  return !facts.reviews.slice(index + 1).some((later) => later.kind === "approved" && later.by?.id === by.id);
}
