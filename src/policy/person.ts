import type { AccountName } from "../config/merge.ts";
import { sameName } from "../packages/maintainers/account.ts";

/** An account on GitHub: what tells it from others is its id, and its login is the one of today. */
export type Person = {
  readonly id: number;
  /** Without `[bot]`. */
  readonly login: string;
  readonly kind: "user" | "bot";
};

/** How the login of an App's user ends, so that no person can have it. */
const OF_APP = "[bot]";

/** The login of the user of an App, whose name in its address is given. */
export function appLogin(slug: string): string {
  return `${slug}${OF_APP}`;
}

/** The login without what it ends in if it is an App's: GraphQL gives it so, and people write to it so. */
export function bareLogin(login: string): string {
  return login.endsWith(OF_APP) ? login.slice(0, -OF_APP.length) : login;
}

/** The login as a configuration names it. */
export function fullLogin({ login, kind }: Person): string {
  return kind === "bot" ? appLogin(login) : login;
}

/** Whether an account is one of those named. */
export function isNamed(person: Person, names: readonly AccountName[]): boolean {
  const login = fullLogin(person);
  return names.some((name) => (typeof name === "number" ? name === person.id : sameName(name, login)));
}
