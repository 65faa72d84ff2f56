import { displayName, quoted } from "../nix/shown.ts";
import { PACKAGE_NAME } from "../packages/layout.ts";
import { isLogin, sameName } from "../packages/maintainers/account.ts";
import type { Maintainer, Maintainers } from "../packages/maintainers/maintainer.ts";
import type { MaintainerSource } from "../packages/maintainers/maintainers.ts";
import { visible } from "../review/text/escape.ts";
import { packageVersion } from "./version.ts";

/** A package and who maintains it; `teams` are `organization/slug` where the organisation is known. */
export type MaintainedPackage = {
  readonly name: string;
  readonly directory: string;
  readonly maintainers: Maintainers;
};

export const LIST_FORMATS = ["text", "json"] as const;

export type ListOptions = {
  /** Only packages whose maintainers are not known. */
  readonly unknown: boolean;
  /** Only packages of this person or team, in any case of letters. */
  readonly of: string | undefined;
  readonly format: (typeof LIST_FORMATS)[number];
};

type SourceKind = MaintainerSource["kind"];

/** The packages that were asked for in the format asked for, and how many there are of all. */
export function formatMaintainers(
  packages: readonly MaintainedPackage[],
  source: SourceKind,
  notes: readonly string[],
  { unknown, of, format }: ListOptions,
): string {
  const listed = packages.filter(
    ({ maintainers }) =>
      (!unknown || maintainers.kind === "unknown") && (of === undefined || isOf(maintainers, of)),
  );
  const summary = summaryOf(packages);
  if (format === "json") {
    const tool = { name: "by-name-bot", version: packageVersion() };
    const document = { version: 1, tool, source, packages: listed.map(packageEntry), summary, notes };
    return `${JSON.stringify(document, null, 2)}\n`;
  }
  const lines = listed.map(
    ({ name, maintainers }) =>
      `${PACKAGE_NAME.test(name) ? name : quoted(name)}: ${shownMaintainers(maintainers, source)}`,
  );
  const remarks = notes.map((note) => `note: ${visible(note)}`);
  const share = of === undefined ? "" : `${displayName(of)}: ${listed.length} of `;
  const closing = `${share}${counts(summary)}`;
  return [...lines, ...(lines.length > 0 ? [""] : []), ...remarks, closing, ""].join("\n");
}

/** Whether packages are listed by a name of somebody: their login, their handle, or that of a team. */
function isOf(maintainers: Maintainers, wanted: string): boolean {
  if (maintainers.kind === "unknown") return false;
  const called = wanted.replace(/^@/, "");
  const names = maintainers.people.flatMap(({ name, login }) => (login === null ? [name] : [name, login]));
  return [...names, ...maintainers.teams].some((name) => sameName(name, called));
}

type Summary = ReturnType<typeof summaryOf>;

function summaryOf(packages: readonly MaintainedPackage[]) {
  const kinds = packages.map(({ maintainers }) => (isNobody(maintainers) ? "nobody" : maintainers.kind));
  const count = (kind: (typeof kinds)[number]) => kinds.filter((each) => each === kind).length;
  return {
    packages: packages.length,
    maintained: count("known"),
    nobody: count("nobody"),
    unknown: count("unknown"),
  };
}

function isNobody(maintainers: Maintainers): boolean {
  if (maintainers.kind === "unknown" || maintainers.collaborators) return false;
  return maintainers.people.length === 0 && maintainers.teams.length === 0;
}

/** A package for programs: each field by name, so that nothing else slips in. */
function packageEntry({ name, directory, maintainers }: MaintainedPackage) {
  if (maintainers.kind === "unknown") return { name, directory, known: false, why: maintainers.why };
  const { teams, collaborators } = maintainers;
  const people = maintainers.people.map(({ name, login, id }) => ({ name, login, id }));
  return { name, directory, known: true, people, teams, collaborators };
}

function shownMaintainers(maintainers: Maintainers, source: SourceKind): string {
  if (maintainers.kind === "unknown") return `not known: ${visible(maintainers.why)}`;
  if (maintainers.collaborators) return "everybody with write access";
  const teams = maintainers.teams.map((team) =>
    team.includes("/") ? `@${team}` : `the team ${quoted(team)}`,
  );
  return [...maintainers.people.map((one) => shownPerson(one, source)), ...teams].join(", ") || "nobody";
}

/** A login as it is; what could be taken for something else in code, and with a remark whoever cannot merge. */
function shownPerson({ name, login, id }: Maintainer, source: SourceKind): string {
  const called = login ?? name;
  const shown = isLogin(called) && called.toLowerCase() !== "nobody" ? called : quoted(called);
  if (login === null && name === String(id)) return `the account ${name}`;
  if (id !== null || (login !== null && source !== "nixpkgs")) return shown;
  return `${shown} (${source === "nixpkgs" ? "no githubId" : "no account"})`;
}

function counts({ packages, maintained, nobody, unknown }: Summary): string {
  const all = packages === 1 ? "1 package" : `${packages} packages`;
  return `${all}: ${maintained} maintained, ${nobody} by nobody, ${unknown} not known`;
}
