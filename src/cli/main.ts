#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Every start after the first finds its code compiled.
enableCompileCache();
const { guardOutput } = await import("./output.ts");
guardOutput();
const { main } = await import("./program.ts");
process.exitCode = await main(process.argv);
