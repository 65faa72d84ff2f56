import { z } from "zod";
import { NIX_FEATURES } from "../nix/parse.ts";
import { PACKAGE_FILES } from "../packages/layout.ts";
import { topOf } from "../snapshot/pattern.ts";
import { CHECK_NAME } from "./own-check.ts";
import { RULE_LEVELS, type RuleNaming } from "./rule-levels.ts";

/** The ways in which a change may merge itself. */
export const STRATEGIES = [
  "maintainer-command",
  "maintainer-approval",
  "all-maintainers",
  "trusted-update",
  "unmaintained-update",
  "committer-command",
  "own-entry",
  "registry-command",
] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Names between single slashes, none of them `.` or `..`, without backslashes and control characters. */
const PLAIN_PATH = /^(?:(?!\.{1,2}(?:\/|$))[^/\\\p{Cc}]+(?:\/(?!$)|$))+$/u;

/** A path within the repository. */
const path = z.string().regex(PLAIN_PATH, {
  message: "must be a path from the root of the repository, without `.`, `..`, `//` or a slash at the end",
});

/** The same with `*` and `?` in its names. What is below it is meant as well, with and without `/**` at the end. */
const covered = path.max(200).refine((glob) => !topOf(glob).includes("**"), {
  message: "may have `**` only at its end: `*` matches one name, and a path matches everything below it",
});

const nixFile = path.regex(/\.nix$/, { message: "must be a Nix file" });

const level = z.enum(RULE_LEVELS);

const overrides = z.strictObject({
  file: z
    .union([path, z.array(path)])
    .optional()
    .describe("The file, or files, that define top-level attributes by hand. They need not exist."),
  policy: z
    .enum(["keep", "forbid"])
    .optional()
    .describe("`keep`: overrides with custom arguments may stay. `forbid`: no override is allowed."),
});

const packages = z
  .strictObject({
    layout: z
      .enum(["by-name", "listed"])
      .optional()
      .describe(
        "`by-name`: a package's directory is its name. `listed`: a file defines it by `callPackage ./path`.",
      ),
    root: path
      .optional()
      .describe(
        "The directory of shards, or of packages if `sharded` is false. Required with `layout: by-name`, and only allowed there.",
      ),
    sharded: z
      .boolean()
      .optional()
      .describe("`true`: `<root>/<shard>/<name>/<file>`. `false`: `<root>/<name>/<file>`."),
    file: z
      .enum(PACKAGE_FILES)
      .optional()
      .describe("The file in a package directory that defines the package."),
    nested: z
      .boolean()
      .optional()
      .describe("Whether a directory without that file is a set of packages. Only with `sharded: false`."),
    scope: z.string().optional().describe("The attribute set whose `callPackage` defines the packages."),
    overrides: overrides.optional().describe("What defines attributes of the root by hand."),
    "listed-in": z
      .union([nixFile, z.array(nixFile).min(1, { message: "must name at least 1 file" }).max(20)])
      .optional()
      .describe(
        "The file, or files, that list the packages; files that they import are read too. Only with `layout: listed`.",
      ),
  })
  .superRefine((entry, context) => {
    const report = (key: string, message: string) =>
      context.addIssue({ code: "custom", path: [key], message });
    if (entry.layout !== "listed") {
      if (entry.root === undefined) {
        report("root", "must be given: the directory of the packages. Or write `layout: listed`");
      }
      if (entry["listed-in"] !== undefined) report("listed-in", "is only allowed with `layout: listed`");
      return;
    }
    for (const key of OF_ROOTS) {
      if (entry[key] !== undefined) {
        report(
          key,
          `is not allowed with \`layout: listed\`, where ${"`listed-in`"} names the files that list packages`,
        );
      }
    }
  });

/** What an entry says of a root. */
const OF_ROOTS = ["root", "sharded", "file", "nested", "scope", "overrides"] as const;

const nix = z.strictObject({
  features: z
    .array(z.enum(NIX_FEATURES))
    .refine((given) => new Set(given).size === given.length, { message: "must not name a feature twice" })
    .optional()
    .describe(
      "Experimental features of Nix whose syntax is accepted. By default none with the preset `nixpkgs`, all with the others.",
    ),
});

const review = z.strictObject({
  event: z
    .enum(["request-changes", "comment", "none"])
    .optional()
    .describe("The kind of review for a blocking finding; `none`: no review."),
});

const LABEL_LENGTH = { message: "must have 1 to 50 characters" };
/** As long as GitHub takes it. */
const label = z.string().min(1, LABEL_LENGTH).max(50, LABEL_LENGTH);
const labels = z.strictObject({
  clean: label.optional().describe("The label of a change without a blocking finding."),
  blocked: label.optional().describe("The label of a change with a blocking finding."),
  mergeable: label.optional().describe("The label of a change that may merge automatically."),
  new: label.optional().describe("The label of a change that adds a package."),
  update: label.optional().describe("The label of a change that updates packages."),
});

/** A login, or the numeric id of an account. An App's login ends in `[bot]`. */
const account = z.union([
  z.string().regex(/^[a-z\d][\w-]{0,38}(?:\[bot\])?$/i, { message: "must be the login of an account" }),
  z.number().int().positive(),
]);
const accounts = z.array(account);
/** The part of a team's address behind the organisation. */
const team = z.string().regex(/^[\w.-]{1,100}$/, {
  message: "must be the name of a team as in its URL, without `@`",
});

const people = z
  .strictObject({
    team: team.optional().describe("The members of a team of the organisation."),
    users: accounts.optional().describe("These people, by login or by numeric id."),
    permission: z
      .enum(["write", "maintain", "admin"])
      .optional()
      .describe("Everybody with this permission on the repository, or a higher one."),
  })
  .refine((given) => Object.keys(given).length > 0, {
    message: "must name a `team`, `users` or a `permission`",
  });

/** A name, with `*` for anything but a slash. */
const pattern = z.string().min(1, { message: "must not be empty" }).max(200);
/** A name of a file, with `*`; never of a Nix file, whose bindings are compared. */
const companion = pattern.regex(/^(?!\.{1,2}$)[^/\\\p{Cc}]+(?<!\.nix|\*)$/u, {
  message: "must be the name of a file that is not a Nix file, and must not end in `*`",
});

/** A check by its name; of one App alone where that is named by its slug or numeric id. */
const checkOf = z.strictObject({
  name: z.string().min(1, { message: "must not be empty" }).max(200).describe("The name of the check."),
  app: z
    .union([
      z.string().regex(/^[a-z\d][a-z\d-]{0,99}$/i, {
        message: "must be the name of an App as in its URL, without `[bot]`",
      }),
      z.number().int().positive(),
    ])
    .describe("The App of the check, by its slug or numeric id."),
});
const check = z
  .union([z.string().min(1, { message: "must not be empty" }).max(200), checkOf])
  .refine((given) => (typeof given === "string" ? given : given.name) !== CHECK_NAME, {
    message: `must not be \`${CHECK_NAME}\`, the bot's own check, which would wait for itself: leave it out, since nothing merges with an error anyway`,
  });
const size = z.union([
  z.number().int().positive(),
  z.string().regex(/^[1-9]\d{0,5} ?[KM]iB$/, { message: "must be bytes, or a number with `KiB` or `MiB`" }),
]);

const merge = z
  .strictObject({
    strategies: z
      .array(z.enum(STRATEGIES))
      .refine((given) => new Set(given).size === given.length, { message: "must not name a strategy twice" })
      .optional()
      .describe("The strategies by which a change may merge automatically. Empty: automatic merging is off."),
    branches: z
      .array(pattern)
      .optional()
      .describe("The base branches with automatic merging; `*` matches anything but a slash."),
    "trusted-authors": accounts
      .optional()
      .describe("Authors whose changes need no committer, by login or numeric id."),
    "backport-authors": accounts
      .optional()
      .describe("Bots that open backports; their changes on branches `backport-…` are trusted."),
    committers: people.optional().describe("Who counts as a committer."),
    maintainers: z
      .strictObject({
        source: z
          .enum(["nixpkgs", "map", "codeowners", "collaborators"])
          .describe("Where maintainers are looked up."),
        map: z
          .record(z.string(), accounts)
          .optional()
          .describe("With `source: map`: the people of each package, by login or by numeric id."),
      })
      .refine(({ source, map }) => (source === "map") === (map !== undefined), {
        message: "must have a `map` with `source: map`, and only then",
      })
      .optional()
      .describe("Who maintains a package."),
    "maintainers-team": team
      .optional()
      .describe("The team whose members may give commands as maintainers; without it, all maintainers may."),
    "update-files": z
      .array(companion)
      .optional()
      .describe(
        "Names of lock files and patches in a package directory that an update may add, remove and change; `*` matches anything, `?` one character.",
      ),
    "own-overrides": z
      .boolean()
      .optional()
      .describe("Whether a change of a package may change its own override as well."),
    checks: z
      .array(check)
      .optional()
      .describe(
        "Checks that must have succeeded on the head, required by GitHub or not: names, or `{ name, app }`.",
      ),
    "ignored-checks": z
      .array(z.string().min(1, { message: "must not be empty" }).max(200))
      .optional()
      .describe(
        "Names of checks to ignore, because they fail for other reasons. Required checks are never ignored.",
      ),
    "commands-in-reviews": z
      .boolean()
      .optional()
      .describe(
        "Whether `merge` in the body of a review that approves counts, as in a comment. By default only in the preset `nixpkgs`.",
      ),
    "dry-run": z.boolean().optional().describe("Whether to report every decision and merge nothing."),
    "max-file-size": size
      .optional()
      .describe("The largest changed file: bytes, or a number with `KiB` or `MiB`. 1 MiB by default."),
    method: z
      .enum(["squash", "merge", "rebase"])
      .optional()
      .describe("How to merge; a merge queue has its own method."),
  })
  .refine((given) => !given.strategies?.includes("unmaintained-update") || "maintainers-team" in given, {
    message: "must name a `maintainers-team` for the strategy `unmaintained-update`",
  })
  .refine((given) => !given.strategies?.includes("registry-command") || "maintainers-team" in given, {
    message: "must name a `maintainers-team` for the strategy `registry-command`",
  })
  .refine(
    ({ checks = [], "ignored-checks": ignored = [] }) =>
      !checks.some((one) => ignored.includes(typeof one === "string" ? one : one.name)),
    { message: "must not name a check in `checks` and in `ignored-checks`" },
  )
  .refine(
    ({ strategies, maintainers }) =>
      !strategies?.includes("all-maintainers") || maintainers?.source !== "collaborators",
    {
      message:
        "must not have the strategy `all-maintainers` with `source: collaborators`, which names nobody",
    },
  );

/** The keys that there are, by the path of the mapping that they stand in, without indexes. */
export const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["", ["preset", "packages", "nix", "rules", "levels", "review", "labels", "merge"]],
  ["packages", Object.keys(packages.shape)],
  ["packages.overrides", Object.keys(overrides.shape)],
  ["nix", Object.keys(nix.shape)],
  ["levels", ["paths", "rules"]],
  ["review", Object.keys(review.shape)],
  ["labels", Object.keys(labels.shape)],
  ["merge", Object.keys(merge.shape)],
  ["merge.checks", Object.keys(checkOf.shape)],
  ["merge.committers", Object.keys(people.shape)],
  ["merge.maintainers", Object.keys(merge.shape.maintainers.unwrap().shape)],
]);

/** The levels of rules, by what they may be called. */
function ruleLevels(naming: RuleNaming) {
  // A family stands for itself, so that it may stand beside its rules.
  const meantBy = (name: string) =>
    naming.namesOf(name)[0] ?? (naming.namesIn(name).length > 0 ? `family ${name}` : null);
  return z
    .record(
      z.string().refine((name) => meantBy(name) !== null, { message: "is not a rule" }),
      level,
    )
    .refine((levels) => new Set(Object.keys(levels).map(meantBy)).size === Object.keys(levels).length, {
      message: "must not name a rule twice, by its name and its number",
    });
}

/** What `.github/by-name.yml` may hold. */
export function configurationSchema(naming: RuleNaming) {
  const rules = ruleLevels(naming);
  return z.strictObject({
    preset: z
      .enum(["nixpkgs", "nur", "flake", "nur-registry"])
      .optional()
      .describe("The kind of repository, which sets the default levels of rules. By default it is guessed."),
    packages: z
      .array(
        packages.refine(
          ({ layout, sharded, nested }) => layout === "listed" || nested !== true || sharded === false,
          { message: "must have `sharded: false` with `nested: true`" },
        ),
      )
      .min(1, { message: "must name at least 1 root" })
      .refine(
        (entries) => {
          const roots = entries.flatMap(({ root }) => root ?? []);
          return new Set(roots).size === roots.length;
        },
        { message: "must not name a root twice" },
      )
      .refine((entries) => entries.filter(({ layout }) => layout === "listed").length < 2, {
        message: "must not have `layout: listed` twice: `listed-in` takes a list of files",
      })
      .optional()
      .describe("How packages are laid out, instead of what is recognised: by-name roots, and lists."),
    nix: nix.optional().describe("The Nix that the repository is written in."),
    rules: rules
      .optional()
      .describe("The level of a rule, by its name or NPV number, or of all rules of a family."),
    levels: z
      .array(
        z.strictObject({
          paths: z
            .array(covered)
            .min(1, { message: "must name at least 1 path" })
            .describe(
              "Paths that these levels apply to, with everything below; `*` matches anything but a slash, `?` one character.",
            ),
          rules: rules.describe("The levels for these paths, as in `rules`."),
        }),
      )
      .optional()
      .describe(
        "Levels for some paths. They have precedence over `rules`, and a later entry over an earlier one.",
      ),
    review: review.optional().describe("How the bot reviews."),
    labels: labels.optional().describe("The labels that the bot sets. A label without a name is not set."),
    merge: merge.optional().describe("When a change may merge automatically."),
  });
}

export type ConfigurationFile = z.infer<ReturnType<typeof configurationSchema>>;
