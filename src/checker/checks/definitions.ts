import { definitionOf } from "../../packages/definitions/certain-definition.ts";
import type { PackageFile } from "../../packages/package-file.ts";
import type { Checks, PackageSubject, RuleContext } from "../rule.ts";

/** A check of each package whose `package.nix`, or the file that certainly should be it, can be read. */
export function checkDefinition(
  judge: (definition: PackageFile, subject: PackageSubject, context: RuleContext) => void,
): NonNullable<Checks["package"]> {
  return (subject, context) => {
    if (subject.entry.kind !== "directory") return;
    const definition = definitionOf(context.repository, subject.root, subject.name, subject.path);
    if (definition !== null) judge(definition, subject, context);
  };
}
