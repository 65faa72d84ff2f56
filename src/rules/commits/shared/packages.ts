import type { MessagesSubject, RuleContext } from "../../../checker/rule.ts";
import { packageDirectory } from "../../../packages/layout.ts";
import { readPackageFile } from "../../../packages/package-file.ts";
import type { Repository } from "../../../packages/repository.ts";
import { mainVersion } from "../../../packages/update/main-version.ts";
import { subjectsOf, type VersionChange, versionChange } from "./subjects.ts";

/** A package by name, and its version on both sides; null where it is not there, or says none that is plain. */
export type Versions = {
  readonly existed: boolean;
  readonly exists: boolean;
  readonly before: string | null;
  readonly after: string | null;
};

/** What is said of the version of one package by name. */
export type Said = {
  readonly attribute: string;
  /** By the title, or by the commits in their order. */
  readonly changes: readonly [VersionChange, ...VersionChange[]];
  readonly versions: Versions;
  readonly isTouched: boolean;
};

/** What the title says, and what the commits say, of each package by name. */
export function saidOfPackages(messages: MessagesSubject, context: RuleContext): readonly Said[] {
  if (!messages.whole) return [];
  const changes = subjectsOf(messages).flatMap((subject) => versionChange(subject) ?? []);
  // The title is about the whole, a commit may be about a part.
  const groups = Map.groupBy(changes, ({ attribute, who }) => `${who.startsWith("The")}\0${attribute}`);
  return [...groups.values()].flatMap((group) => {
    const [first, ...more] = group;
    const versions = first === undefined ? null : versionsOf(first.attribute, context);
    if (first === undefined || versions === null) return [];
    const { attribute } = first;
    return [{ attribute, changes: [first, ...more], versions, isTouched: messages.touched.has(attribute) }];
  });
}

/** Null of what is no package by name on either side. */
function versionsOf(attribute: string, { base, repository, roots }: RuleContext): Versions | null {
  if (base === null) return null;
  const root = roots.find(
    (each) => repository.hasPackage(each, attribute) || base.hasPackage(each, attribute),
  );
  if (root === undefined) return null;
  const version = ({ files }: Repository) => {
    const definition = readPackageFile(files, packageDirectory(root, attribute), root.file);
    return definition === null ? null : mainVersion(definition.file);
  };
  return {
    existed: base.hasPackage(root, attribute),
    exists: repository.hasPackage(root, attribute),
    before: version(base),
    after: version(repository),
  };
}
