import type { Problem, Rule, RuleContext } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";
import {
  REGISTRY_FILE,
  type Registry,
  type RegistryEntry,
  registryOf,
} from "../../packages/registry/registry.ts";
import { readUrl, type UrlProblem } from "../../packages/registry/url.ts";
import { editSteps } from "./shared/edits.ts";
import { writtenAnew } from "./shared/format.ts";

/** The host decides how NUR fetches a repository, and its lock file is kept by the URL as it is written. */
export const registryUrl: Rule = {
  name: "registry-url",
  family: "registry",
  codes: [],
  summary: "the URL of an entry is not the plain https URL of a repository, or that of another entry",
  level: "error",
  checks: {
    registry({ path, reading }, context) {
      if (reading.kind !== "registry") return;
      const { registry } = reading;
      const anew = writtenAnew(registry, context);
      for (const entry of registry.entries) {
        const problem = ofUrl(entry, registry, anew);
        if (problem !== null) context.reportOf(path, () => problem);
      }
      for (const problem of duplicates(registry, context)) context.reportOf(path, () => problem);
    },
  },
};

const WORDS: Readonly<Record<UrlProblem, string>> = {
  "not-a-url": "is no URL",
  "not-https": "does not begin with `https://`",
  credentials: "holds a user name or a password",
  query: "has a query (`?`)",
  fragment: "has a fragment (`#`)",
  "no-repository": "names no repository",
  slash: "ends in a slash",
  "git-suffix": "ends in `.git`",
};

function ofUrl(
  { name, url, fields }: RegistryEntry,
  { source }: Registry,
  anew: ReadonlySet<string>,
): Problem | null {
  const field = fields.get("url");
  if (url === null || url === "" || field === undefined) return null;
  const { problems, normal } = readUrl(url);
  const [first] = problems;
  if (first === undefined) return null;
  const words = problems.map((problem) => WORDS[problem]);
  const said = words.length === 1 ? words[0] : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
  const text = normal === null ? null : JSON.stringify(normal);
  return {
    path: REGISTRY_FILE,
    attribute: name,
    at: { source, span: field.value },
    message: `The URL of the entry ${quoted(name)} ${said}.`,
    help:
      normal === null
        ? "Write the address of the repository: `https://<host>/<owner>/<name>`."
        : `Write ${quoted(normal)}.`,
    fix:
      text === null || normal === null || anew.has(name)
        ? null
        : { title: `Write ${quoted(normal)}`, steps: editSteps(source, [{ span: field.value, text }]) },
    about: `url\0${name}\0${problems.join(" ")}`,
  };
}

/** Entries for a repository that another has: not the first, nor one that the base has with this URL. */
function duplicates({ source, entries }: Registry, { base }: RuleContext): Problem[] {
  const before = base === null ? null : registryOf(base.files.snapshot);
  const known = new Set(before?.entries.map(keyOf));
  const first = new Map<string, RegistryEntry>();
  const isKnown = (entry: RegistryEntry) => known.has(keyOf(entry));
  const sorted = [...entries.filter(isKnown), ...entries.filter((entry) => !isKnown(entry))];
  return sorted.flatMap((entry): Problem[] => {
    const repository = entry.url === null ? null : readUrl(entry.url).repository;
    if (repository === null) return [];
    const key = `${repository.host} ${repository.path}`;
    const other = first.get(key);
    const field = entry.fields.get("url");
    if (other === undefined || field === undefined) {
      first.set(key, entry);
      return [];
    }
    return [
      {
        path: REGISTRY_FILE,
        attribute: entry.name,
        // Not the value alone, of which something else may be said.
        at: { source, span: field },
        message: `The entry ${quoted(entry.name)} names the same repository as the entry ${quoted(other.name)}.`,
        help: "Keep one of them. If the repository gets another name in NUR, remove the old entry in the same change.",
        about: `same\0${entry.name}`,
      },
    ];
  });
}

function keyOf({ name, url }: RegistryEntry): string {
  return JSON.stringify([name, url]);
}
