import type { Unnoticed } from "../compare.ts";

export const MAINTAINERS: readonly Unnoticed[] = [];
