/** An entry as NUR's registry has them. */
export type GeneratedEntry = Record<string, string | boolean>;

/** As many entries as NUR has. */
export const ENTRIES = 563;

/**
 * A registry with as many entries as NUR's and its odd shapes: names that begin with digits or are all of them, a file, a
 * branch, submodules, other forges, a contact that is not the owner, upper case, and one URL twice.
 */
export function generatedEntries(): Record<string, GeneratedEntry> {
  const entries: Record<string, GeneratedEntry> = {};
  for (let i = 0; i < ENTRIES - 5; i++) {
    const owner = `${SYLLABLES[i % 23]}${SYLLABLES[(i * 7) % 19]}${i}`;
    const contact = i % 23 === 0 ? `${owner}-friend` : owner;
    const repository = i % 3 === 0 ? "nur-packages" : i % 3 === 1 ? "nix-config" : `nur.${owner}`;
    const entry: GeneratedEntry = {
      "github-contact": contact,
      url: `https://github.com/${owner}/${repository}`,
    };
    if (i % 19 === 3) entry.file = "pkgs/default.nix";
    if (i % 47 === 5) entry.submodules = true;
    if (i % 101 === 7) entry.branch = "main";
    if (i % 31 === 11) entry.url = `https://gitlab.com/${owner}/nur`;
    if (i % 61 === 13) Object.assign(entry, { url: `https://git.example.org/${owner}/nur`, type: "gitlab" });
    if (i % 97 === 17) entry.url = `https://codeberg.org/${owner}/nur`;
    entries[
      i % 6 === 0 ? `${owner.charAt(0).toUpperCase()}${owner.slice(1)}` : i % 5 === 0 ? `${owner}-nur` : owner
    ] = entry;
  }
  entries["1235467"] = { "github-contact": "digits", url: "https://github.com/digits/nur" };
  entries["0x4A6F"] = { "github-contact": "hex", url: "https://github.com/hex/nur" };
  entries["42"] = { "github-contact": "answer", url: "https://github.com/answer/nur" };
  entries["twice-one"] = { "github-contact": "twice", url: "https://github.com/twice/nur" };
  entries["twice-two"] = { "github-contact": "twice", url: "https://github.com/twice/nur" };
  return entries;
}

const SYLLABLES = "ka mi ro ne lu ta shi vo bar quen dor fa ze mu li ost wy jo pe gra ulm hex ix".split(" ");

/**
 * The text of that registry: with keys in the order of an object here, which has those that look like integers first, or
 * in the order that the registry has to have.
 */
export function registryText(
  order: "as it is written" | "canonical" = "canonical",
  { indent = 4, entries = generatedEntries() } = {},
): string {
  if (order !== "canonical") return `${JSON.stringify({ repos: entries }, null, indent)}\n`;
  const lines = Object.keys(entries)
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => {
      const fields = Object.entries(entries[name] ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
      const inner = fields.map(([key, value]) => `            "${key}": ${JSON.stringify(value)}`);
      return `        ${JSON.stringify(name)}: {\n${inner.join(",\n")}\n        }`;
    });
  return `{\n    "repos": {\n${lines.join(",\n")}\n    }\n}\n`;
}
