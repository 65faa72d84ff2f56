import type { TouchedEntry } from "../../packages/registry/touched-entries.ts";
import type { PackageUpdate } from "../../packages/update/update.ts";
import type { Grounds } from "../../policy/decision.ts";
import { fullLogin } from "../../policy/person.ts";

/** What a merge's commit says is said of. */
export type MergedChange = {
  readonly number: number;
  /** The names of the touched packages. */
  readonly packages: readonly string[];
  readonly updates: readonly PackageUpdate[];
  /** The entries of NUR's registry that are touched. */
  readonly entries: readonly Pick<TouchedEntry, "name" | "kind">[];
  readonly grounds: Grounds | null;
};

const MOST_NAMES = 3;
/** What no word of CI or GitHub is written with: no brackets, signs of numbers, or blanks. */
const PLAIN = /^[\w.+-]{1,60}$/;

/**
 * Title and body of the commit by which a change is merged. They are the bot's own: the title and description of
 * a pull request are its author's to change at any moment, and what stands in a commit can close issues and
 * switch CI off.
 */
export function mergeMessage({ number, packages, updates, entries, grounds }: MergedChange): {
  readonly title: string;
  readonly body: string;
} {
  if (entries.length > 0) return { title: `${entryTitle(entries)} (#${number})`, body: bodyOf(grounds) };
  const [update, ...others] = updates;
  const version = others.length === 0 ? (update?.version ?? null) : null;
  const names = packages.slice(0, MOST_NAMES).filter((name) => PLAIN.test(name));
  const more = packages.length > names.length ? " and more" : "";
  const what =
    version !== null && isPlain(version.before, version.after)
      ? `${version.before} -> ${version.after}`
      : "change";
  return { title: `${names.join(", ")}${more}: ${what} (#${number})`.trim(), body: bodyOf(grounds) };
}

const DONE: Readonly<Record<TouchedEntry["kind"], string>> = {
  added: "add",
  changed: "change",
  removed: "remove",
};

/** "add alice repository", as NUR has it; of more than one what they are. */
function entryTitle(entries: MergedChange["entries"]): string {
  const [entry, ...others] = entries;
  if (entry === undefined || others.length > 0) return `change ${entries.length} repositories`;
  return `${DONE[entry.kind]} ${PLAIN.test(entry.name) ? `${entry.name} ` : ""}repository`;
}

function isPlain(...texts: readonly string[]): boolean {
  return texts.every((text) => PLAIN.test(text));
}

function bodyOf(grounds: Grounds | null): string {
  if (grounds === null) return "Merged by by-name-bot.";
  const { strategy, command } = grounds;
  const word = command === null ? "" : `, requested by ${fullLogin(command.by)}`;
  return `Merged by by-name-bot: ${strategy}${word}.`;
}
