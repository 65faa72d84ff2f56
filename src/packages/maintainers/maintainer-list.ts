import { type Known, known, unknown } from "../../nix/known.ts";
import { firstSyntaxError } from "../../nix/parse.ts";
import type { Token } from "../../nix/parsing/tokens.ts";
import { quoted } from "../../nix/shown.ts";
import type { Span } from "../../nix/text.ts";
import { isAccountId, isLogin } from "./account.ts";
import type { Maintainer } from "./maintainer.ts";

/** The list of all maintainers of nixpkgs: `{ handle = { github = "…"; githubId = 1; … }; … }`. */
export const MAINTAINER_LIST = "maintainers/maintainer-list.nix";

/** The maintainers by handle; unknown where an entry is not written out plainly. */
export type MaintainerList = ReadonlyMap<string, Known<Maintainer>>;

/**
 * Reads a maintainer list by its tokens, since the syntax tree of a file of that size takes a hundred times
 * as long. Only one set of plain sets is understood; what is between an `=` and its `;` is passed over,
 * brackets and all, and only `github` and `githubId` looked at. A `let` there cannot pass for fields of the
 * entry: its `in` stands where a name has to, and makes the list as a whole unknown.
 */
export function readMaintainerList(text: string): Known<MaintainerList> {
  const entries = maintainerEntries(text);
  if (entries === null) return unknown(`${quoted(MAINTAINER_LIST)} was not understood`);
  const list = new Map<string, Known<Maintainer>>();
  for (const entry of entries) {
    // Nix refuses a handle that is there twice; then neither is to be believed.
    list.set(entry.handle, list.has(entry.handle) ? notUnderstood(entry.handle) : finished(entry));
  }
  return known(list);
}

/** An entry of a maintainer list as it is written. */
export type MaintainerEntry = Span & {
  readonly handle: string;
  /** Where the handle stands, without the quotes that it may have. */
  readonly name: Span;
  readonly isQuoted: boolean;
  /** The names of its fields. */
  readonly fields: ReadonlySet<string>;
};

/** The entries of a maintainer list in their order; null of one that is not understood. */
export function maintainerEntries(text: string): readonly Entry[] | null {
  const reader = listReader(text);
  const error = firstSyntaxError(text, reader.see);
  return error === null ? reader.entries() : null;
}

/** An entry so far; `plain` is false once an account field is written in a way not understood. */
type Entry = MaintainerEntry & {
  end: number;
  readonly fields: Set<string>;
  plain: boolean;
  github: string | null;
  githubId: number | null;
};

/** What is expected next; null once the list is none that is understood. */
type State =
  | "list"
  | "handle"
  | "handle text"
  | "handle quote"
  | "handle ="
  | "entry"
  | "field"
  | "field ="
  | "value"
  | "rest of value"
  | "behind entry"
  | "behind list"
  | "end"
  | null;

function listReader(text: string) {
  const entries: Entry[] = [];
  let state: State = "list";
  let name: Span;
  let isQuoted: boolean;
  let entry: Entry;
  let field: string;
  let value: { readonly start: number; end: number };
  let depth: number;

  const written = (span: Span) => text.slice(span.start, span.end);

  function see(token: Token): void {
    state = next(token);
  }

  function next(token: Token): State {
    switch (state) {
      case "list":
        return token.kind === "{" ? "handle" : null;
      case "handle":
        if (token.kind === "}") return "behind list";
        isQuoted = token.kind === '"';
        if (isQuoted) return "handle text";
        name = token;
        return isName(token) ? "handle =" : null;
      case "handle text":
        name = token;
        return token.kind === "text" && !/[\\$]/.test(written(token)) ? "handle quote" : null;
      case "handle quote":
        return token.kind === '"' ? "handle =" : null;
      case "handle =":
        return token.kind === "=" ? "entry" : null;
      case "entry":
        entry = newEntry(written(name), name, isQuoted);
        return token.kind === "{" ? "field" : null;
      case "field":
        if (token.kind === "}") return "behind entry";
        field = written(token);
        entry.fields.add(field);
        return isName(token) ? "field =" : null;
      case "field =":
        return token.kind === "=" ? "value" : null;
      case "value":
        value = { start: token.start, end: token.end };
        depth = 0;
        return seeValue(token);
      case "rest of value":
        return seeValue(token);
      case "behind entry":
        entry.end = token.end;
        entries.push(entry);
        return token.kind === ";" ? "handle" : null;
      case "behind list":
        return token.kind === "end" ? "end" : null;
      case "end":
      case null:
        return null;
    }
  }

  /** Brackets are balanced, and values end, in what has no syntax error. */
  function seeValue(token: Token): State {
    if (token.kind === ";" && depth === 0) {
      if (field === "github") readGitHub(entry, written(value));
      if (field === "githubId") readGitHubId(entry, written(value));
      return "field";
    }
    if (OPENING.has(token.kind)) depth++;
    else if (CLOSING.has(token.kind)) depth--;
    value.end = token.end;
    return "rest of value";
  }

  return { see, entries: () => (state === "end" ? entries : null) };
}

const OPENING = new Set<Token["kind"]>(["{", "${", "[", "("]);
const CLOSING = new Set<Token["kind"]>(["}", "]", ")"]);

function newEntry(handle: string, { start, end }: Span, isQuoted: boolean): Entry {
  return {
    handle,
    name: { start, end },
    isQuoted,
    start: isQuoted ? start - 1 : start,
    end,
    fields: new Set(),
    plain: true,
    github: null,
    githubId: null,
  };
}

function isName(token: Token): boolean {
  return token.kind === "name" || token.kind === "or";
}

/** No login has a quote or an escape in it: what is one between two quotes is a plain string. */
function readGitHub(entry: Entry, value: string): void {
  const login = /^"(.*)"$/.exec(value)?.[1] ?? "";
  if (isLogin(login)) entry.github = login;
  else entry.plain = false;
}

function readGitHubId(entry: Entry, value: string): void {
  const id = /^[0-9]+$/.test(value) ? Number(value) : null;
  if (isAccountId(id)) entry.githubId = id;
  else entry.plain = false;
}

function finished({ handle, plain, github, githubId }: Entry): Known<Maintainer> {
  return plain ? known({ name: handle, id: githubId, login: github }) : notUnderstood(handle);
}

function notUnderstood(handle: string): Known<Maintainer> {
  return unknown(`the entry of ${quoted(handle)} in ${quoted(MAINTAINER_LIST)} was not understood`);
}
