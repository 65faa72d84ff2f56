import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { create, extract } from "tar";
import { readGrammar } from "../src/grammar/load.ts";

// Makes `dist/`, which is what is published: the compiled code, with the grammar and the embedded database's
// first files beside what loads them.
const root = new URL("../", import.meta.url);
const grammar = await readGrammar();
rmSync(new URL("dist/", root), { recursive: true, force: true });
execFileSync("tsc", ["-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
mkdirSync(new URL("dist/grammar/", root), { recursive: true });
writeFileSync(new URL("dist/grammar/tree-sitter-nix.wasm", root), grammar);

// Creating a database takes seconds and 600 MB of memory, unpacking one neither.
const scratch = mkdtempSync(join(tmpdir(), "by-name-bot-build-"));
const database = await PGlite.create();
const files = await database.dumpDataDir("none");
await database.close();
writeFileSync(join(scratch, "files.tar"), Buffer.from(await files.arrayBuffer()));
const folder = join(scratch, "database");
mkdirSync(folder);
await extract({ file: join(scratch, "files.tar"), cwd: folder, preserveOwner: false });
// Packed anew, with relative paths, so that what unpacks it may take every warning for an error.
const target = fileURLToPath(new URL("dist/queue/database.tar.gz", root));
await create({ file: target, cwd: folder, gzip: { level: 9 }, portable: true }, readdirSync(folder));
rmSync(scratch, { recursive: true });
