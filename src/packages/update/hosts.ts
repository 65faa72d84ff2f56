/**
 * How a host names what it serves:
 *
 * - `owned`: the first `names` of a path are somebody's account and project (or a package that has a
 *   directory of its own). Nobody else can put anything below them, or on a forge, which has issues and
 *   pull requests besides, at its `places`; null where that is so of all of it.
 * - `flat`: anybody can put anything there, behind the first `names` of a path, which are the same for all.
 * - `unknown`: not known.
 */
export type HostKind =
  | { readonly kind: "owned"; readonly names: number; readonly places: readonly Place[] | null }
  | { readonly kind: "flat"; readonly names: number }
  | { readonly kind: "unknown" };

/** Names below a repository of a forge, behind which a file stands that it was given, or a revision. */
export type Place = { readonly below: readonly string[]; readonly of: "file" | "ref" };

type Known = {
  readonly host: string;
  /** The names of a path that come first, where only such paths are meant. */
  readonly below?: readonly string[];
  readonly is: Exclude<HostKind, { kind: "unknown" }>;
  /** How many names of a path are the owner's, where those may be more. */
  readonly owned?: (path: readonly string[]) => number;
  /** Where it is written. */
  readonly source: string;
};

function files(...below: readonly string[]): Place {
  return { below, of: "file" };
}

function refs(...below: readonly string[]): Place {
  return { below, of: "ref" };
}

const GITHUB = [
  files("releases", "download"),
  files("releases", "latest", "download"),
  ...["archive", "tarball", "zipball", "raw", "blob"].map((name) => refs(name)),
];
const GITHUB_API = [refs("tarball"), refs("zipball")];
const GIST = [refs("raw"), refs("archive")];
const GITLAB = [
  files("-", "releases"),
  ...["archive", "raw", "blob"].map((name) => refs("-", name)),
  ...["raw", "repository"].map((name) => refs(name)),
];
const GITEA = [files("releases", "download"), ...["archive", "raw", "media"].map((name) => refs(name))];
const ALL = [refs()];

/** A forge: an account and a repository, and in the rest of the path files and revisions of git at some places. */
function forge(
  host: string,
  source: string,
  places: readonly Place[],
  names = 2,
  below: readonly string[] = [],
): Known {
  return { host, below, is: { kind: "owned", names, places }, source };
}

function registry(host: string, names: number, source: string, below: readonly string[] = []): Known {
  return { host, below, is: { kind: "owned", names, places: null }, source };
}

/** Group, artifact, version and file: whose a group is, no number of its names tells. */
function maven(host: string, ...below: readonly string[]): Known {
  return {
    ...registry(host, below.length + 2, "https://maven.apache.org/repositories/layout.html", below),
    owned: (path) => path.length - 2,
  };
}

function flat(host: string, names: number, source: string): Known {
  return { host, is: { kind: "flat", names }, source };
}

const GITHUB_REST = "https://docs.github.com/en/rest/repos/contents";
const GISTS =
  "https://docs.github.com/en/get-started/writing-on-github/editing-and-sharing-content-with-gists";
const HUB = "https://huggingface.co/docs/hub/repositories";

/** Hosts without `www.`, port and dot at the end; the first that fits counts. */
export const KNOWN_HOSTS: readonly Known[] = [
  forge("api.github.com", GITHUB_REST, GITHUB_API, 3, ["repos"]),
  forge("api.github.com", GITHUB_REST, GITHUB_API, 2, ["repositories"]),
  forge("api.github.com", GITHUB_REST, []),
  forge(
    "github.com",
    "https://docs.github.com/en/repositories/working-with-files/using-files/downloading-source-code-archives",
    GITHUB,
  ),
  forge(
    "codeload.github.com",
    GITHUB_REST,
    ["tar.gz", "zip", "legacy.tar.gz", "legacy.zip"].map((name) => refs(name)),
  ),
  ...["raw.githubusercontent.com", "raw.github.com"].map((host) => forge(host, GITHUB_REST, ALL)),
  forge("media.githubusercontent.com", GITHUB_REST, ALL, 3, ["media"]),
  forge("gist.github.com", GISTS, GIST),
  forge("gist.githubusercontent.com", GISTS, GIST),
  forge("gitlab.com", "https://docs.gitlab.com/api/packages/", [files("releases"), refs("packages")], 4, [
    "api",
    "v4",
    "projects",
  ]),
  {
    ...forge("gitlab.com", "https://docs.gitlab.com/user/namespace/", GITLAB),
    owned: (path) => path.indexOf("-"),
  },
  ...["codeberg.org", "gitea.com"].flatMap((host) => [
    forge(host, "https://docs.gitea.com/usage/packages/overview", [refs("generic")], 3, ["api", "packages"]),
    forge(host, "https://docs.gitea.com/development/api-usage", GITEA, 5, ["api", "v1", "repos"]),
    forge(host, "https://docs.gitea.com/development/api-usage", GITEA),
  ]),
  forge("bitbucket.org", "https://support.atlassian.com/bitbucket-cloud/docs/what-is-a-workspace/", [
    files("downloads"),
    refs("get"),
    refs("raw"),
  ]),
  forge("git.sr.ht", "https://man.sr.ht/git.sr.ht/", [
    files("refs", "download"),
    refs("archive"),
    refs("blob"),
  ]),
  ...["datasets", "spaces"].map((kind) =>
    forge("huggingface.co", HUB, [refs("resolve"), refs("raw")], 3, [kind]),
  ),
  forge("huggingface.co", HUB, [refs("resolve"), refs("raw")]),
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
  maven("repo1.maven.org", "maven2"),
  maven("repo.maven.apache.org", "maven2"),
  maven("maven-central.storage.googleapis.com", "maven2"),
  maven("maven-central.storage-download.googleapis.com", "maven2"),
  maven("oss.sonatype.org", "content", "repositories", "releases"),
  maven("s01.oss.sonatype.org", "content", "repositories", "releases"),
  maven("plugins.gradle.org", "m2"),
  maven("repo.clojars.org"),
  maven("mirror://maven"),
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
  if (known?.is.kind !== "owned") return known?.is ?? { kind: "unknown" };
  return { ...known.is, names: Math.max(known.is.names, known.owned?.(path) ?? 0) };
}
