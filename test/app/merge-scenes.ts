import type { Conversation, Files, RepositoryHandle, World } from "simulated-github";
import type { Stage } from "./bot.ts";
import { nixpkgs, packagePath } from "./packages.ts";

/** The source of a package whose version and hash an update changes. */
export function sourcePackage(
  name: string,
  {
    version = "1.0",
    hash = HASHES.old,
    maintainers = "[ ]",
    lines = [],
  }: {
    readonly version?: string;
    readonly hash?: string;
    /** An expression, under `with lib.maintainers;`. */
    readonly maintainers?: string;
    readonly lines?: readonly string[];
  } = {},
): string {
  return [
    "{",
    "  lib,",
    "  stdenv,",
    "  fetchFromGitHub,",
    "}:",
    "",
    "stdenv.mkDerivation (finalAttrs: {",
    `  pname = "${name}";`,
    `  version = "${version}";`,
    "",
    "  strictDeps = true;",
    "  __structuredAttrs = true;",
    "",
    "  src = fetchFromGitHub {",
    '    owner = "someone";',
    `    repo = "${name}";`,
    "    tag = finalAttrs.version;",
    `    hash = "${hash}";`,
    "  };",
    "",
    ...lines.map((line) => `  ${line}`),
    "  meta = {",
    '    description = "Package";',
    '    license = "MIT";',
    `    maintainers = with lib.maintainers; ${maintainers};`,
    "  };",
    "})",
    "",
  ].join("\n");
}

export const HASHES = {
  old: "sha256-jZkUKv2SV28wsM18tCqNxoCZmLxdYH2Idh9RLibH2yA=",
  new: "sha256-WpF4zmnJFiEvOyXC1hVVQMJFfdSJIkyFhdBFOZR7Q9s=",
};

/** The list of maintainers with these people, who are made if they are not there. */
export function maintainerList(stage: Pick<Stage, "world">, logins: readonly string[]): string {
  const entries = logins.map((login) => {
    const { id } = stage.world.as(login);
    return `  ${login} = {\n    github = "${login}";\n    githubId = ${id};\n    name = "${login}";\n  };`;
  });
  return `{\n${entries.join("\n")}\n}\n`;
}

export type MergeScene = {
  /** The section `merge` of the configuration, as YAML. */
  readonly merge?: string;
  /** More of the configuration. */
  readonly more?: string;
  /** What its base holds besides. */
  readonly base?: Files;
  /** People in the list of maintainers. */
  readonly people?: readonly string[];
  /** The maintainers of `hello`, as an expression. */
  readonly maintainers?: string;
};

export const MERGE = [
  "  strategies: [maintainer-command, trusted-update]",
  "  trusted-authors: [r-ryantm]",
  "  committers: { team: committers }",
  "  checks: [build]",
  "  method: squash",
].join("\n");

let scenes = 0;
/** The repositories whose configuration names the check `build`. */
const checked = new WeakMap<World, Set<number>>();

/**
 * A repository as Nixpkgs is, in which `hello` is maintained by ann, `shared` by ann and ben, `lonely` by
 * nobody; carol is a committer.
 */
export async function mergeRepository(
  stage: Pick<Stage, "world" | "repository">,
  scene: MergeScene = {},
): Promise<RepositoryHandle> {
  scenes += 1;
  const { merge = MERGE, more = "", base = {}, people = ["ann", "ben"], maintainers = "[ ann ]" } = scene;
  stage.world.team("NixOS", "committers", { members: ["carol"] });
  const repository = await stage.repository(`NixOS/merging-${scenes}`, {
    ...nixpkgs(`merge:\n${merge}\n${more}`),
    "maintainers/maintainer-list.nix": maintainerList(stage, people),
    "maintainers/team-list.nix": "{ lib }:\nwith lib.maintainers;\n{ }\n",
    "maintainers/github-teams.json": "{}\n",
    [packagePath("hello")]: sourcePackage("hello", { maintainers }),
    [packagePath("shared")]: sourcePackage("shared", { maintainers: "[ ann ben ]" }),
    [packagePath("lonely")]: sourcePackage("lonely"),
    ...base,
  });
  if (merge.includes("checks: [build]")) {
    checked.set(stage.world, (checked.get(stage.world) ?? new Set()).add(repository.id));
  }
  return repository;
}

/** The check `build` of a commit, by an App of its own, is green. */
async function greenBuild(stage: Stage, { id }: RepositoryHandle, headOid: string): Promise<void> {
  const app =
    stage.world.state.apps().find(({ slug }) => slug === "ci") ??
    stage.world.createApp({ slug: "ci", permissions: { checks: "write" }, events: [] });
  await stage.world.createCheckRun(id, app.id, { name: "build", headOid, conclusion: "success" });
}

/** The files of an update of `hello`. */
export function helloUpdate(options: Parameters<typeof sourcePackage>[1] = {}): Files {
  const text = sourcePackage("hello", {
    version: "1.1",
    hash: HASHES.new,
    maintainers: "[ ann ]",
    ...options,
  });
  return { [packagePath("hello")]: text };
}

/**
 * Somebody opens an update of `hello`, and the bot has looked at it; then time passes. Where the configuration
 * names the check `build`, it is green, unless `build` says otherwise.
 */
export async function updates(
  stage: Stage,
  {
    author = "r-ryantm",
    scene,
    files = helloUpdate(),
    build = true,
    ...options
  }: {
    readonly author?: string;
    readonly scene?: MergeScene;
    readonly files?: Files;
    readonly draft?: boolean;
    readonly branch?: string;
    readonly base?: string;
    readonly repository?: RepositoryHandle;
    readonly build?: boolean;
  } = {},
): Promise<Conversation> {
  const repository = options.repository ?? (await mergeRepository(stage, scene));
  const { draft, branch, base } = options;
  const pr = await stage.world.as(author).opensPullRequest(repository, {
    title: "hello: 1.0 -> 1.1",
    files,
    ...(draft === undefined ? {} : { draft }),
    ...(branch === undefined ? {} : { branch }),
    ...(base === undefined ? {} : { base }),
  });
  if (build && checked.get(stage.world)?.has(repository.id))
    await greenBuild(stage, repository, pr.record().headRefOid);
  await stage.idle({ orLater: true });
  stage.pass(10);
  return pr;
}
