import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { Language, Parser } from "web-tree-sitter";

/** SHA-256 of the grammar that this version was tested with; the build copies no other. */
export const GRAMMAR_SHA256 = "ee332466b7667c0cddbee1621b89b4a3fd83a0e83c938a1502081440e03ba6a2";

/**
 * Where the grammar is: beside this file in a built package, in the development dependency that it is
 * copied from otherwise.
 */
export function grammarUrl(): URL {
  if (import.meta.url.endsWith(".js")) return new URL("./tree-sitter-nix.wasm", import.meta.url);
  const main = createRequire(import.meta.url).resolve("tree-sitter-wasm/manifest.json");
  return new URL("./out/nix/tree-sitter-nix.wasm", `file://${main}`);
}

/** Loads the Nix grammar into a new tree-sitter parser. Throws where the grammar is not the pinned one. */
export async function loadGrammar(): Promise<Parser> {
  const [bytes] = await Promise.all([readFile(grammarUrl()), Parser.init()]);
  const hash = createHash("sha256").update(bytes).digest("hex");
  if (hash !== GRAMMAR_SHA256) {
    throw new Error(`the Nix grammar at ${grammarUrl().href} is not the one of this version (SHA-256 ${hash})`);
  }
  const parser = new Parser();
  parser.setLanguage(await Language.load(bytes));
  return parser;
}
