import { plainFile, type RepositoryFile } from "./file.ts";
import { attributeSet, binding, list, quoted } from "./layout.ts";
import { capitalized } from "./names.ts";
import { hexadecimal } from "./parts/hash.ts";
import { sentence } from "./prose.ts";
import { type Random, randomFor } from "./random.ts";
import { familyNames, givenNames, nameStems } from "./vocabulary.ts";

/** Who maintains packages: attributes of the maintainer list and of the team list. */
export type People = { readonly handles: readonly string[]; readonly teams: readonly string[] };

export function peopleOf(seed: number, maintainers: number, teams: number): People {
  const random = randomFor(seed, "people");
  const handles = new Set<string>();
  while (handles.size < maintainers) handles.add(handle(random));
  return { handles: [...handles], teams: random.sample(nameStems, teams) };
}

/** `maintainers/maintainer-list.nix`, sorted by handle. */
export function maintainerList(seed: number, people: People): RepositoryFile {
  const entries = [...people.handles].sort().map((name) => binding(name, maintainer(seed, name)));
  const head = `/*
  List of the maintainers of this collection.

  \`\`\`nix
  handle = {
    # Required
    name = "Your name";
    github = "GithubUsername";
    githubId = your-github-id;
    # Optional
    email = "address@example.org";
    matrix = "@user:example.org";
    keys = [
      {
        fingerprint = "AAAA BBBB CCCC DDDD EEEE  FFFF 0000 1111 2222 3333";
      }
    ];
  };
  \`\`\`

  Keep the list in alphabetical order.
*/
`;
  return plainFile("maintainers/maintainer-list.nix", `${head}${attributeSet(entries)}\n`);
}

/** `maintainers/team-list.nix`. */
export function teamList(seed: number, people: People): RepositoryFile {
  const random = randomFor(seed, "teams");
  const entries = [...people.teams].sort().map((name) => {
    const members = random.sample(people.handles.slice(0, 200), random.integer(2, 9)).sort();
    return [
      binding(
        name,
        attributeSet([
          binding("members", list(members)),
          binding("scope", quoted(sentence(random))),
          binding("shortName", quoted(capitalized(name))),
          ...(random.chance(0.3) ? ["enableFeatureFreezePing = true;"] : []),
        ]),
      ),
    ];
  });
  const head =
    "# Teams of maintainers. A package names them in meta.teams.\n{ lib }:\nwith lib.maintainers;\n";
  return plainFile("maintainers/team-list.nix", `${head}${attributeSet(...entries)}\n`);
}

function handle(random: Random): string {
  const given = random.pick(givenNames);
  const family = random.pick(familyNames);
  return random.pick([
    () => `${given}${family}`,
    () => `${given.charAt(0)}${family}`,
    () => `${given}-${family}`,
    () => `${given}${random.integer(1, 99)}`,
    () => `${random.pick(nameStems)}${random.pick(nameStems)}`,
    () => `${capitalized(given)}${capitalized(random.pick(nameStems))}`,
    () => `_${random.integer(0, 9)}x${hexadecimal(random, 4).toUpperCase()}`,
    () => `${family}_${random.pick(nameStems)}`,
  ])();
}

function maintainer(seed: number, name: string): string {
  const random = randomFor(seed, "maintainer", name);
  const github = name.replace(/^_/, "");
  const fullName = `${capitalized(random.pick(givenNames))} ${capitalized(random.pick(familyNames))}`;
  const lines = [
    ...(random.chance(0.85) ? [binding("email", quoted(`${github}@${random.pick(nameStems)}.org`))] : []),
    ...(random.chance(0.15) ? [binding("matrix", quoted(`@${github.toLowerCase()}:matrix.org`))] : []),
    binding("github", quoted(github)),
    binding("githubId", String(random.integer(1_000, 200_000_000))),
    binding("name", quoted(random.chance(0.7) ? fullName : github)),
  ];
  if (random.chance(0.2)) {
    const groups = Array.from({ length: 10 }, () => hexadecimal(random, 4).toUpperCase());
    const fingerprint = `${groups.slice(0, 5).join(" ")}  ${groups.slice(5).join(" ")}`;
    lines.push(binding("keys", list([attributeSet([binding("fingerprint", quoted(fingerprint))])])));
  }
  return attributeSet(lines);
}
