import type { Unnoticed } from "./compare.ts";
import { COMMANDS } from "./survivors/commands.ts";
import { MAINTAINERS } from "./survivors/maintainers.ts";
import { MERGE } from "./survivors/merge.ts";
import { POLICY } from "./survivors/policy.ts";
import { REGISTRY } from "./survivors/registry.ts";
import { UPDATE } from "./survivors/update.ts";

/** Sources that are changed, and the tests that have to notice: the fast ones that are about them. */
export type Target = {
  readonly name: string;
  /** Patterns of paths from the root of the project. */
  readonly sources: readonly string[];
  /** The same of tests. */
  readonly tests: readonly string[];
  /** The changes that no test can notice. */
  readonly unnoticed: readonly Unnoticed[];
};

export const TARGETS: readonly Target[] = [
  { name: "policy", sources: ["src/policy/**/*.ts"], tests: ["test/policy/**/*.test.ts"], unnoticed: POLICY },
  {
    name: "merge",
    sources: [
      "src/app/run/commands/given-commands.ts",
      "src/app/run/commands/heard-reviews.ts",
      "src/app/run/commands/merge.ts",
      "src/app/run/commands/cancel.ts",
      "src/app/run/merge/merge-step.ts",
      "src/app/run/merge/merge-writes.ts",
      "src/app/run/merge/merging.ts",
      "src/app/run/memory/pushed-by.ts",
      "src/github/check-contexts.ts",
      "src/github/pull-request-comments.ts",
      "src/review/conversation/merge-message.ts",
    ],
    tests: [
      "test/app/command-answers.test.ts",
      "test/app/given-commands.test.ts",
      "test/app/heard-reviews.test.ts",
      "test/app/merge-step.test.ts",
      "test/app/merge-writes.test.ts",
      "test/app/merging.test.ts",
      "test/app/pushed-by.test.ts",
      "test/app/scenario-merge.test.ts",
      "test/app/scenario-merge-in-review.test.ts",
      "test/app/scenario-merge-taken-back.test.ts",
      "test/github-client/approvals.test.ts",
      "test/github-client/check-contexts.test.ts",
      "test/github-client/pull-request-comments.test.ts",
      "test/review/merge-message.test.ts",
    ],
    unnoticed: MERGE,
  },
  {
    name: "commands",
    sources: ["src/review/conversation/commands.ts", "src/review/conversation/comment-lines.ts"],
    tests: [
      "test/review/commands.test.ts",
      "test/review/all-commands.test.ts",
      "test/review/comment-lines.test.ts",
    ],
    unnoticed: COMMANDS,
  },
  {
    name: "update",
    sources: ["src/packages/update/**/*.ts"],
    tests: ["test/packages/update/**/*.test.ts"],
    unnoticed: UPDATE,
  },
  {
    name: "registry",
    sources: [
      "src/packages/registry/changes.ts",
      "src/packages/registry/registry.ts",
      "src/packages/registry/touched-entries.ts",
      "src/packages/registry/url.ts",
      "src/github/entry-ownership.ts",
    ],
    tests: [
      "test/packages/registry/**/*.test.ts",
      "test/rules/registry/**/*.test.ts",
      "test/policy/registry.test.ts",
      "test/github-client/entry-ownership.test.ts",
      "test/github-client/remote.test.ts",
    ],
    unnoticed: REGISTRY,
  },
  {
    name: "maintainers",
    sources: ["src/packages/maintainers/**/*.ts", "src/packages/derivation/builder-names.ts"],
    tests: ["test/packages/maintainers/**/*.test.ts", "test/packages/derivation/builder-names.test.ts"],
    unnoticed: MAINTAINERS,
  },
];
