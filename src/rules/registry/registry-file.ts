import type { Rule } from "../../checker/rule.ts";
import { quoted } from "../../nix/shown.ts";

/** NUR puts it behind the path of the repository, in Nix text. */
export const registryFile: Rule = {
  name: "registry-file",
  family: "registry",
  codes: [],
  summary: "the `file` of an entry is not a plain relative path of a Nix file",
  level: "error",
  checks: {
    registry({ path, reading }, context) {
      if (reading.kind !== "registry") return;
      const { entries, source } = reading.registry;
      for (const { name, file, fields } of entries) {
        const field = fields.get("file");
        const why = file === null || file === "" ? null : problemOf(file);
        if (field === undefined || why === null) continue;
        context.reportOf(path, () => ({
          path,
          attribute: name,
          at: { source, span: field.value },
          message: `${quoted("file")} of the entry ${quoted(name)} ${why}.`,
          help: "Write the path of the Nix file from the root of the repository, such as `pkgs/default.nix`. Without `file` it is `default.nix`.",
          about: `file\0${name}`,
        }));
      }
    },
  },
};

/** What is wrong with a path; null where nothing is. */
function problemOf(file: string): string | null {
  if (file.startsWith("/")) return "is an absolute path";
  const parts = file.split("/");
  if (parts.includes("..")) return "leads out of the repository with `..`";
  if (parts.includes(".") || parts.includes("")) return "has `./` or `//` in it";
  const odd = /[\\"$`\p{Cc}]/u.exec(file)?.[0];
  if (odd !== undefined) return `has ${quoted(odd)} in it, which means something in Nix text`;
  return file.endsWith(".nix") ? null : "does not end in `.nix`";
}
