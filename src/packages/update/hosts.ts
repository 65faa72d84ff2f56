/**
 * How a host names what it serves:
 *
 * - `owned`: the first `names` of a path are somebody's account and project (or a package that has a
 *   directory of its own), and nobody else can put anything below them.
 * - `flat`: anybody can put anything there, behind the first `names` of a path, which are the same for all.
 * - `unknown`: not known.
 */
export type HostKind =
  | { readonly kind: "owned"; readonly names: number; readonly refs: boolean }
  | { readonly kind: "flat"; readonly names: number }
  | { readonly kind: "unknown" };

type Known = {
  readonly host: string;
  /** The names of a path that come first, where only such paths are meant. */
  readonly below?: readonly string[];
  readonly is: Exclude<HostKind, { kind: "unknown" }>;
  /** Where it is written. */
  readonly source: string;
};

/** A forge: an account and a repository, and revisions of git in the rest of the path. */
function forge(host: string, source: string, names = 2, below: readonly string[] = []): Known {
  return { host, below, is: { kind: "owned", names, refs: true }, source };
}

function registry(host: string, names: number, source: string, below: readonly string[] = []): Known {
  return { host, below, is: { kind: "owned", names, refs: false }, source };
}

function flat(host: string, names: number, source: string): Known {
  return { host, is: { kind: "flat", names }, source };
}

/** Hosts without `www.`, port and dot at the end; the first that fits counts. */
export const KNOWN_HOSTS: readonly Known[] = [
  forge("api.github.com", "https://docs.github.com/en/rest/repos/contents", 3, ["repos"]),
  forge(
    "github.com",
    "https://docs.github.com/en/repositories/working-with-files/using-files/downloading-source-code-archives",
  ),
  forge("codeload.github.com", "https://docs.github.com/en/rest/repos/contents"),
  forge("raw.githubusercontent.com", "https://docs.github.com/en/rest/repos/contents"),
  forge(
    "gist.github.com",
    "https://docs.github.com/en/get-started/writing-on-github/editing-and-sharing-content-with-gists",
  ),
  forge(
    "gist.githubusercontent.com",
    "https://docs.github.com/en/get-started/writing-on-github/editing-and-sharing-content-with-gists",
  ),
  forge("gitlab.com", "https://docs.gitlab.com/api/packages/", 4, ["api", "v4", "projects"]),
  forge("gitlab.com", "https://docs.gitlab.com/user/namespace/"),
  forge("codeberg.org", "https://docs.codeberg.org/git/"),
  forge("gitea.com", "https://docs.gitea.com/development/api-usage"),
  forge("bitbucket.org", "https://support.atlassian.com/bitbucket-cloud/docs/what-is-a-workspace/"),
  forge("git.sr.ht", "https://man.sr.ht/git.sr.ht/"),
  forge("huggingface.co", "https://huggingface.co/docs/hub/repositories"),
  registry("files.pythonhosted.org", 4, "https://docs.pypi.org/api/", ["packages", "source"]),
  registry("mirror://pypi", 2, "https://docs.pypi.org/api/"),
  registry("crates.io", 4, "https://doc.rust-lang.org/cargo/reference/registry-web-api.html", [
    "api",
    "v1",
    "crates",
  ]),
  registry("static.crates.io", 2, "https://doc.rust-lang.org/cargo/reference/registry-index.html", [
    "crates",
  ]),
  registry("repo1.maven.org", 3, "https://maven.apache.org/repositories/layout.html", ["maven2"]),
  registry("mirror://maven", 3, "https://maven.apache.org/repositories/layout.html"),
  registry("sourceforge.net", 2, "https://sourceforge.net/p/forge/documentation/Files/", ["projects"]),
  registry("downloads.sourceforge.net", 2, "https://sourceforge.net/p/forge/documentation/Files/", [
    "project",
  ]),
  registry("downloads.sourceforge.net", 2, "https://sourceforge.net/p/forge/documentation/Files/", [
    "sourceforge",
  ]),
  registry("downloads.sourceforge.net", 1, "https://sourceforge.net/p/forge/documentation/Files/"),
  registry("mirror://sourceforge", 2, "https://sourceforge.net/p/forge/documentation/Files/", ["project"]),
  registry("mirror://sourceforge", 2, "https://sourceforge.net/p/forge/documentation/Files/", [
    "sourceforge",
  ]),
  registry("mirror://sourceforge", 1, "https://sourceforge.net/p/forge/documentation/Files/"),
  flat("archive.org", 1, "https://archive.org/developers/items.html"),
  flat("rubygems.org", 1, "https://guides.rubygems.org/rubygems-org-api/"),
  flat("hackage.haskell.org", 1, "https://hackage.haskell.org/upload"),
  flat("mirror://hackage", 0, "https://hackage.haskell.org/upload"),
  flat("luarocks.org", 0, "https://github.com/luarocks/luarocks/blob/main/docs/rockspec_format.md"),
  flat("mirror://luarocks", 0, "https://github.com/luarocks/luarocks/blob/main/docs/rockspec_format.md"),
  flat("repo.hex.pm", 1, "https://github.com/hexpm/specifications/blob/main/endpoints.md"),
];

const DEFAULT_PORTS = [
  ["https:", ":443"],
  ["http:", ":80"],
  ["ftp:", ":21"],
] as const;

/**
 * The host of an origin such as `https://a.org:443` as it is compared: in lower case, without the port that
 * goes without saying, a last dot or `www.`; without the scheme too, but for `mirror://`.
 */
export function normalizedHost(origin: string): string {
  const lower = origin.toLowerCase();
  const known = DEFAULT_PORTS.find(([scheme, port]) => lower.startsWith(scheme) && lower.endsWith(port));
  const bare = known === undefined ? lower : lower.slice(0, -known[1].length);
  return bare.replace(/\.$/, "").replace(/^(?:(mirror:\/\/)|[a-z0-9+.-]+:\/\/)(?:www\.)?/, "$1");
}

/** How a host names what it serves at a path. */
export function hostKind(host: string, path: readonly string[]): HostKind {
  const known = KNOWN_HOSTS.find(
    (each) => each.host === host && (each.below ?? []).every((name, i) => path[i] === name),
  );
  return known?.is ?? { kind: "unknown" };
}
