import type { Layout } from "../../checker/finding.ts";
import { quoted } from "../../nix/shown.ts";
import { counted } from "./words.ts";

/**
 * What was recognised of a repository, one line without its full stop: "Packages: `pkgs/<name>/package.nix`". Null
 * where somebody said so, or where it is what everybody expects.
 */
export function layoutLine(layouts: readonly Layout[]): string | null {
  const recognised = layouts.filter((layout) => layout.from === "recognised");
  const registry = recognised.find((layout) => layout.layout === "registry");
  if (registry !== undefined) return `NUR's registry recognised: ${quoted(registry.file)}`;
  if (recognised.every(isUsual)) return null;
  return `Packages recognised: ${layoutsText(recognised)}`;
}

/** Layouts in words, `pkgs/<name>/package.nix` and the like, with commas between. */
export function layoutsText(layouts: readonly Layout[]): string {
  return layouts.flatMap((layout) => (layout.layout === "registry" ? [] : [wordsOf(layout)])).join(", ");
}

function isUsual(layout: Layout): boolean {
  return (
    layout.layout === "by-name" &&
    layout.root === "pkgs/by-name" &&
    layout.sharded &&
    layout.file === "package.nix"
  );
}

function wordsOf(layout: Exclude<Layout, { layout: "registry" }>): string {
  if (layout.layout === "listed") {
    return `${counted(layout.packages, "package")} listed in ${layout.files.slice(0, MOST_FILES).map(quoted).join(", ")}`;
  }
  const path = quoted(`${layout.root}/${layout.sharded ? "<shard>/" : ""}<name>/${layout.file}`);
  return layout.nested ? `${path} and sets of them` : path;
}

/** Of more files that list packages nobody wants to know here. */
const MOST_FILES = 5;
