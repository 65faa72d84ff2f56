/** A repository as an entry's URL names it: lower case, so that two names of one repository are equal. */
export type RepositoryUrl = {
  readonly host: string;
  /** Without slashes around it and `.git` behind it. */
  readonly path: string;
};

/** What is wrong with a URL. */
export type UrlProblem =
  /** It is no URL at all, or has characters that none may have. */
  "not-a-url" | "not-https" | "credentials" | "query" | "fragment" | "no-repository" | "slash" | "git-suffix";

export type UrlReading = {
  readonly problems: readonly UrlProblem[];
  /** Null where the URL names none that could be told. */
  readonly repository: RepositoryUrl | null;
  /** The same repository without what is wrong; null where nothing is, or where it may not be the same. */
  readonly normal: string | null;
};

const FORGES = new Set(["github.com", "gitlab.com"]);
/** More than any URL has; what is longer is none. */
const LONGEST = 2000;

/** Reads the URL of an entry. */
export function readUrl(text: string): UrlReading {
  const url = text.length <= LONGEST && PRINTABLE.test(text) ? parsed(fromSsh(text)) : null;
  if (url === null || url.hostname === "") return { problems: ["not-a-url"], repository: null, normal: null };
  const host = url.hostname.toLowerCase().replace(/^www\.(?=github\.com$|gitlab\.com$)/, "");
  const isForge = FORGES.has(host) && url.port === "";
  const bare = url.pathname.replace(/\/+$/, "");
  const trimmed = isForge ? bare.replace(/(?<=[^/])\.git$/, "") : bare;
  const segments = trimmed.split("/").slice(1);
  const isRepository = host === "github.com" ? segments.length === 2 : segments.length >= 1;
  const problems: UrlProblem[] = [
    ...(text.startsWith("https://") ? [] : ["not-https" as const]),
    ...(url.username !== "" || url.password !== "" ? ["credentials" as const] : []),
    ...(text.includes("?") ? ["query" as const] : []),
    ...(text.includes("#") ? ["fragment" as const] : []),
    ...(isRepository && segments.every((segment) => segment !== "") && !DOTS.test(text)
      ? []
      : ["no-repository" as const]),
    ...(isForge && bare !== url.pathname ? ["slash" as const] : []),
    ...(isForge && trimmed !== bare ? ["git-suffix" as const] : []),
  ];
  const whole = !problems.includes("no-repository");
  const port = url.port === "" ? "" : `:${url.port}`;
  return {
    problems,
    repository: whole
      ? {
          host: host + port,
          path: trimmed
            .slice(1)
            .replace(/\.git$/, "")
            .toLowerCase(),
        }
      : null,
    // Of another host nobody can tell whether it answers https, or what a query is for.
    normal: problems.length > 0 && whole && isForge ? `https://${host}${trimmed}` : null,
  };
}

/** ASCII without blanks, quotes, backslashes, `$` and braces, which would mean something in Nix text. */
const PRINTABLE = /^[\w!#%&()*+,./:;=?@[\]~-]+$/;

/** `.` or `..` in a path. Not everybody resolves them, so the URL is of one repository here, and of another elsewhere. */
const DOTS = /\/(?:\.|%2e){1,2}(?:[/?#]|$)/i;

/** `git@host:path`, as git takes it, in the form of a URL. */
function fromSsh(text: string): string {
  return text.replace(/^([\w.-]+@[\w.-]+):(?=[^/])/, "ssh://$1/");
}

function parsed(text: string): URL | null {
  // A scheme that this does not know keeps host and path as they are. Of a known one, three slashes are read as two.
  return /^[a-z][a-z\d+.-]*:\/\/[^/]/i.test(text) && URL.canParse(text) ? new URL(text) : null;
}

/** The account on GitHub that a URL's repository belongs to; null where it is not on GitHub. */
export function gitHubRepository(
  url: string | null,
): { readonly owner: string; readonly name: string } | null {
  const repository = url === null ? null : readUrl(url).repository;
  if (repository === null || repository.host !== "github.com") return null;
  const { path } = repository;
  if (!/^[a-z\d][a-z\d-]{0,38}\/[\w.-]{1,100}$/.test(path)) return null;
  const slash = path.indexOf("/");
  return { owner: path.slice(0, slash), name: path.slice(slash + 1) };
}
