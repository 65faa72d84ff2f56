import { caption } from "./page-excerpt.ts";

/** A page has some thousand characters; of one that is longer, whole sections are left out at its end. */
const longestHelp = 20_000;

/**
 * A page of `docs/rules` as Markdown that is read elsewhere: links lead to where the page at `url` has them, the path of
 * an example stands above it, and notes for the tests are left out. At most 20,000 UTF-16 code units.
 */
export function ruleHelp(page: string, url: string): string {
  const lines: string[] = [];
  let fence: string | null = null;
  for (const line of page.trim().split("\n")) {
    const [, ticks, info = ""] = /^(`{3,})(.*)$/.exec(line) ?? [];
    if (fence !== null) {
      lines.push(line);
      if (line === fence) fence = null;
    } else if (ticks !== undefined) {
      fence = ticks;
      lines.push(...caption(info), `${ticks}${info.split(" ")[0] ?? ""}`);
    } else if (!line.startsWith("<!-- ")) lines.push(withWholeLinks(line, url));
  }
  return wholeSections(lines.join("\n"));
}

function withWholeLinks(line: string, url: string): string {
  return line.replace(
    /\]\((?!https?:)([^()\s]+)\)/g,
    (_, target: string) => `](${new URL(target, url).href})`,
  );
}

function wholeSections(help: string): string {
  if (help.length <= longestHelp) return help;
  const end = help.lastIndexOf("\n\n## ", longestHelp);
  return end === -1 ? "" : help.slice(0, end);
}
