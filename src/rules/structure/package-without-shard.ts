import { movingFix } from "../../checker/fixes/moving-packages.ts";
import type { Rule, RuleContext } from "../../checker/rule.ts";
import { CONFIGURATION_FILE } from "../../config/configuration.ts";
import { quoted } from "../../nix/shown.ts";
import { packageDirectory, type Root } from "../../packages/layout.ts";
import { isFree } from "../../packages/relocation.ts";

/** NPV-110, and NPV-140 for the files of the package. */
export const packageWithoutShard: Rule = {
  name: "package-without-shard",
  family: "structure",
  codes: ["NPV-110", "NPV-140"],
  summary: "a package directory stands directly in a root that has shards",
  level: "error",
  checks: {
    package(subject, context) {
      const { root, name, path, unsharded } = subject;
      if (!unsharded) return;
      const { repository } = context;
      if (looksUnsharded(root, context)) {
        // It was so before the change, which adds to it as it found it.
        if (context.base?.looksUnsharded(root) === true) return;
        context.report({
          path: root.path,
          attribute: null,
          message: `Most packages in ${quoted(root.path)} have no shard, so this root seems not to be sharded.`,
          help: `If that is intended, say so in ${quoted(CONFIGURATION_FILE)}: ${quoted("sharded: false")} beside ${quoted(`root: ${root.path}`)}. Else move each package to ${quoted(`${root.path}/<shard>/<name>`)}, where the shard is the first two characters of its name in lower case.`,
          about: "root",
        });
        return;
      }
      const to = packageDirectory(root, name);
      context.report({
        path,
        attribute: name,
        message: `The package ${quoted(name)} is in ${quoted(root.path)} without a shard, so it is not defined by name.`,
        help: isFree(repository, root, name)
          ? `Move the directory to ${quoted(to)}.`
          : `It belongs in ${quoted(to)}, which exists already: rename this package, or merge the two.`,
        fix: movingFix(subject, to, context),
        about: "",
      });
    },
  },
};

/** As it was before the change, where there was anything. */
function looksUnsharded(root: Root, { repository, base }: RuleContext): boolean {
  const isThere = base?.files.list(root.path).some(({ kind }) => kind === "directory") === true;
  return (base !== null && isThere ? base : repository).looksUnsharded(root);
}
