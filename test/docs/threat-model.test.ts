import { existsSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { proseOf, ROOT, readText } from "./pages.ts";

const page = { path: "docs/threat-model.md", text: readText("docs/threat-model.md") };

/** The tests that the page names: `[label](path): “title”, “title”`. */
const named = [...proseOf(page).matchAll(/\]\((\.\.\/test\/[^)]+)\):((?:,? “[^”]*”)+)/g)].flatMap(
  ([, link = "", titles = ""]) => {
    const path = posix.join("docs", link);
    return [...titles.matchAll(/“([^”]*)”/g)].map(([, title = ""]) => ({ path, title }));
  },
);

/** Whether a file has a text as a string of its own. */
function hasString(path: string, text: string): boolean {
  if (!existsSync(new URL(path, ROOT))) return false;
  const source = readText(path);
  const escaped = text.replaceAll("\\", "\\\\");
  return [
    JSON.stringify(text),
    `'${escaped.replaceAll("'", "\\'")}'`,
    `\`${escaped.replaceAll("`", "\\`")}\``,
  ].some((literal) => source.includes(literal));
}

describe("the threat model", () => {
  it("names tests that there are, by their titles", () => {
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ path, title }) => !hasString(path, title))).toEqual([]);
  });

  it("names no title outside of where it is looked for", () => {
    const all = proseOf(page).match(/“/g) ?? [];
    expect(named).toHaveLength(all.length);
  });

  it("has tests against every attack", () => {
    const [, attacks = ""] =
      /^## What they could try\n([\s\S]*?)^### By anything else/m.exec(page.text) ?? [];
    const rows = attacks.split("\n").filter((line) => /^\| (?!attack |-)/.test(line));
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((row) => !/“[^”]+” \|$|“[^”]+”\s+\|$/.test(row))).toEqual([]);
  });

  it("names tests of every file of attacks", () => {
    const files = readdirSync(new URL("test/app/", ROOT)).filter((name) =>
      /^attack-.*\.test\.ts$/.test(name),
    );
    const paths = new Set(named.map(({ path }) => path));
    expect(files.filter((name) => !paths.has(`test/app/${name}`))).toEqual([]);
  });
});
