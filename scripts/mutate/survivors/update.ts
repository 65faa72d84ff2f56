import type { Unnoticed } from "../compare.ts";

const UPDATE_FOLDER = "src/packages/update";

export const UPDATE: readonly Unnoticed[] = [
  {
    file: `${UPDATE_FOLDER}/changed-file.ts`,
    why: "All other kinds are refused just before; the compiler needs it.",
    changes: ['`entry.kind === "file"` -> `true`'],
  },
  {
    file: `${UPDATE_FOLDER}/compare.ts`,
    why: "It is shown only where no binding is, and here one always is.",
    changes: ['`"a binding"` -> `""`'],
  },
  {
    file: `${UPDATE_FOLDER}/compare.ts`,
    why: "The lengths were compared just before; the compiler needs it.",
    changes: ["`other !== undefined` -> `true`"],
  },
  {
    file: `${UPDATE_FOLDER}/compare.ts`,
    why: "Both nodes are of one kind by then; the compiler needs it.",
    changes: ["`nodes.every((node) => node.kind === kind)` -> `nodes.some(node => node.kind === kind)`"],
  },
  {
    file: `${UPDATE_FOLDER}/compare.ts`,
    why: "The name of an argument is never computed.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/compare.ts`,
    why: "No pin is called by a name that is computed.",
    changes: ["`name === null` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/compare.ts`,
    why: "It has no parts to compare, which only the compiler forbids.",
    changes: ['`[]` -> `["Stryker was here"]`'],
  },
  {
    file: `${UPDATE_FOLDER}/compare.ts`,
    why: "Each index comes once.",
    changes: ["`match.index < last` -> `match.index <= last`"],
  },
  {
    file: `${UPDATE_FOLDER}/compare.ts`,
    why: "Any two keys do that are unlike each other and unlike those of bindings.",
    changes: [
      "`binding.source === null` -> `binding.source !== null`",
      '`"inherit"` -> `""`',
      '`"inherit ("` -> `""`',
    ],
  },
  {
    file: `${UPDATE_FOLDER}/hashes.ts`,
    why: "The number of bytes is unknown then, and no digest is as long.",
    changes: ["`algorithm === null` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/hashes.ts`,
    why: "What stands before a prefix is no digit of a hash.",
    changes: ["`/^(?:sha256|sha384|sha512)[-:]/` -> `/(?:sha256|sha384|sha512)[-:]/`"],
  },
  {
    file: `${UPDATE_FOLDER}/main-version.ts`,
    why: "The look-up finds no names in what is no set; the compiler needs it.",
    changes: ['`set.kind !== "attrset"` -> `false`'],
  },
  {
    file: `${UPDATE_FOLDER}/main-version.ts`,
    why: "Such a definition has no source, so the next line comes to the same.",
    changes: ['`definition.kind === "nested"` -> `false`', '`"nested"` -> `""`'],
  },
  {
    file: `${UPDATE_FOLDER}/own-text.ts`,
    why: "No other node has a name that is a text.",
    changes: ['`node.kind === "variable"` -> `true`'],
  },
  {
    file: `${UPDATE_FOLDER}/revisions.ts`,
    why: "A text that is split has a last part; the compiler needs it.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/same-tokens.ts`,
    why: "The same texts in the same order are tokens of the same kinds.",
    changes: ["`token.kind !== other?.kind` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/same-tokens.ts`,
    why: "The end of the one file is unlike any token of the other before.",
    changes: ["`other?.kind` -> `other.kind`"],
  },
  {
    file: `${UPDATE_FOLDER}/same-tokens.ts`,
    why: "No file that parses begins with a brace that closes.",
    changes: ["`tokens.at(-1)?.kind` -> `tokens.at(-1).kind`"],
  },
  {
    file: `${UPDATE_FOLDER}/stale-hashes.ts`,
    why: "It only saves time: without a version nothing is stale.",
    changes: ["`version === undefined` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/stale-hashes.ts`,
    why: "No file, no binding and no node has that name.",
    changes: [
      '`[]` -> `["Stryker was here"]`',
      '`[]` -> `["Stryker was here"]`',
      '`[]` -> `["Stryker was here"]`',
    ],
  },
  {
    file: `${UPDATE_FOLDER}/stale-hashes.ts`,
    why: "It only saves time.",
    changes: ["`stale.length === 0` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/stale-hashes.ts`,
    why: "A difference does not touch a call without lying in it.",
    changes: ["`a.start < b.end` -> `a.start <= b.end`", "`b.start < a.end` -> `b.start <= a.end`"],
  },
  {
    file: `${UPDATE_FOLDER}/stale-hashes.ts`,
    why: "It only saves time: a node is marked once it was come to.",
    changes: ["`named.delete(name);` -> `;`"],
  },
  {
    file: `${UPDATE_FOLDER}/stale-hashes.ts`,
    why: "A call that was traced is a node of its file.",
    changes: ["`node !== undefined` -> `true`"],
  },
  {
    file: `${UPDATE_FOLDER}/stale-hashes.ts`,
    why: "What stands before a prefix is no digit of a hash.",
    changes: [
      "`/^(?:the default of )?the argument `([^`]*)`$/` -> `/(?:the default of )?the argument `([^`]*)`$/`",
      "`/^(?:the default of )?the argument `([^`]*)`$/` -> `/^(?:the default of )?the argument `([^`]*)`/`",
    ],
  },
  {
    file: `${UPDATE_FOLDER}/trace/apply.ts`,
    why: "No variable has an empty name.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/apply.ts`,
    why: "The name of an argument is never computed.",
    changes: ["`name === null` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/bindings.ts`,
    why: "Neither Nix nor our parser knows a computed name behind `inherit`.",
    changes: ["`text === null` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/bindings.ts`,
    why: "A group is never empty; the compiler needs it.",
    changes: ["`name === undefined` -> `false`", "`only !== undefined` -> `true`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/builders.ts`,
    why: "No builder has that name either.",
    changes: ['`""` -> `"Stryker was here!"`', '`""` -> `"Stryker was here!"`', '`"choice"` -> `""`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/builders.ts`,
    why: "It is run with as many arguments as it takes; the compiler needs it.",
    changes: ["`argument === undefined` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/fetchers.ts`,
    why: "Alternatives are no choices; the compiler needs it.",
    changes: ['`"choice"` -> `""`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/library/derivations.ts`,
    why: "What is no path leads to no file either.",
    changes: ['`value.kind === "path"` -> `true`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/library/library.ts`,
    why: "No function has that name either.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/library/patterns.ts`,
    why: "Of what stands there only the signs that repeat are counted.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/library/tools.ts`,
    why: "Nothing else has an order that is known; the compiler needs it.",
    changes: ['`value.kind === "list"` -> `true`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/names.ts`,
    why: "A computed name has an expression; the compiler needs it.",
    changes: ["`expression === null` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/operators.ts`,
    why: "It only saves time: as many alternatives are refused anyway.",
    changes: [
      "`ones.length * others.length <= 1024` -> `true`",
      "`ones.length * others.length <= 1024` -> `ones.length * others.length < 1024`",
      "`ones.length * others.length` -> `ones.length / others.length`",
    ],
  },
  {
    file: `${UPDATE_FOLDER}/trace/operators.ts`,
    why: "Nothing else has an order that is known; the compiler needs it.",
    changes: ['`each.kind === "list"` -> `true`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/paths.ts`,
    why: "The beginning of such a path is not read.",
    changes: ['`""` -> `"Stryker was here!"`', '`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/paths.ts`,
    why: "Such a path leads to no file of the package either.",
    changes: ["`path === null` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/sinks.ts`,
    why: "It never differs, so that it does not come here; the compiler needs it.",
    changes: ['`"opaque"` -> `""`', '`"nothing"` -> `""`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/sinks.ts`,
    why: "No fake hash has that name either.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/stale.ts`,
    why: "Nothing else has a kind of pin; the compiler needs it.",
    changes: ['`piece.kind === "pin"` -> `true`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/stale.ts`,
    why: "The dependencies of a package are never said to be of another version by a place.",
    changes: ['`[]` -> `["Stryker was here"]`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/strings.ts`,
    why: "Alternatives are no choices; the compiler needs it.",
    changes: ['`"choice"` -> `""`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/strings.ts`,
    why: "It only saves time.",
    changes: ["`more.length === 0` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/trace.ts`,
    why: "There is a file of that number; the compiler needs it.",
    changes: [
      "`at === undefined` -> `false`",
      "`at === undefined` -> `false`",
      '`""` -> `"Stryker was here!"`',
    ],
  },
  {
    file: `${UPDATE_FOLDER}/trace/trace.ts`,
    why: "It is one of a hundred thousand steps.",
    changes: ["`steps >= 0` -> `steps > 0`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/trace.ts`,
    why: "Nothing else is thrown there by anything that is known.",
    changes: ["`error !== BEING_EVALUATED` -> `false`", "`!(error instanceof RangeError)` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/trace.ts`,
    why: "It was reported just before, and is asked again.",
    changes: ["`true` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/trace.ts`,
    why: "The text of an error that does not leave the file.",
    changes: ['`"asks for what is being evaluated"` -> `""`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/walk.ts`,
    why: "That there are no steps left was reported before.",
    changes: ["`true` -> `false`"],
  },
  {
    file: `${UPDATE_FOLDER}/trace/walk.ts`,
    why: "Nothing is done in this case; the compiler needs it.",
    changes: ['`"opaque"` -> `""`', '`"nothing"` -> `""`'],
  },
  {
    file: `${UPDATE_FOLDER}/trace/walk.ts`,
    why: "No variable has an empty name.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/update.ts`,
    why: "No file has that name.",
    changes: ['`[]` -> `["Stryker was here"]`'],
  },
  {
    file: `${UPDATE_FOLDER}/update.ts`,
    why: "It is a second opinion: no text is known that the first does not see.",
    changes: [
      "`impurities.length === 0` -> `false`",
      "`impurities.push(...judgeTokens(compared.files));` -> `;`",
    ],
  },
  {
    file: `${UPDATE_FOLDER}/update.ts`,
    why: "It only saves time: fewer characters are shown.",
    changes: ["`text.slice(0, 200)` -> `text`"],
  },
  {
    file: `${UPDATE_FOLDER}/urls.ts`,
    why: "Past the end both texts are equal, or differ.",
    changes: ["`length < one.length` -> `length <= one.length`"],
  },
  {
    file: `${UPDATE_FOLDER}/urls.ts`,
    why: "A text that begins with `://` has no scheme.",
    changes: ["`at < 0` -> `at <= 0`"],
  },
  {
    file: `${UPDATE_FOLDER}/urls.ts`,
    why: "Both paths have as many names; the compiler needs it.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/urls.ts`,
    why: "No place of a forge is in the text that is put there.",
    changes: ['`""` -> `"Stryker was here!"`'],
  },
  {
    file: `${UPDATE_FOLDER}/versions.ts`,
    why: "One more round compares nothing with nothing.",
    changes: ["`i < length` -> `i <= length`"],
  },
  {
    file: `${UPDATE_FOLDER}/versions.ts`,
    why: "A number is not lower than none, which counts as 0.",
    changes: ["`right !== null` -> `true`"],
  },
];
