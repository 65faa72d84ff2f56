import type { Entry } from "../../src/snapshot/entry.ts";
import { joinPath } from "../../src/snapshot/snapshot.ts";
import type { Content, Source } from "../../src/snapshot/source.ts";

/** Every entry of a source that is no directory, by path, sorted. */
export async function everything(source: Source): Promise<Map<string, Entry>> {
  const found = new Map<string, Entry>();
  let level = [""];
  while (level.length > 0) {
    const listings = await source.list(level);
    const next: string[] = [];
    level.forEach((directory, i) => {
      const listing = listings[i];
      if (listing === undefined || listing === "absent") throw new Error(`${directory} is not listed`);
      for (const { name, ...entry } of listing) {
        const path = joinPath(directory, name);
        if (entry.kind === "directory") next.push(path);
        else found.set(path, entry);
      }
    });
    level = next;
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a file or link holds, as text; the kind of answer if it holds nothing. */
export async function textOf(source: Source, path: string): Promise<string> {
  const [content] = await source.read([path]);
  return content?.kind === "bytes"
    ? Buffer.from(content.bytes).toString("utf8")
    : (content?.kind ?? "no answer");
}

/** The text of a content, or its kind. */
export function shown(content: Content): string {
  return content.kind === "bytes" ? Buffer.from(content.bytes).toString("latin1") : content.kind;
}
