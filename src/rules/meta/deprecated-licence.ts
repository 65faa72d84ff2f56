import { checkDerivations } from "../../checker/checks/calls.ts";
import type { Rule } from "../../checker/rule.ts";
import type { Expression } from "../../nix/ast.ts";
import { selectionChain, unparenthesized } from "../../nix/expressions.ts";
import { resolveName, type Scope, within } from "../../nix/scope.ts";
import { attribute } from "../../packages/derivation/attribute.ts";
import { listElements } from "../../packages/derivation/list.ts";
import { DEPRECATED_LICENCES } from "./shared/licences.ts";

export const deprecatedLicence: Rule = {
  name: "deprecated-licence",
  family: "meta",
  codes: [],
  summary: "the name of a GNU licence does not say whether later versions apply too",
  level: "advice",
  needs: [new RegExp(`\\b(?:${[...DEPRECATED_LICENCES.keys()].join("|")})\\b`)],
  checks: {
    derivation: checkDerivations((derivation) => {
      const found = attribute(derivation, "meta", "license");
      if (!found.known || found.value?.kind !== "value") return [];
      return licences(found.value.value, found.value.scope).flatMap(({ expression, name }) => {
        const [only, orLater] = DEPRECATED_LICENCES.get(name) ?? [];
        if (only === undefined) return [];
        return [
          {
            at: expression,
            message: `\`${name}\` does not say whether a later version of the licence may be chosen; nixpkgs has deprecated it.`,
            help: `Write \`${only}\`, or \`${orLater}\` if the notices in the source files say “or any later version”. The text of the licence alone does not tell.`,
            about: name,
          },
        ];
      });
    }),
  },
};

type Licence = { readonly expression: Expression; readonly name: string };

/** What is surely an attribute of `lib.licenses`, in a value or a list of them. */
function licences(value: Expression, around: Scope): Licence[] {
  let [inner, scope] = [unparenthesized(value), around];
  while (inner.kind === "with") [inner, scope] = [unparenthesized(inner.body), within(scope, inner)];
  const elements =
    inner.kind === "list" || inner.kind === "binary" ? listElements(inner, scope).elements : [];
  const parts = inner.kind === "list" || inner.kind === "binary" ? elements : [{ expression: inner, scope }];
  return parts.flatMap(({ expression, scope: at }) => {
    const chain = selectionChain(expression);
    const name = chain?.at(-1);
    if (chain === null || name === undefined) return [];
    return isOfLicences(chain, at) ? [{ expression, name }] : [];
  });
}

/** `lib.licenses.x`, `licenses.x` and, under `with lib.licenses`, `x`. */
function isOfLicences(chain: readonly string[], scope: Scope): boolean {
  if (chain.length > 1) return isLicences(chain.slice(0, -1));
  const resolution = resolveName(scope, chain[0] ?? "");
  if (resolution.kind === "inherited" && resolution.source !== null) {
    return isLicences(selectionChain(resolution.source) ?? []);
  }
  if (resolution.kind !== "free") return false;
  const [innermost] = resolution.withs;
  return innermost !== undefined && isLicences(selectionChain(innermost) ?? []);
}

function isLicences(chain: readonly string[]): boolean {
  return (
    chain.at(-1) === "licenses" &&
    chain.slice(0, -1).every((name) => name === "lib" || name === "pkgs" || name === "stdenv")
  );
}
