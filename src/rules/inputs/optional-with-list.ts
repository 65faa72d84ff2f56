import { checkDerivations, type PackageText, type Remark } from "../../checker/checks/calls.ts";
import { editingFix } from "../../checker/fixes/text-edits.ts";
import type { Rule } from "../../checker/rule.ts";
import type { Expression } from "../../nix/ast.ts";
import { applicationParts, selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { resolveName, type Scope } from "../../nix/scope.ts";
import { attribute } from "../../packages/derivation/attribute.ts";

/** Attributes that are lists of what is no list itself. */
const LISTS = /(?:Inputs|Flags)$|^(?:patches|dependencies|build-system|outputs|pythonImportsCheck)$/;

export const optionalWithList: Rule = {
  name: "optional-with-list",
  family: "inputs",
  codes: [],
  summary: "`lib.optional` is given a list",
  level: "advice",
  needs: [/\boptional\b/],
  checks: {
    derivation: checkDerivations((derivation, file) =>
      derivation.attributes.bindings.flatMap((binding) => {
        if (binding.kind !== "binding") return [];
        const [name, ...more] = binding.attrpath.names;
        if (name?.text == null || more.length > 0 || !LISTS.test(name.text)) return [];
        const found = attribute(derivation, name.text);
        return found.known && found.value?.kind === "value"
          ? ofValue(binding.value, found.value.scope, name.text, file)
          : [];
      }),
    ),
  },
};

/** The calls of `optional` on a list among the parts that `++` joins. */
function ofValue(value: Expression, scope: Scope, name: string, file: PackageText): Remark[] {
  const found: Remark[] = [];
  const pending = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const inner = unparenthesized(next);
    if (inner.kind === "binary" && inner.operator === "++") pending.push(inner.right, inner.left);
    if (inner.kind !== "apply") continue;
    const { function: callee, args } = applicationParts(inner);
    const [, argument] = args;
    const chain = selectionChain(callee);
    if (chain?.at(-1) !== "optional" || args.length !== 2 || argument === undefined) continue;
    if (unparenthesized(argument).kind !== "list" || (chain.length > 1 && chain[0] !== "lib")) continue;
    const end = callee.end;
    const renamed = { span: { start: end - "optional".length, end }, text: "optionals" };
    found.push({
      at: callee,
      message: `\`optional\` puts the list that it is given into another one, so \`${name}\` has a list among its elements.`,
      help: "Write `optionals`, which takes a list.",
      about: `${name} ${file.source.text.slice(inner.start, inner.end)}`,
      fix: isOfLib(chain, scope) ? editingFix(file, "Write `optionals`", [renamed]) : null,
    });
  }
  return found;
}

/** Whether `optionals` is in scope wherever `optional` is. */
function isOfLib(chain: readonly string[], scope: Scope): boolean {
  return chain.length > 1 || resolveName(scope, "optional").kind === "free";
}
