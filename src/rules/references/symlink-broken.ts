import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { linkDestination } from "../../packages/references.ts";

/** NPV-126. */
export const symlinkBroken: Rule = {
  name: "symlink-broken",
  family: "references",
  codes: ["NPV-126"],
  summary: "a symbolic link leads nowhere, or in a circle",
  level: "error",
  checks: {
    link({ path, package: owner }, context) {
      const { files } = context.repository;
      const destination = linkDestination(files, owner.path, path);
      if (destination.kind === "unknown") {
        context.unknown(
          { path, attribute: owner.name },
          `Where the symbolic link ${quoted(path)} leads is not known: it is in a submodule, which is not looked into.`,
        );
      }
      if (destination.kind !== "nothing") return;
      const target = files.readLink(path) ?? "";
      context.report({
        path,
        attribute: owner.name,
        message: `The symbolic link ${quoted(path)} leads to ${quoted(target)}, where there is nothing.`,
        help: "Add what it should lead to, or delete it.",
        about: target,
      });
    },
  },
};
