import { type PackageFile, readPackageFile } from "../packages/package-file.ts";
import type { Checks, PackageSubject, RuleContext } from "./rule.ts";

/** A check of each package whose `package.nix` can be read. */
export function checkDefinition(
  judge: (definition: PackageFile, subject: PackageSubject, context: RuleContext) => void,
): NonNullable<Checks["package"]> {
  return (subject, context) => {
    if (subject.entry.kind !== "directory") return;
    const definition = readPackageFile(context.repository.files, subject.path);
    if (definition !== null) judge(definition, subject, context);
  };
}
