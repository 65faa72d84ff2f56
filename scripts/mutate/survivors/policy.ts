import type { Unnoticed } from "../compare.ts";

export const POLICY: readonly Unnoticed[] = [
  {
    file: "src/policy/build-facts.ts",
    why: "Of another source nobody looks at the organisation.",
    changes: ['`maintainers.kind === "codeowners"` -> `true`'],
  },
  {
    file: "src/policy/build-facts.ts",
    why: "The type asks for it: maintainers who are not known are not said to be collaborators either.",
    changes: ['`one.kind === "known"` -> `true`'],
  },
  {
    file: "src/policy/committers.ts",
    why: "What is not in the list of ranks is below all of them, as the lowest is.",
    changes: ['`"none"` -> `""`'],
  },
  {
    file: "src/policy/committers.ts",
    why: "The type asks for it: no team that is known goes by no name.",
    changes: ["`committers.team !== null` -> `true`"],
  },
  {
    file: "src/policy/consent.ts",
    why: "The type asks for it: what is made a date of null is later than nothing.",
    changes: ["`time !== null` -> `true`"],
  },
  {
    file: "src/policy/consent.ts",
    why: "Of two times that are the same, it does not matter which is taken.",
    changes: ["`Date.parse(time) > Date.parse(found)` -> `Date.parse(time) >= Date.parse(found)`"],
  },
  {
    file: "src/policy/content.ts",
    why: "It only saves time: where no file is outside, no package around one is found either.",
    changes: ["`outside.length === 0` -> `false`"],
  },
  {
    file: "src/policy/content.ts",
    why: "What is no package has no path that a file could be in, and is left out.",
    changes: ['`[]` -> `["Stryker was here"]`'],
  },
  {
    file: "src/policy/content.ts",
    why: "The type asks for it: a text has no kind, so it is no file.",
    changes: ['`typeof entry === "string"` -> `false`', '`"string"` -> `""`'],
  },
  {
    file: "src/policy/content.ts",
    why: "A file has content once it is loaded, and before that nothing that is found counts; no size is not too much.",
    changes: [
      '`content === "not-loaded" || content.kind === "absent"` -> `false`',
      '`content === "not-loaded" || content.kind === "absent"` -> `content === "not-loaded" && content.kind === "absent"`',
      '`content === "not-loaded"` -> `false`',
      '`"not-loaded"` -> `""`',
      '`content.kind === "absent"` -> `false`',
      '`"absent"` -> `""`',
      "`false` -> `true`",
    ],
  },
  {
    file: "src/policy/next-steps.ts",
    why: "Where the configuration is not known, there are no strategies that could lack anything.",
    changes: ["`facts.configuration?.maintainersTeam` -> `facts.configuration.maintainersTeam`"],
  },
  {
    file: "src/policy/next-steps.ts",
    why: "Without a team these strategies do not apply, and nobody is asked for anything.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: "src/policy/next-steps.ts",
    why: "These strategies never wait for a person's word.",
    changes: ['`"trusted-update"` -> `""`', '`"own-entry"` -> `""`'],
  },
  {
    file: "src/policy/origin.ts",
    why: "Where the configuration is not known, there are no strategies that could ask.",
    changes: [
      "`configuration?.backportAuthors` -> `configuration.backportAuthors`",
      '`[]` -> `["Stryker was here"]`',
      "`configuration?.trustedAuthors` -> `configuration.trustedAuthors`",
      '`[]` -> `["Stryker was here"]`',
    ],
  },
  {
    file: "src/policy/registry.ts",
    why: "The type asks for it: the registry is touched, or it would have been left before.",
    changes: [
      "`facts.registry?.ownership` -> `facts.registry.ownership`",
      "`registry?.ownership` -> `registry.ownership`",
    ],
  },
  {
    file: "src/policy/registry.ts",
    why: "The type asks for it: an entry is there on at least one side, and only what is on a side is asked about it.",
    changes: [
      "`(before ?? after)?.contact` -> `(before ?? after).contact`",
      "`after?.owner` -> `after.owner`",
    ],
  },
  {
    file: "src/policy/registry.ts",
    why: "The type asks for it: that the author has the account of the contact was found before.",
    changes: ["`accountOf(contact, facts)?.createdAt` -> `accountOf(contact, facts).createdAt`"],
  },
  {
    file: "src/policy/strategies.ts",
    why: "It is said only of a strategy that holds, and each of these has a reason of its own.",
    changes: ['`"all its conditions are met"` -> `""`'],
  },
  {
    file: "src/policy/strategies.ts",
    why: "No condition of a strategy waits, and each strategy has conditions.",
    changes: ['`"waits"` -> `""`', '`"unmet"` -> `""`'],
  },
  {
    file: "src/policy/strategies.ts",
    why: "Where the configuration is not known, there are no strategies that could ask.",
    changes: [
      "`facts.configuration?.maintainersTeam` -> `facts.configuration.maintainersTeam`",
      "`facts.configuration?.maintainersTeam` -> `facts.configuration.maintainersTeam`",
      '`[]` -> `["Stryker was here"]`',
      "`configuration?.maintainers` -> `configuration.maintainers`",
    ],
  },
  {
    file: "src/policy/who.ts",
    why: "Where the configuration is not known, there are no strategies that could ask for anybody.",
    changes: ['`[]` -> `["Stryker was here"]`', "`configuration?.committers` -> `configuration.committers`"],
  },
];
