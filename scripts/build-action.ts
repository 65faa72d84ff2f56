import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { packageVersion } from "../src/cli/version.ts";
import { readGrammar } from "../src/grammar/load.ts";
import { RULES } from "../src/rules/index.ts";
import { rulePagePath } from "../src/rules/pages.ts";

// Makes `dist-action/main.mjs`, which is the whole Action: its code, what it depends on, tree-sitter with the Nix
// grammar, and the pages of the rules. It goes onto release tags, and not onto `main`. Another folder may be named.
const root = new URL("../", import.meta.url);
const [target = fileURLToPath(new URL("dist-action/", root))] = process.argv.slice(2);
const runtime = readFileSync(createRequire(import.meta.url).resolve("web-tree-sitter/web-tree-sitter.wasm"));
const pages = RULES.map(
  ({ name }) => [name, readFileSync(new URL(rulePagePath(name), root), "utf8")] as const,
);
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** Where it begins. Its own name is no file's, so that nothing of this machine gets into the bundle. */
const entry = `
import { main } from "./src/action/main.ts";
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
await main({
  runtime: bytes(${JSON.stringify(base64(runtime))}),
  grammar: bytes(${JSON.stringify(base64(await readGrammar()))}),
  pages: JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(pages)))}),
  version: ${JSON.stringify(packageVersion())},
});
`;

const { outputFiles } = await build({
  stdin: { contents: entry, resolveDir: fileURLToPath(root), sourcefile: "action.js", loader: "js" },
  bundle: true,
  platform: "node",
  target: "node22",
  format: "esm",
  charset: "utf8",
  legalComments: "inline",
  logLevel: "warning",
  write: false,
  // Of what has both: the other, of jsonc-parser, asks for its parts in a way that no bundle holds.
  mainFields: ["module", "main"],
  // What is CommonJS among the dependencies asks for Node's own modules so.
  banner: {
    js: 'import { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
});
const [file] = outputFiles;
if (file === undefined) throw new Error("esbuild made nothing");
mkdirSync(target, { recursive: true });
writeFileSync(`${target}/main.mjs`, file.contents);
