import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { type EntryChange, entryChanges } from "../../packages/registry/changes.ts";
import { type RegistryEntry, registryOf } from "../../packages/registry/registry.ts";
import { gitHubRepository } from "../../packages/registry/url.ts";

/** That it is their repository nobody has said yet; GitHub shows who approves. */
export const registryOwner: Rule = {
  name: "registry-owner",
  family: "registry",
  codes: [],
  summary: "the author of a change is not who the entry names, and none of those approved it",
  level: "warning",
  comparesOnly: true,
  checks: {
    registry({ path, reading }, context) {
      const { base, people } = context;
      if (base === null || people === null) return;
      const before = registryOf(base.files.snapshot);
      const after = reading.kind === "registry" ? reading.registry : null;
      if (before === null || after === null) return;
      const spoke = new Set(
        [people.author, ...people.approvedBy].flatMap((login) => login?.toLowerCase() ?? []),
      );
      for (const change of entryChanges(before, after)) {
        const named = answerable(change);
        if (named.length === 0 || named.some((login) => spoke.has(login.toLowerCase()))) continue;
        const author =
          people.author === null ? "whose author has no account any more" : `by ${quoted(people.author)}`;
        context.reportOf(path, () => ({
          path,
          attribute: change.name,
          ...(change.after === null ? {} : { at: { source: after.source, span: change.after.member } }),
          message: `The entry ${quoted(change.name)} is ${change.kind} ${author}, who is not ${named.map(quoted).join(" or ")}.`,
          help: `${named.map(quoted).join(" or ")} can approve this pull request to say that it is right.`,
          about: `owner\0${change.name}`,
        }));
      }
    },
  },
};

/** Who can say that a change of an entry is right: the people of the base's entry, or of a new one. */
function answerable({ before, after }: EntryChange): string[] {
  return peopleOf(before ?? after);
}

function peopleOf({ contact, url }: RegistryEntry): string[] {
  const owner = gitHubRepository(url)?.owner ?? null;
  const named = [contact, owner].filter((login) => login !== null && login !== "");
  const seen = new Set<string>();
  return named.flatMap((login) => {
    if (login === null || seen.has(login.toLowerCase())) return [];
    seen.add(login.toLowerCase());
    return [login];
  });
}
