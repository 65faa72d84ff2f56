import type { Unnoticed } from "../compare.ts";

const FOLDER = "src/packages/maintainers";

export const MAINTAINERS: readonly Unnoticed[] = [
  {
    file: "src/packages/derivation/builder-names.ts",
    why: "It stands for a name that is missing, and neither text is the name of a builder or a set of them.",
    changes: [
      '`""` -> `"Stryker was here!"`',
      '`""` -> `"Stryker was here!"`',
      '`""` -> `"Stryker was here!"`',
    ],
  },
  {
    file: `${FOLDER}/account.ts`,
    why: "The type asks for it: nothing but a number is a safe integer.",
    changes: ['`typeof id === "number"` -> `true`'],
  },
  {
    file: `${FOLDER}/attributes.ts`,
    why: "The type asks for it: an expression has at least one result.",
    changes: ["`result?.expression` -> `result.expression`"],
  },
  {
    file: `${FOLDER}/attributes.ts`,
    why: "The type asks for it: a piece has at least one name, since one that is defined as a whole is not taken apart.",
    changes: ["`names[0]?.text` -> `names[0].text`"],
  },
  {
    file: `${FOLDER}/attributes.ts`,
    why: "The type asks for it: Nix does not parse an `inherit` of a computed name.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${FOLDER}/codeowners-file.ts`,
    why: "Wherever it matches in a text without blanks around it, it does so from the beginning.",
    changes: ["`/^(?:\\\\.|[^\\s\\\\])+/` -> `/(?:\\\\.|[^\\s\\\\])+/`"],
  },
  {
    file: `${FOLDER}/codeowners-file.ts`,
    why: "The type asks for it: what is split has at least one part.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${FOLDER}/codeowners.ts`,
    why: "The type asks for it: a text has no kind.",
    changes: ['`content !== "not-loaded"` -> `true`', '`"not-loaded"` -> `""`'],
  },
  {
    file: `${FOLDER}/github-teams.ts`,
    why: "What is undefined is no object either.",
    changes: ["`{ return null; }` -> `{}`"],
  },
  {
    file: `${FOLDER}/maintainer-cache.ts`,
    why: "All that is kept there is kept under the same name.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${FOLDER}/maintainer-list.ts`,
    why: "A text with an error is not read to its end, and without that it has no entries.",
    changes: ["`error === null` -> `true`"],
  },
  {
    file: `${FOLDER}/maintainer-list.ts`,
    why: "In what has no syntax error, any other token there leads to one that is not expected behind it.",
    changes: [
      '`token.kind === "{"` -> `true`',
      '`token.kind === "text"` -> `true`',
      "`token.kind === '\"'` -> `true`",
      '`token.kind === "="` -> `true`',
      '`token.kind === "{"` -> `true`',
      '`token.kind === ";"` -> `true`',
      '`token.kind === "name" || token.kind === "or"` -> `true`',
    ],
  },
  {
    file: `${FOLDER}/maintainer-list.ts`,
    why: "The end of the file is the last token, and another one is not: then the state is none that counts.",
    changes: [
      '`token.kind === "end"` -> `true`',
      '`"end"` -> `""`',
      "`case null: return null;` -> `case null:`",
    ],
  },
  {
    file: `${FOLDER}/maintainer-list.ts`,
    why: "Neither text can be a login.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${FOLDER}/named-handles.ts`,
    why: "Nobody looks at the members of teams there.",
    changes: ['`[]` -> `["Stryker was here"]`'],
  },
  {
    file: `${FOLDER}/named-handles.ts`,
    why: "The type asks for it: a variable is the only node whose name is a text.",
    changes: ['`node.kind === "variable"` -> `true`'],
  },
  {
    file: `${FOLDER}/owner-pattern.ts`,
    why: "The pattern has no name but `**` then, of which the last name is not asked.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${FOLDER}/owner-pattern.ts`,
    why: "It only costs time: a pattern cannot end behind the end of the path.",
    changes: ["`path.length - first` -> `path.length + first`"],
  },
  {
    file: `${FOLDER}/package-meta.ts`,
    why: "The type asks for it: a function has at least one result.",
    changes: ["`first === undefined` -> `false`"],
  },
  {
    file: `${FOLDER}/package-meta.ts`,
    why: "The type asks for it: where there is no such argument, their number is not the expected one.",
    changes: ["`argument === undefined` -> `false`", "`overridden === undefined` -> `false`"],
  },
  {
    file: `${FOLDER}/package-meta.ts`,
    why: "The type asks for it: nothing but a function has formals, and nothing but a set a form.",
    changes: ['`inner.kind === "function"` -> `true`', '`inner.kind !== "attrset"` -> `false`'],
  },
  {
    file: `${FOLDER}/package-meta.ts`,
    why: "The type asks for it: Nix does not parse an `inherit` of a computed name.",
    changes: ["`text !== null` -> `true`"],
  },
  {
    file: `${FOLDER}/people.ts`,
    why: "Neither list begins with `lib`.",
    changes: ['`[]` -> `["Stryker was here"]`', '`[]` -> `["Stryker was here"]`'],
  },
  {
    file: `${FOLDER}/people.ts`,
    why: "The type asks for it: nothing but a set has a form.",
    changes: ['`written.expression.kind !== "attrset"` -> `false`'],
  },
  {
    file: `${FOLDER}/selection.ts`,
    why: "It cannot be reached: a name that is an argument is bound by a function of the scope.",
    changes: ["`false` -> `true`"],
  },
  {
    file: `${FOLDER}/selection.ts`,
    why: "What is selected of `pkgs` is written without it.",
    changes: ["`set.length === 1` -> `true`"],
  },
  {
    file: `${FOLDER}/team-list.ts`,
    why: "The type asks for it: a function has at least one result.",
    changes: ["`result === undefined` -> `false`"],
  },
];
