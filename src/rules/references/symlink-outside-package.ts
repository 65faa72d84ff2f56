import type { Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { linkDestination } from "../../packages/references.ts";

/** NPV-125. */
export const symlinkOutsidePackage: Rule = {
  name: "symlink-outside-package",
  family: "references",
  codes: ["NPV-125"],
  summary: "a symbolic link leads out of the package directory",
  level: "error",
  doubtfulWithoutShards: true,
  checks: {
    link({ path, package: owner }, context) {
      const { files } = context.repository;
      const destination = linkDestination(files, owner.path, path);
      if (destination.kind !== "outside") return;
      const target = files.readLink(path) ?? "";
      context.report({
        path,
        attribute: owner.name,
        message: `The symbolic link ${quoted(path)} leads out of the package directory, to ${quoted(target)}.`,
        help: wayOut(destination.path, context),
        about: target,
      });
    },
  },
};

function wayOut(path: string | null, { repository: { files } }: RuleContext): string {
  if (path === null)
    return "Nobody else has what is there: put what is needed into the package directory instead.";
  return files.entry(path)?.kind === "directory"
    ? "Put what the package needs of it into the package directory instead of the link."
    : "Put a copy of the file into the package directory instead of the link.";
}
