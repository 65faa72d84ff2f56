import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** What each file imports of the others, types too: paths from the root of the project. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/** Statements and types: `import … from "./x.ts"`, `export … from`, `import("./x.ts")`. */
const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+\.ts)"/g;

/** The graph of the TypeScript files below a folder. */
export function importGraph(root: string, folder: string): ImportGraph {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => name.endsWith(".ts")).map((name) => join(folder, name));
  return new Map(files.sort().map((file) => [file, importsOf(root, file)]));
}

function importsOf(root: string, file: string): string[] {
  const text = readFileSync(join(root, file), "utf8");
  const imported = [...text.matchAll(IMPORT)].map(([, path = ""]) => resolve(root, dirname(file), path));
  return [...new Set(imported.map((path) => relative(root, path)))];
}

/**
 * The circles of a graph: the files of each, such that every one of them imports every other one, be it by way of
 * others. A file that imports itself is a circle as well.
 */
export function circlesOf(graph: ImportGraph): readonly (readonly string[])[] {
  // Tarjan's: a file is the first of its circle where nothing that it leads to was found earlier and is still open.
  const found = new Map<string, { readonly at: number; lowest: number; open: boolean }>();
  const open: string[] = [];
  const circles: string[][] = [];

  function visit(file: string): { readonly lowest: number } {
    const mark = { at: found.size, lowest: found.size, open: true };
    found.set(file, mark);
    open.push(file);
    for (const imported of graph.get(file) ?? []) {
      const known = found.get(imported);
      if (known === undefined) mark.lowest = Math.min(mark.lowest, visit(imported).lowest);
      else if (known.open) mark.lowest = Math.min(mark.lowest, known.at);
    }
    if (mark.lowest === mark.at) {
      const members = open.splice(open.indexOf(file));
      for (const member of members) {
        const of = found.get(member);
        if (of !== undefined) of.open = false;
      }
      if (members.length > 1 || graph.get(file)?.includes(file)) circles.push(members.sort());
    }
    return mark;
  }

  for (const file of graph.keys()) if (!found.has(file)) visit(file);
  return circles;
}

if (import.meta.main) {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const graph = importGraph(root, "src");
  const imports = [...graph.values()].reduce((sum, each) => sum + each.length, 0);
  const circles = circlesOf(graph);
  console.log(`${graph.size} files, ${imports} imports, ${circles.length} circles`);
  for (const circle of circles) console.log(circle.join("\n  "));
  process.exitCode = circles.length === 0 ? 0 : 1;
}
