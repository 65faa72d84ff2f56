import type { Draft } from "./draft.ts";

/** A way to write a package: what stands behind the colon of its formals. */
export type Family = {
  readonly name: string;
  /** How common packages of this family are. */
  readonly weight: number;
  readonly write: (draft: Draft) => string;
};
