import type { MessagesSubject } from "../../../checker/rule.ts";
import { quoted } from "../../../nix/shown.ts";

/** Only nixpkgs has rules for messages. */
export const COMMIT_LEVEL = { nixpkgs: "advice", nur: "off", flake: "off" } as const;

/** A title or the subject of a commit. */
export type Subject = {
  /** "The title", "Commit `1a2b3c4`". */
  readonly who: string;
  readonly text: string;
};

/** What a person wrote: git and GitHub write the others. */
export function subjectsOf({ title, commits, paths }: MessagesSubject): readonly Subject[] {
  // GitHub calls a suggestion so that is taken over by itself.
  const updates = new Set(paths.map((path) => `Update ${path}`));
  const written = commits.filter(({ text }) => text !== "" && !AUTOMATIC.test(text) && !updates.has(text));
  const subjects = written.map(({ id, text }) => ({ who: `Commit ${quoted(id.slice(0, 7))}`, text }));
  // GitHub takes the title of a pull request with one commit from that.
  const isOwn =
    title !== null && title !== "" && !AUTOMATIC.test(title) && !commits.some((one) => one.text === title);
  return isOwn ? [{ who: "The title", text: title }, ...subjects] : subjects;
}

/**
 * Of the button of a suggestion, too: whoever presses it does what was asked; and how nixpkgs calls the pull requests
 * that bring its branches together.
 */
const AUTOMATIC =
  /^(?:[Ss]taging[- ]next\b|Merge (?:branch|branches|commit|pull request|remote-tracking branch|tag)\b|Revert "|Reapply "|Apply (?:suggestions? from|\d+ suggestions?)\b)/;

/** What a subject says of the version of a package. */
export type VersionChange = Subject & {
  readonly attribute: string;
  /** Null where it says that the package is new. */
  readonly before: string | null;
  readonly after: string;
};

const INIT = /^([A-Za-z_][\w'-]*): init at ([^\s,;:()]+)/;
const UPDATE = /^([A-Za-z_][\w'-]*): ([^\s,;:()]+) (?:->|→) ([^\s,;:()]+)/;

/** Reads `hello: init at 2.12` and `hello: 2.11 -> 2.12`; null of all else. */
export function versionChange(subject: Subject): VersionChange | null {
  // GitHub cuts what is long.
  if (subject.text.endsWith("…")) return null;
  const [, added, version] = INIT.exec(subject.text) ?? [];
  if (added !== undefined && version !== undefined)
    return { ...subject, attribute: added, before: null, after: withoutStop(version) };
  const [, attribute, before, after] = UPDATE.exec(subject.text) ?? [];
  if (attribute === undefined || before === undefined || after === undefined) return null;
  return { ...subject, attribute, before, after: withoutStop(after) };
}

function withoutStop(version: string): string {
  return version.replace(/\.$/, "");
}
