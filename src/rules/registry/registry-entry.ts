import type { Problem, Rule } from "../../checker/rule.ts";
import { nearestName } from "../../config/nearest-name.ts";
import { quoted } from "../../nix/shown.ts";
import type { JsonMember } from "../../packages/registry/json.ts";
import { REGISTRY_FILE, type Registry, type RegistryEntry } from "../../packages/registry/registry.ts";
import { readUrl } from "../../packages/registry/url.ts";
import { editSteps, memberSpan } from "./shared/edits.ts";

/** NUR itself rejects neither unknown keys nor wrong types: its update fails later, or does something else. */
export const registryEntry: Rule = {
  name: "registry-entry",
  family: "registry",
  codes: [],
  summary:
    "an entry of the registry lacks a key, or has one that is unknown, of a wrong type or without effect",
  level: "error",
  checks: {
    registry({ path, reading }, context) {
      if (reading.kind !== "registry") return;
      for (const entry of reading.registry.entries) {
        for (const problem of problemsOf(entry, reading.registry)) context.reportOf(path, () => problem);
      }
    },
  },
};

const TYPES: Readonly<Record<string, "text" | "boolean">> = {
  url: "text",
  "github-contact": "text",
  file: "text",
  branch: "text",
  type: "text",
  submodules: "boolean",
};
const REQUIRED = ["url", "github-contact"] as const;

function problemsOf(entry: RegistryEntry, { source }: Registry): Problem[] {
  const { name, member, fields } = entry;
  const common = { path: REGISTRY_FILE, attribute: name };
  if (member.value.kind !== "object") {
    return [
      {
        ...common,
        at: { source, span: member },
        message: `The entry ${quoted(name)} is no object.`,
        help: 'An entry is `{"github-contact": "<login>", "url": "https://…"}`.',
        about: `object\0${name}`,
      },
    ];
  }
  const lacking = REQUIRED.filter((key) => !fields.has(key));
  const missing: Problem[] =
    lacking.length === 0
      ? []
      : [
          {
            ...common,
            at: { source, span: member.keySpan },
            message: `The entry ${quoted(name)} has no ${lacking.map(quoted).join(" and no ")}.`,
            help: "`url` is the address of the repository, `https://github.com/<owner>/<name>`, and `github-contact` the login on GitHub of whoever answers for it.",
            about: `missing\0${name}\0${lacking.join(" ")}`,
          },
        ];
  return [...missing, ...member.value.members.flatMap((field) => ofField(field, entry, source) ?? [])];
}

function ofField(field: JsonMember, entry: RegistryEntry, source: Registry["source"]): Problem | null {
  const { key, value } = field;
  const common = { path: REGISTRY_FILE, attribute: entry.name, at: { source, span: field } };
  const siblings = [...entry.fields.values()];
  const deletion = {
    title: `Delete ${quoted(key)}`,
    steps: editSteps(source, [{ span: memberSpan(field, siblings), text: "" }]),
  };
  const type = Object.hasOwn(TYPES, key) ? TYPES[key] : undefined;
  if (type === undefined) {
    const meant = nearestName(key, Object.keys(TYPES));
    return {
      ...common,
      message: `The entry ${quoted(entry.name)} has the key ${quoted(key)}, which NUR does not know.`,
      help:
        meant === null || entry.fields.has(meant)
          ? `The keys are ${Object.keys(TYPES).map(quoted).join(", ")}. Delete this one: it has no effect.`
          : `Did you mean ${quoted(meant)}?`,
      fix: meant === null || entry.fields.has(meant) ? deletion : null,
      about: `unknown\0${entry.name}\0${key}`,
    };
  }
  const isRight =
    type === "text"
      ? value.kind === "string" && value.value !== ""
      : value.kind === "literal" && value.value !== null;
  if (!isRight) {
    const wanted = type === "text" ? "a string that is not empty" : "`true` or `false`";
    return {
      ...common,
      message: `${quoted(key)} of the entry ${quoted(entry.name)} is not ${wanted}.`,
      help: `Write ${wanted}${key === "url" || key === "github-contact" ? "" : ", or delete the key"}.`,
      about: `type\0${entry.name}\0${key}`,
    };
  }
  const why = key === "type" ? withoutEffect(entry) : null;
  if (why === null) return null;
  return {
    ...common,
    message: `${quoted(key)} of the entry ${quoted(entry.name)} has no effect: ${why}.`,
    help: "Delete it.",
    fix: deletion,
    warning: true,
    about: `effect\0${entry.name}\0${key}`,
  };
}

/** Why `type` changes nothing; null where it does, or where that is not known. */
function withoutEffect({ type, url, submodules }: RegistryEntry): string | null {
  if (type !== "gitlab") return "only `gitlab` has one";
  if (submodules === true) return "with `submodules` the repository is fetched by git, whatever its host";
  const host = url === null ? null : (readUrl(url).repository?.host ?? null);
  if (host === "github.com") return "what is on github.com is fetched from there";
  return host === "gitlab.com" ? "gitlab.com is known as such" : null;
}
