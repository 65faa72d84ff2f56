import { displayName, quoted } from "../../nix/shown.ts";
import { isAccountId, isLogin } from "../../packages/maintainers/account.ts";
import type { Maintainer } from "../../packages/maintainers/maintainer.ts";
import type { MaintainerList } from "../../packages/maintainers/maintainer-list.ts";
import { fullLogin, type Person } from "../../policy/person.ts";
import { Failure } from "../failure.ts";

/** Somebody as an option names them: `LOGIN` or `LOGIN:ID`. */
export type Mention = { readonly option: string; readonly written: string };

/** The accounts of everybody whom the options name. */
export type People = {
  /** The account of somebody as they were written. */
  person(written: string): Person;
  /** The account of a login, where an option names it. */
  knownAs(login: string): Person | null;
  /** Whether nobody knows the id of an account, so that the one that it has here is made up. */
  isInvented(person: Person): boolean;
  /** What to know about who was taken for whom. */
  readonly notes: readonly string[];
};

type Written = { readonly login: string; readonly id: number | null };

/**
 * Finds the accounts of people. An id that is given counts, then that of the maintainer list; without either
 * an account gets one that no account on GitHub has. Throws a Failure where a name cannot be one, or two
 * names contradict each other.
 */
export function findPeople(mentions: readonly Mention[], list: MaintainerList | null): People {
  const given = new Map<string, Written>();
  for (const mention of mentions) {
    const written = parseMention(mention);
    const known = given.get(key(written.login));
    if (known !== undefined && known.id !== null && written.id !== null && known.id !== written.id) {
      throw new Failure(
        `${displayName(written.login)} cannot have two ids, ${known.id} and ${written.id}: an account has one`,
      );
    }
    given.set(key(written.login), { login: known?.login ?? written.login, id: known?.id ?? written.id });
  }
  const found = new Map<string, Person>();
  const notes: string[] = [];
  for (const [name, written] of given) {
    const { person, note } = accountOf(written, list, -1 - found.size);
    found.set(name, person);
    if (note !== null) notes.push(note);
  }
  requireOneLoginEach([...found.values()]);
  return {
    person(written) {
      const person = found.get(key(splitMention(written).login));
      if (person === undefined) throw new Error(`${written} was not looked up`);
      return person;
    },
    knownAs: (login) => found.get(key(login)) ?? null,
    isInvented: ({ id }) => id < 0,
    notes,
  };
}

/** GitHub tells logins apart without regard to case. */
function key(login: string): string {
  return login.toLowerCase();
}

function splitMention(written: string): { readonly login: string; readonly id: string | null } {
  const colon = written.indexOf(":");
  if (colon < 0) return { login: written, id: null };
  return { login: written.slice(0, colon), id: written.slice(colon + 1) };
}

function parseMention({ option, written }: Mention): Written {
  const { login, id } = splitMention(written);
  const number = id !== null && /^[1-9]\d*$/.test(id) ? Number(id) : null;
  if (!isLogin(login) || (id !== null && !isAccountId(number))) {
    throw new Failure(
      `${option} takes the login of an account on GitHub, or LOGIN:ID with its number, not ${displayName(written)}`,
    );
  }
  return { login, id: number };
}

function accountOf(
  { login, id }: Written,
  list: MaintainerList | null,
  invented: number,
): { readonly person: Person; readonly note: string | null } {
  const bot = /^(.+)\[bot\]$/.exec(login)?.[1];
  if (bot !== undefined) return { person: { id: id ?? invented, login: bot, kind: "bot" }, note: null };
  if (id !== null) return { person: { id, login, kind: "user" }, note: null };
  const listed = list === null ? null : listedAs(login, list);
  if (listed?.id == null) return { person: { id: invented, login, kind: "user" }, note: null };
  const person: Person = { id: listed.id, login: listed.login ?? login, kind: "user" };
  if (key(person.login) === key(login)) return { person, note: null };
  const note = `${quoted(login)} is taken for the maintainer of that name, whose login is ${quoted(person.login)}; write ${quoted(`${login}:ID`)} for the account of that login`;
  return { person, note };
}

/** The entry that has a login, else the one whose handle it is. */
function listedAs(login: string, list: MaintainerList): Maintainer | null {
  const entries = [...list.values()].flatMap((entry) => (entry.known ? [entry.value] : []));
  const [first, ...others] = entries.filter(
    (entry) => entry.id !== null && entry.login !== null && key(entry.login) === key(login),
  );
  const other = others.find(({ id }) => id !== first?.id);
  if (first !== undefined && other !== undefined) {
    throw new Failure(
      `the maintainer list gives ${displayName(login)} two ids, ${first.id} and ${other.id}: write ${displayName(login)}:ID`,
    );
  }
  if (first !== undefined) return first;
  const entry = list.get(login);
  return entry?.known === true ? entry.value : null;
}

function requireOneLoginEach(people: readonly Person[]): void {
  const logins = new Map<number, string>();
  for (const person of people) {
    const login = fullLogin(person);
    const other = logins.get(person.id);
    if (other !== undefined && key(other) !== key(login)) {
      throw new Failure(
        `${displayName(other)} and ${displayName(login)} cannot both have the id ${person.id}: it belongs to one account`,
      );
    }
    logins.set(person.id, login);
  }
}
