import type { Conversation, FileContent, Files } from "simulated-github";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HOME } from "../../src/review/text/project.ts";
import { HOSTILE, harmIn } from "../review/hostile.ts";
import { git } from "../snapshot/temporary-repository.ts";
import { BOT, openStage, type Stage } from "./bot.ts";
import { leaks } from "./leaks.ts";
import { nixpkgs, packagePath, packageText } from "./packages.ts";
import { postedBy } from "./posted.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  expect(leaks(stage)).toEqual([]);
  await stage.close();
});

const CONFIGURATION = ".github/by-name.yml";

/** What could be a name in a git tree. */
const NAMES = [
  ...new Set(
    [...HOSTILE, "__proto__", "constructor", "a\\b", '"', "-", "%s", "é", "\u0301"].map((name) =>
      name.replaceAll("/", "|").replaceAll("\0", "").toWellFormed().slice(0, 1000),
    ),
  ),
].filter((name) => name !== "");

async function opened(
  owner: string,
  base: Files,
  files: Files,
  title = "hello: change",
): Promise<Conversation> {
  const repository = await stage.repository(`${owner}/nixpkgs`, base);
  const pr = await stage.world.as("mallory").opensPullRequest(repository, { title, files });
  await stage.idle();
  return pr;
}

/** Why what the bot has posted since could be more than it seems. */
function harm(before: number): string[] {
  const posted = postedBy(stage.world).slice(before);
  expect(posted).not.toHaveLength(0);
  return posted.flatMap(({ where, body, plain }) => {
    const known = body
      .replaceAll(stage.github.url, "https://github.example")
      .replaceAll(HOME, "https://github.example");
    return plain ? hiddenIn(body) : harmIn(known).map((what) => `${where}: ${what}`);
  });
}

function hiddenIn(text: string): string[] {
  return /[^\P{C}\n]|[\u2028\u2029]/u.test(text) ? [`hidden in ${JSON.stringify(text)}`] : [];
}

function postedSoFar(): number {
  return postedBy(stage.world).length;
}

describe("whatever is called what, the bot only says that it is", () => {
  it("packages and shards", async () => {
    const before = postedSoFar();
    const files: Record<string, FileContent> = {};
    for (const name of NAMES) {
      files[`pkgs/by-name/he/${name}/package.nix`] = packageText("hello");
      files[`pkgs/by-name/${name}/hello/package.nix`] = packageText("hello");
      files[`pkgs/by-name/zl/zlib/${name}`] = "#!/bin/sh\n";
    }
    const pr = await opened("packages", nixpkgs(), files, "@everyone `x` <b> \u202e");
    expect(pr.check("by-name")).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(harm(before)).toEqual([]);
  });

  it("files with mistakes in them, on whose lines there are comments", async () => {
    const before = postedSoFar();
    const files: Record<string, FileContent> = {};
    for (const name of NAMES) files[`pkgs/by-name/zl/zlib/${name}.nix`] = "[\n  ~/home\n]\n";
    const pr = await opened("files", nixpkgs(), files);
    expect(pr.view().threads).toHaveLength(25);
    expect(harm(before)).toEqual([]);
  });

  it("links and where they lead", async () => {
    const before = postedSoFar();
    const files: Record<string, FileContent> = {};
    NAMES.forEach((name, i) => {
      files[`pkgs/by-name/zl/zlib/${i}`] = { symlink: `../${name}` };
    });
    const pr = await opened("links", nixpkgs(), files);
    expect(pr.check("by-name")?.conclusion).toBe("failure");
    expect(harm(before)).toEqual([]);
  });

  it("attributes, and what stands around the mistakes", async () => {
    const before = postedSoFar();
    const strings = HOSTILE.map((text) => JSON.stringify(text.toWellFormed()).replaceAll("${", "\\${"));
    const overrides = strings.map(
      (name, i) => `  ${name} = callPackage ../by-name/he/h${i}/package.nix { };`,
    );
    const lines = strings.map((text, i) => `a${i} = "\\." + ${text}; # ${"`".repeat(i)} @everyone -->`);
    const pr = await opened("attributes", nixpkgs(), {
      "pkgs/top-level/all-packages.nix": `{ }:\nres: pkgs: super: with pkgs; {\n${overrides.join("\n")}\n}\n`,
      [packagePath("hello")]: packageText("hello", lines),
      ...Object.fromEntries(strings.map((_, i) => [packagePath(`h${i}`), packageText(`h${i}`)])),
    });
    expect(pr.view().threads.length).toBeGreaterThan(20);
    expect(harm(before)).toEqual([]);
  });

  it("names that are no UTF-8", async () => {
    const before = postedSoFar();
    const repository = await stage.repository("bytes/nixpkgs", nixpkgs());
    const text = "[\n  ~/home\n]\n";
    const paths = [
      "pkgs/by-name/zl/zlib/caf\\351.nix",
      "pkgs/by-name/\\377\\376/x/package.nix",
      "pkgs/by-name/zl/\\355\\260\\200/package.nix",
    ];
    const stream = [
      "commit refs/heads/bytes",
      "committer M <m@example.org> 1700000000 +0000",
      "data 1\nx",
      `from ${repository.head()}`,
      ...paths.map((path) => `M 100644 inline "${path}"\ndata ${text.length}\n${text}`),
      "done\n",
    ].join("\n");
    git(repository.git.directory, ["fast-import", "--done", "--quiet"], stream);
    const oid = git(repository.git.directory, ["rev-parse", "refs/heads/bytes"]).toString().trim();
    await repository.push("bytes", oid);
    const { id } = stage.world.user("mallory");
    const { number } = await stage.world.openPullRequest(repository.id, id, {
      title: "Bytes",
      head: "bytes",
    });
    await stage.idle();
    const pr = stage.world.as("mallory").visits(repository, number);
    expect(pr.check("by-name")).toMatchObject({ status: "completed", conclusion: "failure" });
    expect(pr.check("by-name")?.summary).toContain("caf\\xe9.nix");
    expect(harm(before)).toEqual([]);
  });

  it("keys and values of a configuration on the base", async () => {
    const before = postedSoFar();
    const keys = NAMES.map((name) => JSON.stringify(name));
    const under = (section: string) => [`${section}:`, ...keys.map((key) => `  ${key}: ${key}`)];
    const roots = keys.map((key) => `  - { root: ${key}, sharded: ${key}, ${key}: ${key} }`);
    const configurations = [
      keys.filter((key) => key !== '"__proto__"').map((key) => `${key}: ${key}`),
      under("rules"),
      under("labels"),
      ["packages:", ...roots],
    ];
    const checks = configurations.map(async (lines, i) => {
      const base = { ...nixpkgs(), [CONFIGURATION]: `${lines.join("\n")}\n` };
      const repository = await stage.repository(`keys-${i}/nixpkgs`, base);
      const files = { [packagePath("hello")]: packageText("hello") };
      const pr = await stage.world.as("mallory").opensPullRequest(repository, { title: "hello: x", files });
      return () => pr.check("by-name")?.conclusion;
    });
    const conclusions = await Promise.all(checks);
    await stage.idle();
    expect(new Set(conclusions.map((conclusion) => conclusion()))).toEqual(new Set(["action_required"]));
    expect(harm(before)).toEqual([]);
  });

  it("values of a configuration that is proposed", async () => {
    const before = postedSoFar();
    const paths = NAMES.filter((name) => !/[\p{Cc}\\]/u.test(name)).map((name) => JSON.stringify(name));
    const roots = paths.map((path) => `  - { root: ${path}, scope: ${path}, overrides: { file: ${path} } }`);
    const pr = await opened("proposed", nixpkgs(), {
      [CONFIGURATION]: ["packages:", ...roots, ""].join("\n"),
    });
    expect(pr.check("by-name")?.text).toContain("The configuration in this change is valid");
    expect(harm(before)).toEqual([]);
  });

  it("commands and what they ask about", async () => {
    const before = postedSoFar();
    const pr = await opened("commands", nixpkgs(), { [packagePath("hello")]: packageText("hello") });
    for (const name of NAMES) {
      pr.comment(`@${BOT} explain ${name}`);
      pr.comment(`@${BOT} ${name}`);
      pr.comment(`${name}\n@${BOT} explain ${name.replaceAll(/\s/g, "-")}`);
    }
    await stage.idle();
    expect(pr.view().comments.filter(({ author }) => author === `${BOT}[bot]`).length).toBeGreaterThan(10);
    expect(harm(before)).toEqual([]);
  });
});
