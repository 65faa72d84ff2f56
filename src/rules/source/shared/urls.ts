import type { StringLiteral } from "../../../nix/ast.ts";
import { unparenthesized } from "../../../nix/expressions.ts";
import { attribute } from "../../../packages/derivation/attribute.ts";
import type { FetchCall } from "../../../packages/derivation/fetch-call.ts";
import { listElements } from "../../../packages/derivation/list.ts";

/** The literals that a fetcher's `url` and `urls` are set to. */
export function urlLiterals(fetch: FetchCall): StringLiteral[] {
  return ["url", "urls"].flatMap((name) => {
    const found = attribute(fetch, name);
    if (!found.known || found.value?.kind !== "value") return [];
    const { value, scope } = found.value;
    const values =
      name === "url" ? [value] : listElements(value, scope).elements.map(({ expression }) => expression);
    return values.flatMap((each) => {
      const inner = unparenthesized(each);
      return inner.kind === "string" ? [inner] : [];
    });
  });
}
