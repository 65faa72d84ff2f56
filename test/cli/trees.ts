import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import type { MemoryFiles } from "../../src/snapshot/memory.ts";
import type { File } from "../snapshot/temporary-repository.ts";

/** Where a package belongs. */
export function packageFile(name: string): string {
  return `pkgs/by-name/${name.slice(0, 2).toLowerCase()}/${name}/package.nix`;
}

/** What no `meta` may lack, and what needs no name from elsewhere. */
export const META = [
  'description = "Greeter"',
  'license = "MIT"',
  'maintainers = [ { name = "A"; } ]',
] as const;

/** A definition in which nothing is wrong, with further attributes. */
export function definition(name: string, attributes = ""): string {
  const missing = META.map((line) => `meta.${line}`).filter(
    (line) => !attributes.includes(line.slice(0, line.indexOf(" "))),
  );
  return `{ stdenv }:

stdenv.mkDerivation {
  pname = "${name}";
  version = "1.0";
  strictDeps = true;
  __structuredAttrs = true;
${attributes}${missing.map((line) => `  ${line};\n`).join("")}}
`;
}

/** The files of packages in which nothing is wrong. */
export function packages(...names: string[]): Record<string, File> {
  return Object.fromEntries(names.map((name) => [packageFile(name), definition(name)]));
}

/** A backslash too many: one finding of `useless-escape`, which can be fixed. */
export const uselessEscape = '  meta.description = "50\\% more";\n';

/** A path that leads outside: one finding of `path-outside-package`, which cannot be fixed. */
export const pathOutside = "  src = ../../../README.md;\n";

/** Three mistakes, of which two can be fixed. */
export const threeMistakes: Record<string, File> = {
  "pkgs/README.md": "Packages.\n",
  "pkgs/by-name/aa/hello/package.nix": definition("hello"),
  [packageFile("jq")]: definition("jq", uselessEscape),
  [packageFile("yq")]: definition("yq", pathOutside),
};

/** Everything on disk below a directory but git's own: by path, a mode and what it holds. */
export function treeOf(directory: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" }).sort()) {
    if (name === ".git" || name.startsWith(".git/")) continue;
    const place = join(directory, name);
    const stat = lstatSync(place);
    if (stat.isSymbolicLink()) found[name] = `link ${readlinkSync(place)}`;
    else if (stat.isFile())
      found[name] = `${(stat.mode & 0o111) === 0 ? "file" : "executable"} ${readFileSync(place, "utf8")}`;
    else if (stat.isDirectory() && readdirSync(place).length === 0) found[name] = "empty directory";
  }
  return found;
}

/** Files of an example as they are written to disk. */
export function onDisk(files: MemoryFiles): Record<string, File> {
  const written: Record<string, File> = {};
  for (const [path, file] of Object.entries(files)) {
    if (typeof file === "string" || file instanceof Uint8Array || "link" in file) written[path] = file;
    else if ("file" in file && typeof file.file === "string") {
      written[path] = file.executable ? { executable: file.file } : file.file;
    }
  }
  return written;
}
