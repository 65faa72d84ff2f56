import type { Unnoticed } from "../compare.ts";

export const REGISTRY: readonly Unnoticed[] = [
  {
    file: "src/github/entry-ownership.ts",
    why: "GraphQL needs nothing between variables or fields that each begin with a sign or end with a brace.",
    changes: ['`", "` -> `""`', '`"\\n "` -> `""`'],
  },
  {
    file: "src/github/entry-ownership.ts",
    why: "GitHub writes the same time in the same way.",
    changes: [
      "`Date.parse(commit.committedDate) > Date.parse(latest)` -> `Date.parse(commit.committedDate) >= Date.parse(latest)`",
    ],
  },
  {
    file: "src/packages/registry/touched-entries.ts",
    why: "The type asks for it: a URL of no repository has a problem, and no other way to write it.",
    changes: ["`repository === null` -> `false`"],
  },
];
