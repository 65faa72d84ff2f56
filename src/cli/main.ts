#!/usr/bin/env node
import * as nodeModule from "node:module";
import v8 from "node:v8";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`by-name-bot: it needs Node.js 22.18 or newer, and this is ${process.version}\n`);
  process.exit(2);
}
// Every start after the first finds its code compiled.
nodeModule.enableCompileCache();
// V8 takes lists that nodes of syntax are in for long-lived, as the first ones are. Those of files that are done with
// would then keep all that is in them until the next collection of everything: a third more memory, a fifth more time.
v8.setFlagsFromString("--no-allocation-site-pretenuring");
const { guardOutput } = await import("./output.ts");
guardOutput();
const { main } = await import("./program.ts");
process.exitCode = await main(process.argv);
