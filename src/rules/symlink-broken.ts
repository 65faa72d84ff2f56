import { linkDestination } from "../packages/references.ts";
import { quoted, type Rule } from "./rule.ts";

/** NPV-126. */
export const symlinkBroken: Rule = {
  name: "symlink-broken",
  codes: ["NPV-126"],
  summary: "a symbolic link leads nowhere, or in a circle",
  level: "error",
  checks: {
    link({ path, package: owner }, context) {
      const { files } = context.repository;
      if (linkDestination(files, owner.path, path).kind !== "nothing") return;
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
