#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Every start after the first finds its code compiled.
enableCompileCache();
const { main } = await import("./program.ts");
process.exitCode = await main(process.argv);
