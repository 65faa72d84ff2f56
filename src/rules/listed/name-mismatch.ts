import { soundSyntaxOf } from "../../checker/checks/syntax.ts";
import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import { resolvePath } from "../../snapshot/resolve.ts";
import { derivationAt, nameOf } from "./shared/called.ts";
import { ADVISED_OF_LISTS } from "./shared/levels.ts";
import { listingOf } from "./shared/listing.ts";

/** Whoever looks for the package of an attribute looks for a directory of that name. */
export const nameMismatch: Rule = {
  name: "name-mismatch",
  family: "listed",
  codes: [],
  summary: "a listed package is called something else than its directory",
  level: ADVISED_OF_LISTS,
  checks: {
    file(file, context) {
      if (file.package !== null) return;
      const syntax = soundSyntaxOf(file);
      if (syntax === null) return;
      const { calls } = listingOf(context);
      const own = calls.filter(({ by }) => by === file.path);
      const callers = new Map<string, number>();
      for (const { target } of calls) callers.set(target, (callers.get(target) ?? 0) + 1);
      for (const { attribute, target, literal, plain } of own) {
        // With arguments, or beside another, it is a variant, which needs a name of its own.
        if (!plain || callers.get(target) !== 1 || target === "") continue;
        const name = attribute.slice(attribute.lastIndexOf(".") + 1);
        const parts = target.split("/").map((part) => part.replace(/\.nix$/, ""));
        if (parts.some((part) => isAlike(name, part)) || parts.every((part) => NO_NAMES.has(part))) continue;
        // Of what is not there another rule speaks.
        if (resolvePath(context.repository.files.snapshot, target).kind !== "found") continue;
        const derivation = derivationAt(context.repository, target);
        const pname = derivation.known ? nameOf(derivation.value) : null;
        if (pname !== null && isAlike(name, pname)) continue;
        context.report({
          path: file.path,
          attribute,
          at: { source: syntax.source, span: literal },
          message: `${quoted(attribute)} is defined by ${quoted(literal.text)}, which has another name${pname === null ? "" : `, as its \`pname\` has: ${quoted(pname)}`}.`,
          help: "If the line was copied, call the package's own path. Else name the attribute and the directory alike, so that one is found by the other.",
          about: `${attribute} ${literal.text}`,
        });
      }
    },
  },
};

/** What files and directories are called that are named after no package. */
const NO_NAMES: ReadonlySet<string> = new Set([
  ...["package", "default", "derivation", "build"],
  ...["nix", "pkg", "pkgs", "package", "packages", "by-name"],
]);

/** Whether two names may be meant as one: case and signs aside, one is a part of the other. */
function isAlike(a: string, b: string): boolean {
  const [left, right] = [plainName(a), plainName(b)];
  if (left === "" || right === "") return false;
  return left.includes(right) || right.includes(left);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
