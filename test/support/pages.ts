import { readdirSync, readFileSync } from "node:fs";
import type { Checking } from "../../src/checker/checking.ts";
import type { ChangeMessages } from "../../src/checker/messages.ts";
import type { ChangePeople } from "../../src/checker/rule.ts";
import { CONFIGURATION_FILE } from "../../src/config/configuration.ts";
import { rulePagePath } from "../../src/rules/pages.ts";
import type { MemoryFile } from "../../src/snapshot/memory.ts";

/** A small repository from a rule's page: what each side holds. */
export type Example = {
  readonly title: string;
  readonly kind: "wrong" | "right";
  /** Null where the tree is checked alone. */
  readonly base: Record<string, MemoryFile> | null;
  readonly head: Record<string, MemoryFile>;
  /** Who brings the change, where that matters. */
  readonly people: ChangePeople | null;
  /** The files of repositories that a registry names, by `owner/name`. */
  readonly repositories: Record<string, Record<string, MemoryFile>>;
  /** What a formatter makes of files, by their paths. */
  readonly formatted: Record<string, string>;
  /** What the change is called. */
  readonly messages: ChangeMessages;
  /** What GitHub says of those: "gone", "empty" or "archived", and another licence than MIT. */
  readonly remote: { readonly state: string | null; readonly licence: string };
};

const PAGES = new URL("../../docs/rules/", import.meta.url);

/** The pages of rules, each as `<family>/<name>`. */
export function pageNames(): string[] {
  return readdirSync(PAGES, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && name !== "README.md")
    .map((name) => name.slice(0, -".md".length));
}

/** The text of a page, by its name among those. */
export function pageText(page: string): string {
  return readFileSync(new URL(`${page}.md`, PAGES), "utf8");
}

/** The text of the page of a rule. */
export function rulePageText(rule: string): string {
  return readFileSync(new URL(`../../${rulePagePath(rule)}`, import.meta.url), "utf8");
}

/** The examples of a page: each heading under "Wrong" or "Right" begins another. */
export function examplesOf(page: string): Example[] {
  const examples: Example[] = [];
  let kind: Example["kind"] | null = null;
  let current: { -readonly [K in keyof Example]: Example[K] } | null = null;
  const lines = page.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    const heading = /^(#{2,3}) (.*)$/.exec(line);
    if (heading !== null) {
      const title = heading[2] ?? "";
      if (heading[1] === "##") kind = title === "Wrong" ? "wrong" : title === "Right" ? "right" : null;
      current =
        kind === null
          ? null
          : {
              title,
              kind,
              base: null,
              head: {},
              people: null,
              repositories: {},
              formatted: {},
              messages: { title: null, commits: [], whole: true },
              remote: { state: null, licence: "MIT" },
            };
      if (current !== null) examples.push(current);
      continue;
    }
    if (current === null) continue;
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (fence === null) continue;
    const end = lines.indexOf(fence[1] ?? "", i + 1);
    const words = (fence[2] ?? "").split(" ");
    const wordFor = (key: string) =>
      words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1) ?? null;
    const path = wordFor("path");
    const text = lines.slice(i + 1, end).join("\n");
    i = end;
    if (words.includes("title")) current.messages = { ...current.messages, title: text };
    if (words.includes("commit")) {
      const commits = [...current.messages.commits, { id: "1a2b3c4d5e6f7081", text }];
      current.messages = { ...current.messages, commits };
    }
    if (path === null) continue;
    if (words.includes("formatted")) {
      current.formatted[path] = `${text}\n`;
      continue;
    }
    const file: MemoryFile = words.includes("link")
      ? { link: text }
      : { file: written(text, wordFor("begins"), wordFor("ends")), executable: words.includes("executable") };
    const repository = wordFor("repository");
    if (repository !== null) {
      current.repositories[repository] = { ...current.repositories[repository], [path]: file };
      continue;
    }
    const on = wordFor("on") ?? "head";
    if (on !== "head") current.base = { ...current.base, [path]: file };
    if (on !== "base") current.head = { ...current.head, [path]: file };
    const { remote } = current;
    current.remote = {
      state: wordFor("remote") ?? remote.state,
      licence: wordFor("licence") ?? remote.licence,
    };
    const preset = wordFor("preset");
    const configured = preset === null ? {} : { [CONFIGURATION_FILE]: `preset: ${preset}\n` };
    if (on !== "head") current.base = { ...current.base, ...configured };
    current.head = { ...current.head, ...configured };
    const author = wordFor("author");
    const approver = wordFor("approved-by");
    if (author !== null) current.people = { author, approvedBy: approver === null ? [] : [approver] };
  }
  return examples.filter(({ head, base }) => Object.keys(head).length > 0 || base !== null);
}

/** A file as an example has it: `begins=mark` with a byte order mark, `ends=crlf` or `ends=nothing` its lines. */
function written(text: string, begins: string | null, ends: string | null): string {
  const start = begins === "mark" ? "\uFEFF" : "";
  if (ends === "nothing") return `${start}${text}`;
  const lines = `${text}\n`;
  return `${start}${ends === "crlf" ? lines.replaceAll("\n", "\r\n") : lines}`;
}

/** What a check of an example is given besides. */
export function givenBy({ formatted, messages }: Example): Pick<Checking, "formatted" | "messages"> {
  return { messages, formatted: { command: "nixfmt", files: new Map(Object.entries(formatted)) } };
}
