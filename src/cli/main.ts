#!/usr/bin/env node
import * as nodeModule from "node:module";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`by-name-bot: it needs Node.js 22.18 or newer, and this is ${process.version}\n`);
  process.exit(2);
}
// Every start after the first finds its code compiled.
nodeModule.enableCompileCache();
const { guardOutput } = await import("./output.ts");
guardOutput();
const { main } = await import("./program.ts");
process.exitCode = await main(process.argv);
