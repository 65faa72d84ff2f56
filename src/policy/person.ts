import type { AccountName } from "../config/merge.ts";

/** An account on GitHub: what tells it from others is its id, and its login is the one of today. */
export type Person = {
  readonly id: number;
  /** Without `[bot]`. */
  readonly login: string;
  readonly kind: "user" | "bot";
};

/** The login as a configuration names it: that of an App ends in `[bot]`, so that no person can have it. */
export function fullLogin({ login, kind }: Person): string {
  return kind === "bot" ? `${login}[bot]` : login;
}

/** Whether an account is one of those named. GitHub tells logins apart without regard to case. */
export function isNamed(person: Person, names: readonly AccountName[]): boolean {
  const login = fullLogin(person).toLowerCase();
  return names.some((name) => (typeof name === "number" ? name === person.id : name.toLowerCase() === login));
}
