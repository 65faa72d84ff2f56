import { writeFileSync } from "node:fs";
import { main } from "../src/cli/program.ts";

// Runs the command line as it is, and at its end writes its peak memory in bytes to the file named first.
const [, , file = "", ...args] = process.argv;
process.on("exit", () => writeFileSync(file, String(process.resourceUsage().maxRSS * 1024)));
process.exitCode = await main(["node", "by-name-bot", ...args]);
