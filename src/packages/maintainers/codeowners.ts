import { type Known, known, unknown } from "../../nix/known.ts";
import { quoted } from "../../nix/shown.ts";
import { joinPath } from "../../snapshot/snapshot.ts";
import { type Files, walk } from "../files.ts";
import type { DefiningFile } from "../layout.ts";
import type { CodeOwner, CodeOwnersLine } from "./codeowners-file.ts";
import { knownMaintainers } from "./known-maintainers.ts";
import type { Maintainer, Maintainers } from "./maintainer.ts";
import { type MaintainerCache, readCached } from "./maintainer-cache.ts";

/** Where GitHub looks for code owners, in its order: the first that is there counts, and no other. */
export const CODEOWNERS_FILES: readonly string[] = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];

/** GitHub does not load a file of 3 MB or more. */
const MAX_BYTES = 3_000_000;

/**
 * The code owners of a package: those of the file that defines it, where all other files of its directory have the
 * same. Unknown where they have not, so that nobody is asked about a part of a package only.
 */
export function codeOwners(
  files: Files,
  { directory, file, alone }: DefiningFile,
  organization: string | null,
  cache: MaintainerCache,
): Maintainers {
  const entries = CODEOWNERS_FILES.map((path) => ({ path, entry: files.entry(path) }));
  const found = entries.find(({ entry }) => entry !== null && entry.kind !== "directory");
  if (found === undefined) return notKnown("there is no `CODEOWNERS` file");
  const content = files.snapshot.read(found.path);
  if (content !== "not-loaded" && content.kind === "bytes" && content.bytes.length >= MAX_BYTES) {
    return notKnown(`${quoted(found.path)} is larger than GitHub takes`);
  }
  const lines = readCached(files, found.path, cache.codeOwners);
  if (!lines.known) return notKnown(lines.why);
  const packageFile = joinPath(directory, file);
  const own = ownersOf(lines.value, packageFile, found.path);
  if (!own.known) return notKnown(own.why);
  const expected = ownersKey(own.value);
  for (const { path } of alone === true ? [] : walk(files, directory)) {
    const other = ownersOf(lines.value, path, found.path);
    if (!other.known) return notKnown(other.why);
    if (ownersKey(other.value) !== expected) {
      return notKnown(`${quoted(path)} has other code owners than ${quoted(packageFile)}`);
    }
  }
  return maintainersBy(own.value, organization, found.path);
}

function notKnown(why: string): Maintainers {
  return { kind: "unknown", why };
}

/** Whom a line names; the line is counted from 1, and 0 where no line matches. */
type Owners = { readonly owners: readonly CodeOwner[]; readonly line: number };

/** The owners by the last line that a path matches, nobody where there is none; unknown where that is not sure. */
function ownersOf(lines: readonly CodeOwnersLine[], path: string, file: string): Known<Owners> {
  for (const line of lines.toReversed()) {
    const covered = line.covers(path);
    if (covered === "no") continue;
    if (line.owners === null || covered === "maybe") {
      return unknown(
        `${quoted(shortened(line.text))} on line ${line.line} of ${quoted(file)} was not understood`,
      );
    }
    return known({ owners: line.owners, line: line.line });
  }
  return known({ owners: [], line: 0 });
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function ownersKey({ owners }: Owners): string {
  return JSON.stringify([...new Set(owners.map((owner) => JSON.stringify(owner).toLowerCase()))].sort());
}

function maintainersBy({ owners, line }: Owners, organization: string | null, file: string): Maintainers {
  const people: Maintainer[] = [];
  const teams: string[] = [];
  const organizations = new Set(organization === null ? [] : [organization.toLowerCase()]);
  for (const owner of owners) {
    switch (owner.kind) {
      case "account":
        people.push({ name: owner.login, id: null, login: owner.login });
        break;
      case "e-mail":
        people.push({ name: owner.address, id: null, login: null });
        break;
      case "team":
        teams.push(owner.slug);
        organizations.add(owner.organization.toLowerCase());
    }
  }
  if (organizations.size > 1) {
    return notKnown(`line ${line} of ${quoted(file)} names a team of another organisation`);
  }
  return knownMaintainers(people, teams);
}
