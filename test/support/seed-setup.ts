import fc from "fast-check";
import { SEED } from "./seed.ts";

// For all property tests that do not have a seed of their own.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: SEED });
