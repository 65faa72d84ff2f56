import { quoted } from "../../nix/shown.ts";
import type { Remote } from "../../packages/registry/remote.ts";
import { counted } from "./words.ts";

const MOST_NAMES = 20;
const MOST_ENTRIES = 10;

/** What the entries of a registry offer, or why they were not looked at, a sentence each without its full stop. */
export function remoteNotes(remotes: ReadonlyMap<string, Remote>): string[] {
  return [...remotes].slice(0, MOST_ENTRIES).flatMap(([name, remote]) => {
    if (remote.kind === "not-looked-at")
      return [`The repository of ${quoted(name)} could not be checked: ${remote.why}`];
    const { offer } = remote;
    if (offer === null) return [];
    const { attributes, more, licence, lastCommit, renamedTo } = offer;
    const shown = attributes.slice(0, MOST_NAMES).map(quoted).join(", ");
    const left = attributes.length - MOST_NAMES;
    const names = `${shown}${left > 0 ? ` and ${left} more` : ""}`;
    const what =
      attributes.length === 0
        ? "no attribute that the syntax shows"
        : `${counted(attributes.length, "attribute")}: ${names}`;
    const open = more && attributes.length > 0 ? "; there may be more that the syntax does not show" : "";
    const moved = renamedTo === null ? "" : `; the repository was renamed to ${quoted(renamedTo)}`;
    return [
      `Under ${quoted(`nur.repos.${name}`)} there will be ${what}${open}. Licence: ${licence ?? "none that GitHub recognises"}; last commit: ${lastCommit}${moved}`,
    ];
  });
}
