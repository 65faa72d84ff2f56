import type { Conversation, Files, RepositoryHandle } from "simulated-github";
import { type GeneratedEntry, registryText } from "../packages/registry/generated.ts";
import type { Stage } from "./bot.ts";
import { reviewed } from "./scenes.ts";

let registries = 0;

/** What merges there, if nothing else is said. */
export const REGISTRY_MERGE = [
  "  strategies: [own-entry, registry-command]",
  "  maintainers-team: nur",
  "  checks: [build]",
  "  ignored-checks: [black]",
].join("\n");

/** An entry of somebody's repository on GitHub. */
export function entryFor(login: string, fields: GeneratedEntry = {}): GeneratedEntry {
  return { "github-contact": login, url: `https://github.com/${login}/nur-packages`, ...fields };
}

/** `repos.json` as NUR has it. */
export function reposJson(entries: Record<string, GeneratedEntry>): string {
  return registryText("canonical", { entries });
}

/** NUR's registry with these entries, which the bot recognises by itself. */
export async function registryRepository(
  stage: Stage,
  entries: Record<string, GeneratedEntry>,
  merge: string | null = REGISTRY_MERGE,
): Promise<RepositoryHandle> {
  registries += 1;
  stage.world.team("nix-community", "nur", { members: ["nora"] });
  return stage.repository(`nix-community/NUR-${registries}`, {
    "repos.json": reposJson(entries),
    "repos.json.lock": "{}",
    "lib/evalRepo.nix": "{ }: { }\n",
    ...(merge === null ? {} : { ".github/by-name.yml": `merge:\n${merge}\n` }),
  });
}

/** What a repository in NUR holds, as its template has it. */
export const NUR_FILES: Files = {
  "default.nix":
    "{ pkgs ? import <nixpkgs> { } }:\n\n{\n  lib = { };\n  tool = pkgs.callPackage ./pkgs/tool { };\n}\n",
  "pkgs/tool/default.nix": '{ stdenv }:\n\nstdenv.mkDerivation { name = "tool"; }\n',
  LICENSE: "MIT License\n",
};

/** The repository that `entryFor` names, on which the bot is not installed; made once. */
export async function userRepository(
  stage: Stage,
  login: string,
  files: Files = NUR_FILES,
  more: { archived?: boolean; private?: boolean } = {},
): Promise<void> {
  const name = `${login}/nur-packages`;
  if (stage.world.state.repositoryByName(name) === null)
    await stage.world.repository(name, { ...more, files });
}

/** Somebody proposes files, the bot has looked at it, and then `build` is green. */
export async function changesRegistry(
  stage: Stage,
  repository: RepositoryHandle,
  author: string,
  files: Files,
  build = true,
): Promise<Conversation> {
  const title = `add ${author} repository`;
  const pr = await stage.world.as(author).opensPullRequest(repository, { title, files, fork: true });
  await reviewed(pr);
  stage.pass(60);
  if (build) await checkOf(stage, pr, "build", "success");
  await stage.idle();
  return pr;
}

/** A check of an App of its own on the head of a pull request. */
export async function checkOf(
  stage: Stage,
  pr: Conversation,
  name: string,
  conclusion: "success" | "failure",
  by = "ci",
): Promise<void> {
  const app =
    stage.world.state.apps().find(({ slug }) => slug === by) ??
    stage.world.createApp({ slug: by, permissions: { checks: "write" }, events: [] });
  const { headRefOid } = pr.record();
  await stage.world.createCheckRun(pr.repository.id, app.id, { name, headOid: headRefOid, conclusion });
}
