import { shownSize } from "../config/file-size.ts";
import { quoted } from "../nix/shown.ts";
import { REGISTRY_FILE } from "../packages/registry/registry.ts";
import { matchesPattern } from "../snapshot/pattern.ts";
import type { ChecklistLine, LineId, State } from "./checklist.ts";
import { areCommittersKnown, isCommitter } from "./committers.ts";
import type { MergeFacts, Opinion, UnrestedPackage } from "./facts.ts";
import { listed, personName } from "./words.ts";

/** At so many changed files a change is no matter for a maintainer any more. */
export const MOST_FILES = 100;

/** The lines that hold for every change that merges itself, by whatever strategy. */
export function heldLines(facts: MergeFacts): ChecklistLine[] {
  return [configuration(facts), branch(facts), ready(facts), files(facts), findings(facts), opinions(facts)];
}

function line(id: LineId, state: State, text: string): ChecklistLine {
  return { id, state, text, parts: [] };
}

function configuration({ configuration, touchesConfiguration }: MergeFacts): ChecklistLine {
  if (configuration === null)
    return line("configuration", "unmet", "The configuration of the base is not valid");
  if (touchesConfiguration) {
    return line("configuration", "unmet", "The change touches the configuration, by which it is judged");
  }
  return line(
    "configuration",
    "met",
    "The configuration of the base is valid, and the change does not touch it",
  );
}

function branch({ configuration, branch }: MergeFacts): ChecklistLine {
  const patterns = configuration?.branches ?? [];
  if (patterns.length === 0)
    return line("branch", "unmet", "No branch is named into which changes may merge");
  const allowed = patterns.some((pattern) => matchesPattern(branch, pattern));
  return allowed
    ? line("branch", "met", `It goes into ${quoted(branch)}, where changes may merge themselves`)
    : line(
        "branch",
        "unmet",
        `It goes into ${quoted(branch)}, and only into ${listed(patterns)} may changes merge themselves`,
      );
}

function ready({ draft, mergeable }: MergeFacts): ChecklistLine {
  if (draft) return line("ready", "unmet", "It is a draft");
  if (mergeable === "conflict") return line("ready", "unmet", "It conflicts with its base");
  if (mergeable === "unknown") {
    return line("ready", "waits", "GitHub has not found out yet whether it conflicts with its base");
  }
  return line("ready", "met", "It is no draft, and does not conflict with its base");
}

function files(facts: MergeFacts): ChecklistLine {
  const { count, outside, unusual, packages, overrides } = facts.files;
  if (count >= MOST_FILES) {
    return line("files", "unmet", `It changes ${count} files, and has to be below ${MOST_FILES}`);
  }
  if (outside.length > 0 && facts.added.length > 0) {
    return line("files", "unmet", `It adds ${listed(facts.added)}; ${newPackages(facts)} by a person`);
  }
  if (outside.length > 0 && facts.registry !== null) {
    return line("files", "unmet", `It changes more than ${quoted(REGISTRY_FILE)}: ${listed(outside)}`);
  }
  if (outside.length > 0 && facts.unrested.length > 0) {
    return line("files", "unmet", `${unrestedText(facts.unrested)}: a person merges it`);
  }
  if (outside.length > 0) {
    const text = `It changes files that are in no package directory of the base: ${listed(outside)}`;
    return line("files", "unmet", text);
  }
  const [odd] = unusual;
  if (odd !== undefined) return line("files", "unmet", `${quoted(odd.path)} ${odd.why}`);
  if (facts.largeFiles.length > 0) {
    const most = shownSize(facts.configuration?.maxFileSize ?? 0);
    return line("files", "unmet", `It changes files of more than ${most}: ${listed(facts.largeFiles)}`);
  }
  if (facts.registry !== null) {
    return packages.length + overrides.length === 0
      ? line("files", "met", `It changes nothing but ${quoted(REGISTRY_FILE)}`)
      : line("files", "unmet", `It changes ${quoted(REGISTRY_FILE)} and packages`);
  }
  if (packages.length === 0) return line("files", "unmet", "It changes no package");
  const names = listed(packages.map(({ name }) => name));
  const own = overrides.length === 0 ? "" : `, and their own overrides in ${listed(overrides)}`;
  return line("files", "met", `It changes nothing but packages that are there already: ${names}${own}`);
}

/** Why no merge rests on these packages, the first reason of all. */
function unrestedText(packages: readonly UnrestedPackage[]): string {
  const why = packages[0]?.why ?? "listed";
  const names = listed(packages.map(({ name }) => name));
  switch (why) {
    case "listed":
      return `It changes ${names}, where a file lists what is a package, and no merge rests on such a list`;
    case "in-set":
      return `It changes ${names} in a set of packages, and no merge rests on one in a set`;
    case "shown-by-change":
      return `It changes ${names}, and only the change itself shows that packages lie there`;
  }
}

/** Who wonders about a backport has to be told that the package is new on its base branch. */
function newPackages({ branch, origin: { headBranch } }: MergeFacts): string {
  return headBranch.startsWith("backport-")
    ? `it is new on ${quoted(branch)}, and backports that add a package are merged`
    : "new packages are merged";
}

function findings({ review: { blocking, syntax, unknown } }: MergeFacts): ChecklistLine {
  if (blocking > 0) {
    const text = blocking === 1 ? "One finding blocks it" : `${blocking} findings block it`;
    return line("findings", "unmet", text);
  }
  if (syntax.length > 0) return line("findings", "unmet", `A file does not parse: ${listed(syntax)}`);
  const [first] = unknown;
  if (first !== undefined) {
    return line("findings", "unmet", `Something could not be told from syntax alone: ${first}`);
  }
  return line("findings", "met", "No finding blocks it, and all of it could be read");
}

/**
 * A request for changes stands, whatever was pushed since, until it is dismissed or the same committer
 * approves. That of an account that is gone may have been a committer's, and anybody's where it is not known
 * who the committers are.
 */
function opinions(facts: MergeFacts): ChecklistLine {
  const asking = facts.opinions.filter(
    (opinion, i) => opinion.kind === "changes-requested" && stands(opinion, i, facts),
  );
  if (asking.length === 0) return line("opinions", "met", "No committer asks for changes");
  const names = [
    ...new Set(asking.map(({ by }) => (by === null ? "an account that is gone" : personName(by)))),
  ];
  return line("opinions", "unmet", `Changes are asked for by ${names.join(", ")}`);
}

function stands({ by }: Opinion, index: number, facts: MergeFacts): boolean {
  if (by === null) return true;
  if (!isCommitter(by, facts) && areCommittersKnown(facts)) return false;
  return !facts.opinions
    .slice(index + 1)
    .some((later) => later.kind === "approved" && later.by?.id === by.id);
}
