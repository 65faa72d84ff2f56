import type { Unnoticed } from "../compare.ts";

export const UPDATE: readonly Unnoticed[] = [];
