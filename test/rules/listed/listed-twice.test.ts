import { expect, it } from "vitest";
import { listedTwice } from "../../../src/rules/listed/listed-twice.ts";
import { call, list, packagesOf, saysOf } from "./lists.ts";

it("is a warning, since it may be an alias, but where the package of that name is there", async () => {
  const text = list(call("hello"), call("cowsay", "./pkgs/hello"));
  const same = "they are the same package";
  const said = "default.nix: `cowsay` calls `./pkgs/hello`, which `hello` calls already, both with `{ }`:";
  expect(await saysOf(listedTwice, { "default.nix": text, ...packagesOf("hello") })).toEqual([
    `warning ${said} ${same}.`,
  ]);
  const both = { "default.nix": text, ...packagesOf("hello", "cowsay") };
  expect(await saysOf(listedTwice, both)).toEqual([`error ${said} ${same}, and \`pkgs/cowsay\` is another.`]);
});

it.each([
  ["with arguments", [call("a", "./x", "{ b = 1; }"), call("c", "./x")]],
  ["with arguments that are computed", [call("a", "./x", "args"), call("c", "./x", "args")]],
  ["by another set", [call("a", "./x"), "c = pkgs.python3Packages.callPackage ./x { };"]],
  ["in another set", [call("a", "./x"), `tools = { ${call("c", "./x")} };`]],
  ["under one name", [`a = if pkgs ? b then pkgs.callPackage ./x { } else pkgs.callPackage ./x { };`]],
])("is not said of one path %s", async (_how, lines) => {
  expect(await saysOf(listedTwice, { "default.nix": list(...lines), "x/default.nix": "{ }: 1" })).toEqual([]);
});
