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

/** What is expected next. */
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
  | "behind entry"
  | "behind list"
  | "end"
  | "failed";

function listReader(text: string) {
  const entries: Entry[] = [];
  let state: State = "list";
  let name: Token = { kind: "end", start: 0, end: 0 };
  let isQuoted = false;
  let entry: Entry = newEntry(text, name, isQuoted);
  let field = "";
  /** The tokens of the value of `github` or `githubId`. */
  let value: Token[] = [];
  let depth = 0;

  const written = (token: Token) => text.slice(token.start, token.end);

  function see(token: Token): void {
    state = next(token);
  }

  function next(token: Token): State {
    switch (state) {
      case "list":
        return token.kind === "{" ? "handle" : "failed";
      case "handle":
        if (token.kind === "}") return "behind list";
        isQuoted = token.kind === '"';
        if (isQuoted) return "handle text";
        name = token;
        return isName(token) ? "handle =" : "failed";
      case "handle text":
        name = token;
        return token.kind === "text" && !/[\\$]/.test(written(token)) ? "handle quote" : "failed";
      case "handle quote":
        return token.kind === '"' ? "handle =" : "failed";
      case "handle =":
        return token.kind === "=" ? "entry" : "failed";
      case "entry":
        entry = newEntry(text, name, isQuoted);
        return token.kind === "{" ? "field" : "failed";
      case "field":
        if (token.kind === "}") return "behind entry";
        field = written(token);
        if (entry.fields.has(field)) entry.plain = false;
        entry.fields.add(field);
        return isName(token) ? "field =" : "failed";
      case "field =":
        value = [];
        depth = 0;
        return token.kind === "=" ? "value" : "failed";
      case "value":
        return seeValue(token);
      case "behind entry":
        entry.end = token.end;
        entries.push(entry);
        return token.kind === ";" ? "handle" : "failed";
      case "behind list":
        return token.kind === "end" ? "end" : "failed";
      default:
        return "failed";
    }
  }

  function seeValue(token: Token): State {
    if (token.kind === ";" && depth === 0) {
      if (field === "github") readGitHub(entry, value, written);
      if (field === "githubId") readGitHubId(entry, value, written);
      return "field";
    }
    if (OPENING.has(token.kind)) depth++;
    else if (CLOSING.has(token.kind)) depth--;
    if (depth < 0 || token.kind === "end") return "failed";
    if (value.length < 4) value.push(token);
    return "value";
  }

  return { see, entries: () => (state === "end" ? entries : null) };
}

const OPENING = new Set<Token["kind"]>(["{", "${", "[", "("]);
const CLOSING = new Set<Token["kind"]>(["}", "]", ")"]);

function newEntry(text: string, { start, end }: Span, isQuoted: boolean): Entry {
  const handle = text.slice(start, end);
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

function readGitHub(entry: Entry, value: readonly Token[], written: (token: Token) => string): void {
  const [open, text, close] = value;
  const login = text === undefined ? "" : written(text);
  const plain = value.length === 3 && open?.kind === '"' && text?.kind === "text" && close?.kind === '"';
  if (plain && isLogin(login)) entry.github = login;
  else entry.plain = false;
}

function readGitHubId(entry: Entry, value: readonly Token[], written: (token: Token) => string): void {
  const [number] = value;
  const id = number?.kind === "integer" && value.length === 1 ? Number(written(number)) : null;
  if (isAccountId(id)) entry.githubId = id;
  else entry.plain = false;
}

function finished({ handle, plain, github, githubId }: Entry): Known<Maintainer> {
  return plain ? known({ name: handle, id: githubId, login: github }) : notUnderstood(handle);
}

function notUnderstood(handle: string): Known<Maintainer> {
  return unknown(`the entry of ${quoted(handle)} in ${quoted(MAINTAINER_LIST)} was not understood`);
}
