import { booleanLiteral } from "../../../nix/expressions.ts";
import { attribute } from "../../../packages/derivation/attribute.ts";
import type { Derivation } from "../../../packages/derivation/derivation.ts";

/** Whether a derivation sets `__structuredAttrs`; null where that is not known. */
export function isStructured(derivation: Derivation): boolean | null {
  const found = attribute(derivation, "__structuredAttrs");
  if (!found.known) return null;
  if (found.value === null) return false;
  return found.value.kind === "value" ? booleanLiteral(found.value.value) : null;
}
