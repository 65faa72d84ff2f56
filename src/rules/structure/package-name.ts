import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { PACKAGE_NAME } from "../../packages/layout.ts";

/** NPV-141. */
export const packageName: Rule = {
  name: "package-name",
  family: "structure",
  codes: ["NPV-141"],
  summary: "a package's name is not valid",
  level: "error",
  checks: {
    package({ name, path, entry }, context) {
      if (entry.kind !== "directory" || PACKAGE_NAME.test(name)) return;
      const remedy = /^[0-9]/.test(name) ? ` A name that begins with a digit takes a \`_\` in front.` : "";
      context.report({
        path,
        attribute: null,
        message: `${quoted(name)} is not a valid package name: it has to be an attribute name that needs no quotes.`,
        help: `Use letters, digits, \`_\` and \`-\`, beginning with a letter or \`_\`.${remedy}`,
        about: "",
      });
    },
  },
};
