import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { readGrammar } from "../src/grammar/load.ts";

// Makes `dist/`, which is what is published: the compiled code with the grammar beside its loader.
const root = new URL("../", import.meta.url);
const grammar = await readGrammar();
rmSync(new URL("dist/", root), { recursive: true, force: true });
execFileSync("tsc", ["-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
mkdirSync(new URL("dist/grammar/", root), { recursive: true });
writeFileSync(new URL("dist/grammar/tree-sitter-nix.wasm", root), grammar);
