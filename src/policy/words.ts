import { quoted } from "../nix/shown.ts";
import { fullLogin, type Person } from "./person.ts";

const MOST = 8;

/** Names in backticks, the first eight of them: "`a`, `b` and 3 more". */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST).map(quoted).join(", ");
  return names.length > MOST ? `${shown} and ${names.length - MOST} more` : shown;
}

/** How a text names a person: never so that GitHub would tell them of it. */
export function personName(person: Person): string {
  return quoted(fullLogin(person));
}
