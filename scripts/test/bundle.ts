import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { readGrammar } from "../../src/grammar/load.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** What tests start as processes, hundreds of times. */
const PROGRAMS = [
  "src/index.ts",
  "src/cli/main.ts",
  "src/cli/worker.ts",
  "src/app/workers/entry.ts",
  "scripts/demo.ts",
  "test/app/hostile-worker.ts",
  "test/app/serve-process.ts",
  "test/queue/adding-process.ts",
];

/** What finds files of its own beside its code, or is not installed. */
const LEFT_ALONE = ["@electric-sql/pglite", "web-tree-sitter", "esbuild", "pg-native"];

/** Each module finds what it looks for beside itself where it would be, were it compiled alone. */
function inPlace(folder: string): Plugin {
  return {
    name: "in place",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        if (path.includes("node_modules") || !text.includes("import.meta.url")) return null;
        const { href } = pathToFileURL(join(folder, relative(ROOT, path).replace(/\.ts$/, ".js")));
        return { contents: text.replaceAll("import.meta.url", JSON.stringify(href)), loader: "ts" };
      });
    },
  };
}

/**
 * Makes of each program few files, in a folder that looks like this repository: loading 500 modules one by one takes
 * four times as long, at every start of every process.
 */
export async function bundlePrograms(folder: string): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: PROGRAMS,
    outbase: ".",
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node22",
    format: "esm",
    keepNames: true,
    logLevel: "error",
    mainFields: ["module", "main"],
    external: LEFT_ALONE,
    plugins: [inPlace(folder)],
    // What is CommonJS among the dependencies asks for Node's own modules so.
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module";\nconst require = requireFrom(import.meta.url);',
    },
  });
  mkdirSync(join(folder, "src/grammar"), { recursive: true });
  writeFileSync(join(folder, "src/grammar/tree-sitter-nix.wasm"), await readGrammar());
  // What a bundled program starts as it is.
  symlinkSync(join(ROOT, "scripts/build-action.ts"), join(folder, "scripts/build-action.ts"));
  for (const name of readdirSync(ROOT)) {
    if (!existsSync(join(folder, name))) symlinkSync(join(ROOT, name), join(folder, basename(name)));
  }
}
