import { describe, expect, it } from "vitest";
import { configuredAs, definition, saidOf } from "../builders.ts";

const BY_DEFAULT_NIX = configuredAs(
  "packages:",
  "  - root: pkgs",
  "    sharded: false",
  "    file: default.nix",
);

describe("a root whose packages are called `default.nix`", () => {
  it("has nothing wrong where they are", async () => {
    const files = { "pkgs/hello/default.nix": definition(), "pkgs/hello/extra.nix": "1\n" };
    expect(await saidOf({ ...BY_DEFAULT_NIX, ...files })).toEqual([]);
  });

  it("misses that file, and not `package.nix`", async () => {
    const files = { "pkgs/hello/package.nix": definition() };
    expect(await saidOf({ ...BY_DEFAULT_NIX, ...files })).toEqual([
      "warning package-nix-missing NPV-143 hello pkgs/hello",
    ]);
  });

  it("has its rules about definitions read that file", async () => {
    const files = { "pkgs/hello/default.nix": "{ }: [ ]\n", "pkgs/hello/package.nix": "1\n" };
    expect(await saidOf({ ...BY_DEFAULT_NIX, ...files })).toEqual([
      expect.stringContaining("warning package-not-derivation NPV-101 hello pkgs/hello/default.nix"),
    ]);
  });
});
