import type { AttributeBinding, Expression, StringLiteral } from "../../nix/ast.ts";
import { unparenthesized } from "../../nix/expressions.ts";
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

/**
 * `hash`, `sha256`, `vendorHash`, `cargoSha256`, `outputHash` and whatever ends like these, but not
 * `outputHashMode`. What such a name is bound to is data because it must be a hash on both sides.
 */
const HASH_NAME = /^(?:hash|sha256|sha384|sha512)$|(?:Hash|Sha256|Sha384|Sha512)$/;

/** A platform of Nix, under which a hash of its source may stand. */
const PLATFORM =
  /^(?:x86_64|aarch64|i686|armv5tel|armv6l|armv7l|powerpc64(?:le)?|riscv32|riscv64|loongarch64|s390x|mips64el|universal|any|all)-(?:linux|darwin|freebsd|openbsd|netbsd|windows|cygwin)$/;

/** What a binding of this name pins; null where it is no name of a pin. */
export function pinKind(name: string): PinKind | null {
  return (Object.hasOwn(KINDS, name) ? KINDS[name] : null) ?? (isHashName(name) ? "hash" : null);
}

export function isHashName(name: string): boolean {
  return HASH_NAME.test(name) || PLATFORM.test(name);
}

export function isPlatform(name: string): boolean {
  return PLATFORM.test(name);
}

/** The last name of a binding's attrpath; null where it is computed. */
export function lastName(binding: AttributeBinding): string | null {
  return binding.attrpath.names.at(-1)?.text ?? null;
}

/** The text of a `"…"` without interpolation and without escapes; null of anything else. */
export function plainString(expression: Expression): string | null {
  const string = unparenthesized(expression);
  return string.kind === "string" && string.style === "quoted" ? plainText(string) : null;
}

function plainText({ parts }: StringLiteral): string | null {
  const [part, ...more] = parts;
  if (part === undefined) return "";
  return part.kind === "text" && more.length === 0 ? part.text : null;
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
      if (unsafeVersion(before) !== null) return "what it was is no version";
      if (becomesCommit(before, after)) return "it may be the id of a commit now";
      if (goesBack(before, after)) return "the version does not go up";
      return prerelease(before, after);
    }
    case "revision": {
      const why = unsafeRevision(before, after);
      if (why !== null) return why;
      if (becomesCommit(before, after)) return "it may be the id of a commit now";
      return mayBeCommit(before) ? null : (unlikeVersion(before, after, moved) ?? prerelease(before, after));
    }
    case "hash": {
      const [old, now] = [hashAlgorithm(name, before), hashAlgorithm(name, after)];
      if (now === null) return "it is not a SHA-256, SHA-384 or SHA-512 hash";
      return old === now ? null : "it was not a hash of that kind";
    }
    case "url":
      if (!followsMove(before, after, moved)) return "it is not the former one with the new version in it";
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
  if (versions.length > 0) return "it is not the former one with the new version";
  return goesBack(before, after) ? "it does not go up" : null;
}
