import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { SecondReader } from "../nix/alike.ts";
import { createSecondReader } from "../nix/second-reader.ts";

/** SHA-256 of the grammar that this version was tested with; no other is loaded or built in. */
export const GRAMMAR_SHA256 = "ee332466b7667c0cddbee1621b89b4a3fd83a0e83c938a1502081440e03ba6a2";

/**
 * Where the grammar is: beside this file in a built package, in the development dependency that the
 * build copies it from otherwise.
 */
export function grammarUrl(): URL {
  if (import.meta.url.endsWith(".js")) return new URL("./tree-sitter-nix.wasm", import.meta.url);
  const manifest = createRequire(import.meta.url).resolve("tree-sitter-wasm/manifest.json");
  return new URL("./out/nix/tree-sitter-nix.wasm", pathToFileURL(manifest));
}

/** The bytes of the grammar. Throws where they are not those of the pinned one. */
export async function readGrammar(): Promise<Uint8Array> {
  const url = grammarUrl();
  const bytes = await readFile(url);
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (hash !== GRAMMAR_SHA256) {
    throw new Error(`the Nix grammar at ${url.href} is not the one of this version (SHA-256 ${hash})`);
  }
  return bytes;
}

let reader: Promise<SecondReader> | undefined;

/** The second reader of this thread, made when first asked for, which takes some ten milliseconds. */
export function loadSecondReader(): Promise<SecondReader> {
  reader ??= readGrammar().then(createSecondReader);
  return reader;
}
