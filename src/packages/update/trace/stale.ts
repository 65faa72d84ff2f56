import type { FetcherKind } from "../../derivation/fetcher-names.ts";
import { marked } from "./texts.ts";
import { alternatives, type Machine, type SetValue, type TextValue, type Value } from "./values.ts";

/** What says which content is fetched, by what the fetcher is asked for. */
const PLACES: Readonly<Record<FetcherKind, readonly string[]>> = {
  file: ["url", "urls"],
  git: ["rev", "tag", "ref"],
  forge: ["rev", "tag"],
  registry: ["version"],
  hex: ["version"],
  dependencies: [],
};

/** Of those of files and of git, the ones that fetch all that is there: a patch may be the same in many releases. */
const WHOLE: ReadonlySet<string> = new Set(["fetchurl", "fetchzip", "fetchgit", "fetchFromGitiles"]);

/** With these, a part of what is there is kept, which may be the same in many releases. */
const PARTIAL: ReadonlySet<string> = new Set(["sparseCheckout", "rootDir", "postFetch", "extraPostFetch"]);

/** Files that hold a whole release. One of a font or an icon may be the same in the next. */
const ARCHIVE =
  /\.(?:tar|tar\.[a-z0-9]+|tgz|tbz2?|txz|tzst|zip|7z|deb|rpm|AppImage|dmg|pkg|jar|whl|gem|vsix|crate|snap|msi|apk)$/i;

/**
 * Whether a fetcher is certain to be asked for another content than before, because of a version that differs: a
 * release as a whole, which it is not for certain where a part of it is taken, or where only a name of it differs.
 */
export function fetchesAnother(machine: Machine, name: string, kind: FetcherKind, set: SetValue): boolean {
  if (set.rest.length > 0) return false;
  if ((kind === "file" || kind === "git") && !WHOLE.has(name)) return false;
  if ([...set.attributes.keys()].some((attribute) => PARTIAL.has(attribute))) return false;
  return PLACES[kind].some((place) => {
    const value = set.attributes.get(place);
    return value !== undefined && isAnother(machine, machine.force(value), kind);
  });
}

function isAnother(machine: Machine, value: Value, kind: FetcherKind): boolean {
  return alternatives(value).every((each) => {
    if (each.kind === "text") return isOtherText(each, kind);
    if (each.kind !== "list" || kind !== "file" || each.elements.length === 0) return false;
    return each.elements.every((element) => isAnother(machine, machine.force(element), kind));
  });
}

function isOtherText(text: TextValue, kind: FetcherKind): boolean {
  if (!text.pieces.some((piece) => piece.kind === "pin" && piece.of === "version")) return false;
  const both = marked(text);
  if (both === null) return false;
  if (kind !== "file") return both.before !== both.after;
  const [before, after] = [withoutFragment(both.before), withoutFragment(both.after)];
  return before !== after && ARCHIVE.test(after.replace(/\?.*/s, ""));
}

/** What is behind a `#` is no part of what is asked for: `….zip#/hello-1.0.zip` only gives it a name. */
function withoutFragment(url: string): string {
  return url.replace(/#.*/s, "");
}
