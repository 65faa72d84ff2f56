import { enableCompileCache } from "node:module";

// A worker thread compiles its code anew, unless it is told where the compiled code is.
enableCompileCache();
await import("./check-worker.ts");
