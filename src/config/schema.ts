import { z } from "zod";

/** A path within the repository: relative, normal, with `/`. */
const path = z
  .string()
  .regex(/^[^/\\].*$/, "must be a path relative to the root of the repository")
  .refine((value) => !value.split("/").some((part) => part === "" || part === "." || part === ".."), {
    message: "must be a plain path without `.`, `..`, `//` or a slash at the end",
  });

const level = z.enum(["error", "warning", "off"]);

const overrides = z.strictObject({
  file: z
    .union([path, z.array(path)])
    .optional()
    .describe("The file that defines top-level attributes by hand, or the files it is split into."),
  policy: z
    .enum(["keep", "forbid"])
    .optional()
    .describe("keep: overrides with custom arguments stay. forbid: there may be no override at all."),
});

const packages = z.strictObject({
  root: path.describe("The directory of shards, or of packages where `sharded` is false."),
  sharded: z
    .boolean()
    .optional()
    .describe("true: <root>/<shard>/<name>/package.nix. false: <root>/<name>/package.nix."),
  scope: z.string().optional().describe("The attribute set whose callPackage defines the packages."),
  overrides: overrides.optional(),
});

const review = z.strictObject({
  event: z.enum(["request-changes", "comment", "none"]).optional(),
});

const label = z.string().min(1).max(50);
const labels = z.strictObject({
  clean: label.optional(),
  blocked: label.optional(),
  mergeable: label.optional(),
  new: label.optional(),
  update: label.optional(),
});

const people = z.strictObject({
  team: z.string().optional(),
  users: z.array(z.string()).optional(),
  permission: z.enum(["write", "maintain", "admin"]).optional(),
});

const merge = z.strictObject({
  strategies: z
    .array(
      z.enum([
        "maintainer-command",
        "maintainer-approval",
        "all-maintainers",
        "trusted-update",
        "unmaintained-update",
        "committer-command",
      ]),
    )
    .optional()
    .describe("Empty: nothing merges itself."),
  branches: z.array(z.string()).optional(),
  "trusted-authors": z.array(z.string()).optional(),
  committers: people.optional(),
  maintainers: z
    .strictObject({
      source: z.enum(["nixpkgs", "map", "codeowners", "collaborators"]),
      map: z.record(z.string(), z.array(z.string())).optional(),
    })
    .optional(),
  "maintainers-team": z.string().optional(),
  method: z.enum(["squash", "merge", "rebase"]).optional(),
});

/** What `.github/by-name.yml` may hold. `rules` is checked against the rules that there are. */
export function configurationSchema(ruleNames: readonly string[]) {
  const names = new Set(ruleNames);
  return z.strictObject({
    preset: z.enum(["nixpkgs", "nur", "flake"]).optional().describe("What the defaults below are for."),
    packages: z.array(packages).min(1).optional().describe("The by-name roots."),
    rules: z
      .record(
        z.string().refine((name) => names.has(name), { message: "is no rule" }),
        level,
      )
      .optional()
      .describe("The level of a rule, by its name or NPV number."),
    review: review.optional(),
    labels: labels.optional(),
    merge: merge.optional(),
  });
}

export type ConfigurationFile = z.infer<ReturnType<typeof configurationSchema>>;
