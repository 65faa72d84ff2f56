import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Conversation, type Files, openStage, packageText, type Stage, standingOf } from "./kit.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

/** A pull request to a repository without configuration, once the bot is done with it. */
async function opened(name: string, before: Files, files: Files): Promise<Conversation> {
  const repository = await stage.repository(name, before);
  const pr = await stage.world.as("alice").opensPullRequest(repository, { title: "hello: change", files });
  await stage.idle();
  return pr;
}

describe("a repository without configuration", () => {
  it("is reviewed in the layout that its base shows, which the check names", async () => {
    const before = { "packages/hello/package.nix": packageText("hello"), "flake.nix": "{ }\n" };
    const pr = await opened("flat/flake", before, {
      "packages/world/package.nix": packageText("world", ["src = ~/src/world;"]),
    });
    expect(standingOf(pr)).toContain("check by-name: failure, 1 error");
    expect(pr.check("by-name")?.summary).toContain("> Packages recognised: `packages/<name>/package.nix`.");
  });

  it("is reviewed in the layout that the change brings, where the base has no packages", async () => {
    const pr = await opened(
      "new/flake",
      { "flake.nix": "{ }\n" },
      {
        "pkgs/by-name/hello/package.nix": packageText("hello"),
      },
    );
    expect(standingOf(pr)).toBe("check by-name: success, Nothing new is wrong in 1 package and 1 file");
  });

  it("is told what to do where nothing is recognised", async () => {
    const pr = await opened("nothing/tools", { "flake.nix": "{ }\n" }, { "tools/hello/x.nix": "1\n" });
    expect(standingOf(pr)).toBe("check by-name: neutral, No packages were recognised");
    expect(pr.check("by-name")?.summary).toMatchInlineSnapshot(`
      "No packages were recognised: not in \`pkgs/by-name\`, \`by-name\`, \`pkgs\`, \`packages\`, \`nix/pkgs\` or \`nix/packages\`, nor listed by \`callPackage ./path\` in \`default.nix\`, \`pkgs/default.nix\` or \`overlay.nix\`. So there was nothing to review.

      If there are packages, say how they are laid out in \`.github/by-name.yml\`:

      \`\`\`yaml
      packages:
        - root: pkgs # the directory that holds your packages
          sharded: false # true: <root>/<shard>/<name>, false: <root>/<name>
          file: default.nix # what defines a package in its directory, or package.nix
      \`\`\`"
    `);
    pr.comment("@by-name-bot explain");
    await stage.idle();
    expect(pr.view().conversation.at(-1)).toMatchObject({
      body: expect.stringContaining("No packages were recognised: not in `pkgs/by-name`"),
    });
  });
});
