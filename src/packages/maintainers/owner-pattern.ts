import { matchesPattern } from "../../snapshot/pattern.ts";
/** Whether a pattern of a CODEOWNERS file is about a path. */
export type Coverage = "yes" | "no" | "maybe";

/** A pattern that has been read. Paths are relative to the root of the repository. */
export type OwnerPattern = (path: string) => Coverage;

/**
 * Reads a pattern of a CODEOWNERS file: as in `.gitignore`, but for what GitHub's documentation ("About code
 * owners") says otherwise. A path is `"maybe"` covered where the two do not agree, or where the pattern has
 * what GitHub does not take or does not document (`!`, `[ ]`, `\`, `**` within a name).
 */
export function readOwnerPattern(written: string): OwnerPattern {
  const pattern = written.replaceAll("\\ ", " ");
  if (/[\\![\]{}]/.test(pattern)) return maybeBelow(fixedDirectory(pattern));
  const directory = pattern.endsWith("/");
  const names = pattern.replace(/^\//, "").replace(/\/$/, "").split("/");
  if (names.some((name) => ["", ".", ".."].includes(name) || (name.includes("**") && name !== "**"))) {
    return maybeBelow("");
  }
  if (directory && names.at(-1) === "**") return maybeBelow("");
  const anchored = pattern.startsWith("/") || names.length > 1;
  if (!anchored && names[0] === "*") return () => (directory ? "maybe" : "yes");
  const walked = anchored ? names : ["**", ...names];
  const inside = walked.at(-1) === "**" ? walked.slice(0, -1) : walked;
  const last = inside.at(-1) ?? "";
  return (path) => {
    const parts = path.split("/");
    const ends = endsOf(inside, parts);
    const below = ends.some((end) => end < parts.length);
    if (directory || inside !== walked) return below ? "yes" : "no";
    if (ends.includes(parts.length)) return "yes";
    // `docs/*` does not reach into directories of `docs`, though in `.gitignore` it would.
    if (!below || last === "*") return "no";
    return last.includes("*") || last.includes("?") ? "maybe" : "yes";
  };
}

/** All paths in a directory; those in the root where it is `""`. */
function maybeBelow(directory: string): OwnerPattern {
  return (path) => (path.startsWith(directory) ? "maybe" : "no");
}

/** The directories that an anchored pattern begins with, with a slash behind; `""` where there are none. */
function fixedDirectory(pattern: string): string {
  return /^\/([^\\![\]{}*?]*\/)/.exec(pattern)?.[1] ?? "";
}

/** How many names of a path the whole pattern may take up, counted from its start. */
function endsOf(pattern: readonly string[], path: readonly string[]): readonly number[] {
  let ends: readonly number[] = [0];
  for (const name of pattern) {
    if (name === "**") {
      const [first = path.length + 1] = ends;
      ends = Array.from({ length: path.length - first + 1 }, (_, i) => first + i);
    } else {
      ends = ends.flatMap((end) => {
        const own = path[end];
        return own !== undefined && matchesPattern(own, name) ? [end + 1] : [];
      });
    }
  }
  return ends;
}
