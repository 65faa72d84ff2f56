import { readdirSync, readFileSync } from "node:fs";

export const ROOT = new URL("../../", import.meta.url);

/** A page of the documentation: its path in the repository, and its text. */
export type Page = { readonly path: string; readonly text: string };

/** The README, what stands beside it, and everything below `docs` that is Markdown. */
export function documentation(): Page[] {
  const below = readdirSync(new URL("docs/", ROOT), { recursive: true, encoding: "utf8" });
  const paths = [
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "NOTICE.md",
    "README.md",
    "SECURITY.md",
    "simulated-github/README.md",
    ...below.filter((path) => path.endsWith(".md")).map((path) => `docs/${path}`),
  ];
  return paths.sort().map((path) => ({ path, text: readText(path) }));
}

export function readText(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** A block of code, with what its opening line says of it. */
export type Block = { readonly language: string; readonly text: string };

export function blocksOf({ text }: Page): Block[] {
  return [...text.matchAll(/^(`{3,})(\S*).*\n([\s\S]*?)^\1$/gm)].map(([, , language = "", block = ""]) => ({
    language,
    text: block,
  }));
}

/** A page without its blocks of code. */
export function proseOf({ text }: Page): string {
  return text.replace(/^(`{3,}).*\n[\s\S]*?^\1$/gm, "");
}

/** The names by which GitHub lets links point at the headings of a page. */
export function anchorsOf(page: Page): string[] {
  return [...proseOf(page).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

/** Where the links of a page lead, as they are written. */
export function linksOf(page: Page): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The calls of `by-name-bot` that a page shows, each as its arguments. */
export function commandsOf(page: Page): string[][] {
  const lines = blocksOf(page).flatMap((block) => block.text.split("\n"));
  const spans = [...proseOf(page).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
  return [...lines, ...spans].flatMap((line) => {
    const match = /^\s*(?:\$ |- run: )?(?:by-name-bot|npm run cli --)((?: .*)?)$/.exec(line);
    return match === null ? [] : [argumentsIn(match[1] ?? "")];
  });
}

/** What a shell would pass on, up to a comment, a pipe or a redirection; a description behind a gap is left out. */
function argumentsIn(line: string): string[] {
  const [command = ""] = line.trim().split(/ {2,}| #|[|>]/);
  return command
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => word.replace(/^["'](.*)["']$/, "$1"));
}

/** The names of npm scripts that a page tells to run. */
export function npmScriptsOf({ text }: Page): string[] {
  const named = [...text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = ""]) => name);
  return [...named, ...(/\bnpm test\b/.test(text) ? ["test"] : [])];
}

/** The texts of the source files in a folder, without those below it. */
export function sourceTexts(folder: string): string[] {
  const names = readdirSync(new URL(folder, ROOT)).filter((name) => name.endsWith(".ts"));
  return names.map((name) => readText(`${folder}${name}`));
}
