import type { Unnoticed } from "../compare.ts";

export const COMMANDS: readonly Unnoticed[] = [];
