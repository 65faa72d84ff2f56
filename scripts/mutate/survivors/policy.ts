import type { Unnoticed } from "../compare.ts";

export const POLICY: readonly Unnoticed[] = [];
