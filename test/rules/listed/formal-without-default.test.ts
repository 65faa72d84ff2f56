import { expect, it } from "vitest";
import { formalWithoutDefault } from "../../../src/rules/listed/formal-without-default.ts";
import { call, packagesOf, SPECIAL, saysOf, unknownOf } from "./lists.ts";

const BODY = `{ ${SPECIAL} ${call("hello")} }`;

function filesOf(text: string) {
  return { "default.nix": `${text}\n`, ...packagesOf("hello") };
}

it("is said of each argument but `pkgs` that has no default", async () => {
  expect(await saysOf(formalWithoutDefault, filesOf(`{ pkgs, a, b ? 1, c, ... }@args: ${BODY}`))).toEqual(
    ["a", "c"].map(
      (name) =>
        `error default.nix: NUR calls \`default.nix\` with \`pkgs\` alone, and \`${name}\` has no default: none of its packages is to be had.`,
    ),
  );
});

it("is said of one plain argument, which gets nothing, where it is used", async () => {
  expect(await saysOf(formalWithoutDefault, filesOf(`pkgs: ${BODY}`))).toEqual([
    "error default.nix: `default.nix` takes one plain argument, so NUR cannot see what it needs and calls it with `{ }`: there is nothing in `pkgs`.",
  ]);
  const unused = `_: let pkgs = import ./nix; in ${BODY}`;
  expect(await saysOf(formalWithoutDefault, filesOf(unused))).toEqual([]);
});

it("is said of what is no function", async () => {
  expect(await saysOf(formalWithoutDefault, filesOf(`let pkgs = import ./nix; in ${BODY}`))).toEqual([
    "error default.nix: `default.nix` is an attribute set, and NUR calls it as a function: none of its packages is to be had.",
  ]);
});

it.each([
  "{ pkgs }:",
  "{ pkgs ? import <nixpkgs> { } }:",
  "{ ... }: let pkgs = import ./nix; in",
  "let a = 1; in { pkgs ? null, system ? a }:",
])("is not said of `%s`", async (beginning) => {
  expect(await saysOf(formalWithoutDefault, filesOf(`${beginning} ${BODY}`))).toEqual([]);
});

it("is not known where the function stands elsewhere", async () => {
  const files = {
    "default.nix": "import ./list.nix\n",
    "list.nix": `{ pkgs, a }: ${BODY}\n`,
    ...packagesOf("hello"),
  };
  expect(await saysOf(formalWithoutDefault, files)).toEqual([]);
  expect(await unknownOf(formalWithoutDefault, files)).toEqual([
    "Whether NUR can call `default.nix` is not known: the function that it is stands elsewhere.",
  ]);
});

it("is said neither of another file nor of a list that NUR does not evaluate", async () => {
  const files = filesOf(`{ pkgs }: ${BODY}`);
  const other = { ...files, "pkgs/default.nix": `{ pkgs, a }: { ${call("hello", "./hello")} }\n` };
  expect(await saysOf(formalWithoutDefault, other)).toEqual([]);
  expect(await saysOf(formalWithoutDefault, filesOf(`{ pkgs, a }: { ${call("hello")} }`))).toEqual([]);
});
