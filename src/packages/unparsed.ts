import type { Change } from "../change/change.ts";
import { filesOf, type ParseCache } from "./files.ts";

/** The changed Nix files that do not parse at the head, or cannot be read there. Asks for what is not loaded. */
export function unparsedFiles(change: Change, cache: ParseCache): string[] {
  const files = filesOf(change.head, cache);
  return change.paths.filter((path) => {
    if (!path.endsWith(".nix") || files.entry(path)?.kind !== "file") return false;
    const reading = files.readNix(path);
    return reading.kind !== "text" || reading.file.problems.length > 0;
  });
}
