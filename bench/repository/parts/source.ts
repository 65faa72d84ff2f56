import { type Draft, use } from "../draft.ts";
import { attributeSet, binding, quoted } from "../layout.ts";
import { hexadecimal, sriHash } from "./hash.ts";
import type { Style } from "./style.ts";

/** `src = …;` */
export function source(draft: Draft, style: Style): string {
  const { write } = draft.random.pickWeighted(forges);
  return binding("src", write(draft, style));
}

/** Where `meta.homepage` points. */
export function homepage(draft: Draft): string {
  return draft.random.chance(0.8)
    ? `https://github.com/${draft.owner}/${draft.pname}`
    : `https://${draft.pname.toLowerCase()}.${draft.random.pick(["org", "dev", "io", "net"])}/`;
}

type Forge = { readonly weight: number; readonly write: (draft: Draft, style: Style) => string };

const forges: readonly Forge[] = [
  { weight: 76, write: fromGitHub },
  { weight: 6, write: fromGitLab },
  { weight: 4, write: fromCodeberg },
  { weight: 11, write: fromTarball },
  { weight: 3, write: fromGit },
];

function fromGitHub(draft: Draft, style: Style): string {
  const { random } = draft;
  const fetcher = use(draft, "fetchFromGitHub");
  const submodules = random.chance(0.06) ? [binding("fetchSubmodules", "true")] : [];
  return `${fetcher} ${attributeSet([
    binding("owner", quoted(draft.owner)),
    binding("repo", quoted(draft.pname)),
    revision(draft, style),
    ...submodules,
    binding("hash", quoted(sriHash(random))),
    ...postFetch(draft),
  ])}`;
}

function fromGitLab(draft: Draft, style: Style): string {
  const { random } = draft;
  const domain = random.pick(["gitlab.gnome.org", "gitlab.freedesktop.org", "salsa.debian.org"]);
  return `${use(draft, "fetchFromGitLab")} ${attributeSet([
    ...(random.chance(0.6) ? [binding("domain", quoted(domain))] : []),
    binding("owner", quoted(draft.owner)),
    binding("repo", quoted(draft.pname)),
    revision(draft, style),
    binding("hash", quoted(sriHash(random))),
  ])}`;
}

function fromCodeberg(draft: Draft, style: Style): string {
  return `${use(draft, "fetchFromGitea")} ${attributeSet([
    binding("domain", quoted("codeberg.org")),
    binding("owner", quoted(draft.owner)),
    binding("repo", quoted(draft.pname)),
    revision(draft, style),
    binding("hash", quoted(sriHash(draft.random))),
  ])}`;
}

function fromTarball(draft: Draft, style: Style): string {
  const { random, pname } = draft;
  const file = `${pname}-\${${style.prefix}version}.tar.${random.pick(["gz", "xz", "bz2"])}`;
  const host = random.pick([
    "mirror://sourceforge/project",
    "mirror://gnu",
    "https://download.savannah.nongnu.org/releases",
    `https://www.${pname.toLowerCase()}.org/downloads`,
  ]);
  return `${use(draft, "fetchurl")} ${attributeSet([
    binding("url", quoted(`${host}/${pname}/${file}`)),
    binding("hash", quoted(sriHash(random))),
  ])}`;
}

function fromGit(draft: Draft, _style: Style): string {
  const { random } = draft;
  return `${use(draft, "fetchgit")} ${attributeSet([
    binding("url", quoted(`https://git.${draft.owner.toLowerCase()}.org/${draft.pname}.git`)),
    binding("rev", quoted(hexadecimal(random, 40))),
    binding("hash", quoted(sriHash(random))),
  ])}`;
}

function revision(draft: Draft, style: Style): string {
  if (draft.version.includes("unstable")) return binding("rev", quoted(hexadecimal(draft.random, 40)));
  const version = `${style.prefix}version`;
  return draft.random.pick([
    () => binding("tag", quoted(`v\${${version}}`)),
    () => binding("tag", quoted(`v\${${version}}`)),
    () => binding("tag", version),
    () => binding("rev", quoted(`v\${${version}}`)),
    () => binding("tag", quoted(`${draft.pname}-\${${version}}`)),
  ])();
}

function postFetch(draft: Draft): string[] {
  if (!draft.random.chance(0.03)) return [];
  return [
    "# populate values that require us to use git",
    "leaveDotGit = true;",
    "postFetch = ''",
    '  cd "$out"',
    "  git rev-parse --short=8 HEAD > $out/COMMIT",
    '  find "$out" -name .git -print0 | xargs -0 rm -rf',
    "'';",
  ];
}
