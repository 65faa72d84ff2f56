import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { generatedEntries, registryText } from "../packages/registry/generated.ts";
import { temporaryDirectory } from "../snapshot/temporary-repository.ts";
import { runCli } from "./run.ts";

/** A directory that is recognised as NUR's registry. */
function registryDirectory(text: string): string {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, "lib"));
  writeFileSync(join(directory, "lib/evalRepo.nix"), "{ }: { }\n");
  writeFileSync(join(directory, "repos.json"), text);
  return directory;
}

it("recognises NUR's registry, and does not miss packages in it", async () => {
  const directory = registryDirectory('{\n    "repos": {}\n}\n');
  const { status, out, err } = await runCli(["check", directory, "--require-packages"]);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  expect(out).toContain("NUR's registry recognised: `repos.json`");
  const json = JSON.parse((await runCli(["check", directory, "--format", "json"])).out);
  expect(json.summary.layouts).toEqual([{ layout: "registry", from: "recognised", file: "repos.json" }]);
});

it("formats the whole file with --fix", async () => {
  const entries = generatedEntries();
  const directory = registryDirectory(registryText("as it is written", { indent: 2, entries }));
  const base = registryDirectory(registryText("canonical", { entries }));
  const before = await runCli(["check", directory, "--base", base]);
  expect(before.out).toContain("in 564 places");
  const { status, err } = await runCli(["check", directory, "--base", base, "--fix"]);
  expect([status, err]).toEqual([0, "fixed repos.json: Format `repos.json` (registry-format)\n"]);
  expect((await runCli(["check", directory, "--base", base])).out).not.toContain("registry-format");
});
