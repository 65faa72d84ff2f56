import { isHashAttribute } from "../derivation/hash-names.ts";
import { hashAlgorithm } from "./hashes.ts";
import { becomesPrerelease } from "./prereleases.ts";
import { becomesCommit, mayBeCommit, unsafeRevision } from "./revisions.ts";
import { followsMove, urlProblem } from "./urls.ts";
import { goesBack, unsafeVersion } from "./versions.ts";

/** What a binding pins of a source. */
export type PinKind = "version" | "revision" | "hash" | "url";

/** A binding whose plain string is another at head. */
export type PinnedValue = {
  /** The last name of its attrpath. */
  readonly name: string;
  readonly kind: PinKind;
  readonly before: string;
  readonly after: string;
};

const KINDS: Readonly<Record<string, PinKind>> = {
  version: "version",
  rev: "revision",
  tag: "revision",
  url: "url",
};

/** What a binding of this name pins; null where it is no name of a pin. */
export function pinKind(name: string): PinKind | null {
  return (Object.hasOwn(KINDS, name) ? KINDS[name] : null) ?? (isHashAttribute(name) ? "hash" : null);
}

/**
 * Why a pin may not go from the one value to the other without a person looking, as the end of a clause
 * such as "… : it goes back"; null where it may. `moved` are the versions and revisions that differ.
 */
export function unsafePin(pin: PinnedValue, moved: readonly PinnedValue[]): string | null {
  const { kind, name, before, after } = pin;
  switch (kind) {
    case "version": {
      const why = unsafeVersion(after);
      if (why !== null) return why;
      if (unsafeVersion(before) !== null) return "its old value is not a version";
      if (becomesCommit(before, after)) return "it may be a commit id now";
      if (goesBack(before, after)) return "the version does not go up";
      return prerelease(before, after);
    }
    case "revision": {
      const why = unsafeRevision(before, after);
      if (why !== null) return why;
      if (becomesCommit(before, after)) return "it may be a commit id now";
      return mayBeCommit(before) ? null : (unlikeVersion(before, after, moved) ?? prerelease(before, after));
    }
    case "hash": {
      const [old, now] = [hashAlgorithm(name, before), hashAlgorithm(name, after)];
      if (now === null) return "it is not a SHA-256, SHA-384 or SHA-512 hash";
      return old === now ? null : "the kind of hash differs";
    }
    case "url":
      if (!followsMove(before, after, moved)) return "it is not the old one with the new version";
      return itself(urlProblem(before, after, false));
  }
}

function itself(problem: string | null): string | null {
  return problem === null ? null : `it ${problem}`;
}

function prerelease(before: string, after: string): string | null {
  const word = becomesPrerelease(before, after);
  return word === null ? null : `a release becomes a prerelease, by \`${word}\``;
}

/** Why a tag does not go with the versions that differ; null where it does. */
function unlikeVersion(before: string, after: string, moved: readonly PinnedValue[]): string | null {
  const versions = moved.filter(
    ({ kind, before: version }) => kind === "version" && before.includes(version),
  );
  if (versions.some((version) => before.replaceAll(version.before, () => version.after) === after))
    return null;
  if (versions.length > 0) return "it is not the old one with the new version";
  return goesBack(before, after) ? "it does not go up" : null;
}
