import type { RuleContext } from "../../../checker/rule.ts";
import { DEFAULT_FILE } from "../../../packages/layout.ts";
import { type Listing, readListing } from "../../../packages/recognition/listing.ts";
import type { Repository } from "../../../packages/repository.ts";

/** A repository is described anew when more of it has been loaded, so what was read of it stays so. */
const listings = new WeakMap<Repository, Listing>();

/** What the lists of a repository define. Read once. */
export function listingOf({ repository, lists }: Pick<RuleContext, "repository" | "lists">): Listing {
  const listing = listings.get(repository) ?? readListing(repository.files.snapshot, lists);
  listings.set(repository, listing);
  return listing;
}

/** What a README says of a repository that is in NUR. */
const NAMES_NUR = /nix-community\/NUR\b|\bnur\.repos\b/i;
const README = /^readme(?:\.|$)/i;
/** So much of a README is looked at. */
const README_LENGTH = 100_000;

const evaluated = new WeakMap<Repository, boolean>();

/**
 * Whether it is surely a repository that NUR evaluates by its `default.nix`: that lists packages there, and either
 * somebody configured the preset `nur`, or two of NUR's special attributes stand beside them, or its README names NUR.
 * Many a flake has a `default.nix` that lists a package for other reasons.
 */
export function isOfNur(context: RuleContext): boolean {
  const { repository, preset, presetNamed } = context;
  if (preset !== "nur") return false;
  const known = evaluated.get(repository);
  if (known !== undefined) return known;
  const { calls, specials, files } = listingOf(context);
  const lists = specials.length > 0 || calls.some(({ by }) => files.get(by) === DEFAULT_FILE);
  const isSo =
    lists &&
    (presetNamed ||
      new Set(specials.map(({ attribute }) => attribute)).size > 1 ||
      readmesOf(repository).some((text) => NAMES_NUR.test(text.slice(0, README_LENGTH))));
  evaluated.set(repository, isSo);
  return isSo;
}

function readmesOf({ files }: Repository): string[] {
  const readmes = files.list("").filter(({ kind, name }) => kind === "file" && README.test(name));
  return readmes.slice(0, 4).flatMap(({ name }) => files.readText(name) ?? []);
}
