import type { Unnoticed } from "../compare.ts";

export const REGISTRY: readonly Unnoticed[] = [];
