import type { Draft } from "../draft.ts";
import { attributeSet, type Group } from "../layout.ts";

/** How a package refers to its own attributes: through `finalAttrs`, or through `rec`. */
export type Style = {
  readonly prefix: "finalAttrs." | "";
  readonly set: (groups: readonly Group[]) => string;
};

export const finalAttributes: Style = {
  prefix: "finalAttrs.",
  set: (groups) => `(finalAttrs: ${attributeSet(...groups)})`,
};

export const recursive: Style = {
  prefix: "",
  set: (groups) => `rec ${attributeSet(...groups)}`,
};

/** The newer the package, the likelier it is written with `finalAttrs`. */
export function styleOf(draft: Draft): Style {
  return draft.random.chance(draft.modern ? 0.9 : 0.3) ? finalAttributes : recursive;
}
