import type { Configuration } from "../config/configuration.ts";
import { rangeOf } from "../nix/text.ts";
import type { ListedPackage } from "../packages/recognition/recognise.ts";
import type { Repository } from "../packages/repository.ts";
import type { Finding, FindingLevel, Level } from "./finding.ts";
import type { LevelAt } from "./level.ts";
import type { Problem, Rule } from "./rule.ts";

/** The listed package that a path belongs to. */
type OwnerOf = (path: string) => ListedPackage | null;

/** What a rule reports, as a finding of its level there. Before sides are compared all are `introduced`. */
export function toFinding(
  rule: Rule,
  problem: Problem,
  { level }: LevelAt,
  configuration: Configuration,
  repository: Repository,
  ownerOf: OwnerOf,
): Finding {
  const { path, attribute, at } = problem;
  return {
    rule: rule.name,
    code: problem.code ?? rule.codes[0] ?? null,
    level: levelOf(level, problem),
    status: "introduced",
    attribute,
    path,
    range: at === undefined ? null : rangeOf(at.source, at.span),
    message: problem.message,
    help: problem.help,
    fix: problem.fix ?? null,
    fingerprint: fingerprint(rule, problem, configuration, repository, ownerOf),
  };
}

/** The level of a problem of a rule that has one; a rule that is off reports none. */
function levelOf(level: Level, { warning }: Problem): FindingLevel {
  if (level === "advice") return level;
  return level === "error" && warning !== true ? "error" : "warning";
}

/**
 * In a package directory by the package's name, so that it survives a move to another shard. In the files of a listed
 * package by the path alone: whether and by which name a list has it may change, and the problem stays the same.
 */
function fingerprint(
  rule: Rule,
  { path, attribute, about }: Problem,
  configuration: Configuration,
  repository: Repository,
  ownerOf: OwnerOf,
): string {
  for (const root of configuration.roots) {
    const place = repository.placeOf(root, path);
    if (place === null || place.name === "") continue;
    // Where no shard is left out, it is told as of a directory that is recognised as no root, or not any more.
    if (!root.sharded && place.shard === "") return [rule.name, path, "", about].join("\0");
    return [rule.name, root.path, place.name, place.rest, about].join("\0");
  }
  const other = attribute === null || ownerOf(path)?.attribute === attribute ? "" : attribute;
  return [rule.name, path, other, about].join("\0");
}
