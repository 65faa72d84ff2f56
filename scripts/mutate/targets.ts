import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Sources that are changed, and the tests that have to notice: the fast ones that are about them. */
export type Target = {
  readonly name: string;
  /** Files, or folders of which all files count. */
  readonly sources: readonly string[];
  /** Files of tests, or folders of them. */
  readonly tests: readonly string[];
};

export const TARGETS: readonly Target[] = [
  { name: "policy", sources: ["src/policy"], tests: ["test/policy"] },
  {
    name: "merge",
    sources: [
      "src/app/run/commands/given-commands.ts",
      "src/app/run/commands/merge.ts",
      "src/app/run/commands/cancel.ts",
      "src/app/run/merge/merge-step.ts",
      "src/app/run/merge/merge-writes.ts",
      "src/app/run/merge/merging.ts",
      "src/app/run/memory/pushed-by.ts",
      "src/github/check-contexts.ts",
      "src/review/merge-message.ts",
    ],
    tests: [
      "test/app/given-commands.test.ts",
      "test/app/merge-step.test.ts",
      "test/app/merge-writes.test.ts",
      "test/app/merging.test.ts",
      "test/app/pushed-by.test.ts",
      "test/github-client/check-contexts.test.ts",
      "test/review/merge-message.test.ts",
    ],
  },
  {
    name: "commands",
    sources: ["src/review/commands.ts", "src/review/comment-lines.ts"],
    tests: [
      "test/review/commands.test.ts",
      "test/review/all-commands.test.ts",
      "test/review/comment-lines.test.ts",
    ],
  },
  { name: "update", sources: ["src/packages/update"], tests: ["test/packages/update"] },
  {
    name: "registry",
    sources: [
      "src/packages/registry/changes.ts",
      "src/packages/registry/registry.ts",
      "src/packages/registry/touched-entries.ts",
      "src/packages/registry/url.ts",
      "src/github/entry-standing.ts",
    ],
    tests: ["test/packages/registry", "test/rules/registry", "test/github-client/remote.test.ts"],
  },
  {
    name: "maintainers",
    sources: ["src/packages/maintainers", "src/packages/derivation/builder-names.ts"],
    tests: ["test/packages/maintainers"],
  },
];

/** The files of a target, by their paths from the root of the project. */
export function sourcesOf(root: string, { sources }: Target): string[] {
  return sources.flatMap((source) =>
    source.endsWith(".ts")
      ? [source]
      : readdirSync(join(root, source), { recursive: true, encoding: "utf8" })
          .filter((name) => name.endsWith(".ts"))
          .map((name) => `${source}/${name}`),
  );
}
