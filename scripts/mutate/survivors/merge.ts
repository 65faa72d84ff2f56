import type { Unnoticed } from "../compare.ts";

export const MERGE: readonly Unnoticed[] = [];
