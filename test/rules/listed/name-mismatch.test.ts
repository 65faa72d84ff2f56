import { expect, it } from "vitest";
import { nameMismatch } from "../../../src/rules/listed/name-mismatch.ts";
import { definition } from "../builders.ts";
import { call, list, packagesOf, saysOf } from "./lists.ts";

it("names what the path is called", async () => {
  const files = { "default.nix": list(call("figlet", "./pkgs/cowsay")), ...packagesOf("cowsay") };
  expect(await saysOf(nameMismatch, files)).toEqual([
    "warning default.nix: `figlet` is defined by `./pkgs/cowsay`, which has another name, as its `pname` has: `cowsay`.",
  ]);
  const opaque = { ...files, "pkgs/cowsay/default.nix": "{ a }: a" };
  expect(await saysOf(nameMismatch, opaque)).toEqual([
    "warning default.nix: `figlet` is defined by `./pkgs/cowsay`, which has another name.",
  ]);
});

it.each([
  ["where one name is a part of the other", [call("gnu-cowsay", "./pkgs/cowsay")]],
  ["where only signs differ", [call("_CowSay", "./pkgs/cowsay")]],
  ["where a directory above has the name", [call("figlet", "./pkgs/figlet/v2.nix")]],
  ["of a variant", [call("figlet", "./pkgs/cowsay", "{ b = 1; }")]],
  ["of a path that is called again", [call("figlet", "./pkgs/cowsay"), call("cowsay")]],
])("is not said %s", async (_where, lines) => {
  const files = { "default.nix": list(...lines), ...packagesOf("cowsay"), "pkgs/figlet/v2.nix": "{ }: 1" };
  expect(await saysOf(nameMismatch, files)).toEqual([]);
});

it("is not said where the `pname` agrees with the attribute", async () => {
  const named = { "pkgs/cowsay/default.nix": definition({ name: "figlet" }) };
  const files = { "default.nix": list(call("figlet", "./pkgs/cowsay")), ...named };
  expect(await saysOf(nameMismatch, files)).toEqual([]);
});

it.each(["./nix/package.nix", "./package.nix", "./pkgs/default.nix", "./build.nix"])(
  "is not said of %s, which is named after no package",
  async (path) => {
    const files = { "default.nix": list(call("figlet", path)), [path.slice(2)]: "{ a }: a" };
    expect(await saysOf(nameMismatch, files)).toEqual([]);
  },
);

it("is not said of a path that is not there", async () => {
  expect(await saysOf(nameMismatch, { "default.nix": list(call("figlet", "./pkgs/cowsay")) })).toEqual([]);
});
