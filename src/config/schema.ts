import { z } from "zod";

/** Names between single slashes, none of them `.` or `..`, without backslashes and control characters. */
const PLAIN_PATH = /^(?:(?!\.{1,2}(?:\/|$))[^/\\\p{Cc}]+(?:\/(?!$)|$))+$/u;

/** A path within the repository. */
const path = z.string().regex(PLAIN_PATH, {
  message: "must be a path from the root of the repository, without `.`, `..`, `//` or a slash at the end",
});

const level = z.enum(["error", "warning", "off"]);

const overrides = z.strictObject({
  file: z
    .union([path, z.array(path)])
    .optional()
    .describe(
      "The file that defines top-level attributes by hand, or the files it is split into. They need not exist.",
    ),
  policy: z
    .enum(["keep", "forbid"])
    .optional()
    .describe("`keep`: overrides with custom arguments stay. `forbid`: there may be no override at all."),
});

const packages = z.strictObject({
  root: path.describe("The directory of shards, or of packages where `sharded` is false."),
  sharded: z
    .boolean()
    .optional()
    .describe("`true`: `<root>/<shard>/<name>/package.nix`. `false`: `<root>/<name>/package.nix`."),
  scope: z.string().optional().describe("The attribute set whose `callPackage` defines the packages."),
  overrides: overrides.optional().describe("What defines attributes of the root by hand."),
});

const review = z.strictObject({
  event: z
    .enum(["request-changes", "comment", "none"])
    .optional()
    .describe("The kind of review that a blocking finding leads to; `none`: no review."),
});

const LABEL_LENGTH = { message: "must have 1 to 50 characters" };
/** As long as GitHub takes it. */
const label = z.string().min(1, LABEL_LENGTH).max(50, LABEL_LENGTH);
const labels = z.strictObject({
  clean: label.optional().describe("The label of a change with nothing that blocks."),
  blocked: label.optional().describe("The label of a change with something that blocks."),
  mergeable: label.optional().describe("The label of a change that may merge itself."),
  new: label.optional().describe("The label of a change that adds a package."),
  update: label.optional().describe("The label of a change that updates packages."),
});

const people = z.strictObject({
  team: z.string().optional().describe("The members of a team of the organisation."),
  users: z.array(z.string()).optional().describe("These people."),
  permission: z
    .enum(["write", "maintain", "admin"])
    .optional()
    .describe("Everybody with this permission on the repository, or a higher one."),
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
    .describe("The ways in which a change may merge itself. Empty: none."),
  branches: z
    .array(z.string())
    .optional()
    .describe("The base branches on which changes may merge themselves; `*` stands for anything."),
  "trusted-authors": z
    .array(z.string())
    .optional()
    .describe("Whose changes need no committer to look at them."),
  committers: people.optional().describe("Who counts as a committer."),
  maintainers: z
    .strictObject({
      source: z
        .enum(["nixpkgs", "map", "codeowners", "collaborators"])
        .describe("Where maintainers are looked up."),
      map: z
        .record(z.string(), z.array(z.string()))
        .optional()
        .describe("With `source: map`: the people of each package."),
    })
    .optional()
    .describe("Who maintains a package."),
  "maintainers-team": z
    .string()
    .optional()
    .describe("The team that may give commands; without it, anybody who maintains the package."),
  method: z
    .enum(["squash", "merge", "rebase"])
    .optional()
    .describe("How to merge where no merge queue decides."),
});

/** The keys that there are, by the path of the mapping that they stand in, without indexes. */
export const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["", ["preset", "packages", "rules", "review", "labels", "merge"]],
  ["packages", Object.keys(packages.shape)],
  ["packages.overrides", Object.keys(overrides.shape)],
  ["review", Object.keys(review.shape)],
  ["labels", Object.keys(labels.shape)],
  ["merge", Object.keys(merge.shape)],
  ["merge.committers", Object.keys(people.shape)],
  ["merge.maintainers", Object.keys(merge.shape.maintainers.unwrap().shape)],
]);

/**
 * What `.github/by-name.yml` may hold. `ruleOf` gives the name of the rule that a name or NPV number
 * stands for, null where there is none.
 */
export function configurationSchema(ruleOf: (nameOrCode: string) => string | null) {
  return z.strictObject({
    preset: z
      .enum(["nixpkgs", "nur", "flake"])
      .optional()
      .describe("The kind of repository, which rule levels start from. Guessed where it is not given."),
    packages: z
      .array(packages)
      .min(1, { message: "must name at least 1 root" })
      .refine((roots) => new Set(roots.map(({ root }) => root)).size === roots.length, {
        message: "must not name a root twice",
      })
      .optional()
      .describe("The by-name roots, which take the place of the default one."),
    rules: z
      .record(
        z.string().refine((name) => ruleOf(name) !== null, { message: "is no rule" }),
        level,
      )
      .refine((levels) => new Set(Object.keys(levels).map(ruleOf)).size === Object.keys(levels).length, {
        message: "must not name a rule twice, by its name and its number",
      })
      .optional()
      .describe("The level of a rule, by its name or NPV number."),
    review: review.optional().describe("How the bot reviews."),
    labels: labels
      .optional()
      .describe("The labels that are the bot's to set. One without a name is not set."),
    merge: merge.optional().describe("When a change may merge itself."),
  });
}

export type ConfigurationFile = z.infer<ReturnType<typeof configurationSchema>>;
