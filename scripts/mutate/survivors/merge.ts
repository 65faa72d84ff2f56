import type { Unnoticed } from "../compare.ts";

export const MERGE: readonly Unnoticed[] = [
  {
    file: "src/app/run/commands/given-commands.ts",
    why: "It stands for a list of nobody, and no account has a login with blanks.",
    changes: ['`[]` -> `["Stryker was here"]`'],
  },
  {
    file: "src/app/run/commands/heard-reviews.ts",
    why: "What no case names comes out as undefined, which is no yes either.",
    changes: ['`case "unknown": return false;` -> `case "unknown":`', '`"unknown"` -> `""`'],
  },
  {
    file: "src/app/run/commands/merge.ts",
    why: "An option that is left out counts as false.",
    changes: ["`{ lasting: false }` -> `{}`", "`{ lasting: false }` -> `{}`"],
  },
  {
    file: "src/app/run/commands/merge.ts",
    why: "Where there is at most one step, nothing stands between them.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: "src/app/run/commands/merge.ts",
    why: "A dry run is only answered where something would be merged, which has grounds.",
    changes: ["`grounds?.strategy` -> `grounds.strategy`", '`""` -> `"Stryker was here!"`'],
  },
  {
    file: "src/app/run/memory/pushed-by.ts",
    why: "The type asks for it: what is made a date of null is later than nothing.",
    changes: ["`time !== null` -> `true`"],
  },
  {
    file: "src/app/run/merge/merge-writes.ts",
    why: "Where something is merged, or was decided, the configuration is known.",
    changes: [
      "`configuration?.method` -> `configuration.method`",
      '`"squash"` -> `""`',
      "`merging.facts.configuration?.dryRun` -> `merging.facts.configuration.dryRun`",
    ],
  },
  {
    file: "src/github/check-contexts.ts",
    why: "It stands for a conclusion that GitHub did not give, and neither text is one.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: "src/github/pull-request-comments.ts",
    why: "The type asks for it: what is made a date of null is later than nothing.",
    changes: ["`review.lastEditedAt !== null` -> `true`"],
  },
  {
    file: "src/github/pull-request-comments.ts",
    why: "What is no reaction of GitHub's is left out of them.",
    changes: ['`[]` -> `["Stryker was here"]`', '`[]` -> `["Stryker was here"]`'],
  },
  {
    file: "src/github/pull-request-comments.ts",
    why: "The type asks for it: reviews with an opinion were submitted, and neither text is a time.",
    changes: ['`""` -> `"Stryker was here!"`', '`""` -> `"Stryker was here!"`'],
  },
  {
    file: "src/review/conversation/merge-message.ts",
    why: "The type asks for it: this is called with entries alone.",
    changes: ["`entry === undefined` -> `false`"],
  },
];
