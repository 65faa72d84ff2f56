import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BOT } from "./bot.ts";
import { conversationOf, type Files, openStage, packageText, type Stage } from "./kit.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});

const LIST = "{ pkgs ? import <nixpkgs> { } }: { one = pkgs.callPackage ./pkgs/one { }; }\n";
const NUR: Files = { "default.nix": LIST, "pkgs/one/default.nix": packageText("one") };

/** A repository, whose owner may write to it and who is somebody else than alice. */
async function repositoryOf(owner: string, files: Files = NUR) {
  return stage.repository(`${owner}/packages`, files);
}

/** What the bot says on an issue, and its reactions to the first comment. */
async function saidOn(issue: ReturnType<ReturnType<Stage["world"]["as"]>["opensIssue"]>) {
  await stage.idle();
  const [asking, ...others] = issue.comments();
  return {
    reactions: asking?.reactions.map(({ content }) => content),
    said: others.filter(({ authorId }) => authorId !== asking?.authorId).map(({ body }) => body),
  };
}

describe("init", () => {
  it("on an issue is answered with what was recognised and the YAML, once", async () => {
    const repository = await repositoryOf("owner1");
    const issue = stage.world.as("owner1").opensIssue(repository, "Hello");
    const comment = issue.comment(`@${BOT} init`);
    const { reactions, said } = await saidOn(issue);
    expect(reactions).toEqual(["rocket"]);
    expect(said).toHaveLength(1);
    expect(said[0]?.replace(/<!--.*-->/, "").trim()).toMatchInlineSnapshot(`
      "Packages recognised: 1 package listed in \`default.nix\`.

      Preset: \`nur\`.

      I use this without a configuration. To make it explicit, put this into \`.github/by-name.yml\`:

      \`\`\`yaml
      # yaml-language-server: $schema=https://raw.githubusercontent.com/by-name-bot/by-name-bot/main/docs/by-name.schema.json
      # Documentation: https://github.com/by-name-bot/by-name-bot/blob/main/docs/configuration.md
      preset: nur
      packages:
        - layout: listed
          listed-in: default.nix
      # Advice on packages is said once and blocks nothing. This would switch off what is about phases:
      # rules: { phases: off }
      \`\`\`"
    `);
    issue.editComment(comment, `@${BOT} init, please`);
    expect((await saidOn(issue)).said).toHaveLength(1);
  });

  it("on an issue is refused to whoever may not write", async () => {
    const issue = stage.world.as("mallory").opensIssue(await repositoryOf("owner2"), "Hello");
    issue.comment(`@${BOT} init`);
    expect(await saidOn(issue)).toEqual({ reactions: ["-1"], said: [] });
  });

  it.each(["merge", "check", "explain", "help", "inits", "init now"])(
    "on an issue is all that is heard: not %s",
    async (command) => {
      const owner = `owner-${command.replaceAll(" ", "-")}`;
      const issue = stage.world.as(owner).opensIssue(await repositoryOf(owner), "Hello");
      issue.comment(`@${BOT} ${command}`);
      expect(await saidOn(issue)).toEqual({ reactions: [], said: [] });
    },
  );

  it("on an issue says what to fill in where nothing is recognised", async () => {
    const repository = await repositoryOf("owner3", { "flake.nix": "{ }\n" });
    const issue = stage.world.as("owner3").opensIssue(repository, "Hello");
    issue.comment(`@${BOT} init`);
    const [said = ""] = (await saidOn(issue)).said;
    expect(said).toContain("No packages were recognised: not in `pkgs/by-name`");
    expect(said).toContain("# packages:\n#   - root: pkgs #");
  });

  it("on an issue is answered once where the reaction failed", async () => {
    const issue = stage.world.as("owner6").opensIssue(await repositoryOf("owner6"), "Hello");
    stage.github.faults.add({
      kind: "drop-after",
      times: 1,
      when: ({ operation }) => operation === "issues/create-comment",
    });
    issue.comment(`@${BOT} init`);
    const { reactions, said } = await saidOn(issue);
    expect(reactions).toEqual(["rocket"]);
    expect(said).toHaveLength(1);
  });

  it("on a pull request is answered to whoever may write, by the base", async () => {
    const repository = await repositoryOf("owner4");
    const files = { "pkgs/by-name/he/hello/package.nix": packageText("hello") };
    const pr = await stage.world.as("alice").opensPullRequest(repository, { title: "hello: change", files });
    await stage.idle();
    pr.comment(`@${BOT} init`);
    await stage.idle();
    expect(conversationOf(pr)).toContain(
      "Only people with write access to this repository can ask for this.",
    );
    pr.as("owner4").comment(`@${BOT} init`);
    await stage.idle();
    const last = pr.view().comments.at(-1);
    expect(last?.body).toContain("Packages recognised: 1 package listed in `default.nix`.");
    expect(last?.body).not.toContain("by-name/<shard>");
    const count = pr.view().comments.length;
    await stage.pass(3_600_000);
    expect(pr.view().comments).toHaveLength(count);
  });

  it("is not asked for by installing the App, which opens nothing", async () => {
    const repository = await repositoryOf("owner5");
    await stage.idle();
    expect(stage.world.as("owner5").opensIssue(repository, "First").number).toBe(1);
  });
});
