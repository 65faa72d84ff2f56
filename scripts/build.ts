import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { create } from "tar";
import { readGrammar } from "../src/grammar/load.ts";
import { openQueue } from "../src/queue/queue.ts";

// Makes `dist/`, which is what is published: the compiled code, with the grammar and the embedded database's
// first files beside what loads them.
const root = new URL("../", import.meta.url);
const grammar = await readGrammar();
rmSync(new URL("dist/", root), { recursive: true, force: true });
const compiler = spawn("tsc", ["-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
const compiled = once(compiler, "exit");
mkdirSync(new URL("dist/grammar/", root), { recursive: true });
writeFileSync(new URL("dist/grammar/tree-sitter-nix.wasm", root), grammar);

// Creating a database with its tables takes seconds and 600 MB of memory, unpacking one neither.
const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-build-"));
const silent = () => {};
const queue = await openQueue({
  storage: { kind: "embedded", directory: scratch },
  log: { info: silent, warn: silent, error: silent },
});
await queue.close({ graceMs: 0 });
mkdirSync(new URL("dist/queue/", root), { recursive: true });
const target = fileURLToPath(new URL("dist/queue/database.tar.gz", root));
const cwd = join(scratch, "database");
await create({ file: target, cwd, gzip: { level: 6 }, portable: true }, readdirSync(cwd));
rmSync(scratch, { recursive: true });
await compiled;
if (compiler.exitCode !== 0) process.exit(1);
