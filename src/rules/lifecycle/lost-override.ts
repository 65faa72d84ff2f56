import { checkDefinition } from "../../checker/checks/definitions.ts";
import type { Rule } from "../../checker/rule.ts";
import type { Expression } from "../../nix/ast.ts";
import { applicationParts, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { resolveName } from "../../nix/scope.ts";
import { quoted } from "../../nix/shown.ts";
import { packageFunction, packageResults } from "../../packages/derivation/results.ts";

/** What `callPackage` calls gets an `override` of its own, in the place of the one that it had. */
export const lostOverride: Rule = {
  name: "lost-override",
  family: "lifecycle",
  codes: [],
  summary:
    "a variant of a package is moved into a package directory, and no longer has that package's `override`",
  level: "warning",
  comparesOnly: true,
  checks: {
    package: checkDefinition(({ path, file }, { root, name }, context) => {
      const { base } = context;
      if (base === null || base.hasPackage(root, name)) return;
      const fn = packageFunction(file);
      // By a name for the whole, the arguments of the package may be taken and handed on.
      if (fn.kind !== "function" || fn.function.formals === null || fn.function.argument !== null) return;
      const [result, ...more] = packageResults(fn.function, fn.scope);
      const of = result === undefined ? null : overridden(result.expression);
      const [formal] = of ?? [];
      if (result === undefined || of === null || formal === undefined || more.length > 0) return;
      const argument = resolveName(result.scope, formal);
      if (argument.kind !== "argument" || argument.whole) return;
      const definitions = base.topLevel(root).byAttribute.get(name) ?? [];
      const before = definitions.find(({ value }) => value !== null && overridden(value) !== null);
      if (before === undefined || definitions.length > 1) return;
      const own = quoted(`${name}.override`);
      context.report({
        path,
        attribute: name,
        at: { source: file.source, span: result.expression },
        message: `${own} took the arguments of ${quoted(of.join("."))} before, and takes those of this file now.`,
        help: `${quoted("callPackage")} gives what it calls an ${quoted("override")} of its own, so ${quoted(`${name}.override { … }`)} fails for whoever overrides an argument that this file does not take. Keep the definition in ${quoted(before.path)} and delete this directory.`,
        about: "",
      });
    }),
  },
};

/** `["hello"]` of `(hello.override { … }).overrideAttrs (old: { … })`; null of what is no variant of a package. */
function overridden(expression: Expression): readonly string[] | null {
  for (let at = unparenthesized(expression); ; ) {
    const { function: fn, args } = applicationParts(at);
    if (args.length !== 1 || fn.kind !== "select" || fn.default !== null) return null;
    const names = fn.attrpath.names.map(({ text }) => text);
    const last = names.pop();
    if (last !== "override" && last !== "overrideAttrs") return null;
    const inner = unparenthesized(fn.expression);
    if (inner.kind === "apply" && names.length === 0) {
      at = inner;
      continue;
    }
    return selectionChain(fn)?.slice(0, -1) ?? null;
  }
}
