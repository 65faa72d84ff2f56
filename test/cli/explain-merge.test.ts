import { Command } from "commander";
import { describe, expect, test } from "vitest";
import { addExplainMerge } from "../../src/cli/explain-merge/command.ts";
import { explainMerge } from "../../src/cli/explain-merge/explain-merge.ts";
import { Failure } from "../../src/cli/failure.ts";
import { visible } from "../../src/review/text/escape.ts";
import { SourceError } from "../../src/snapshot/source.ts";
import {
  repositoryTemplates,
  type TestRepository,
  temporaryDirectory,
  temporaryRepository,
} from "../snapshot/temporary-repository.ts";
import { type Outcome, runCli } from "./run.ts";
import { packageFile } from "./trees.ts";

const HELLO = packageFile("hello");
const LIST = "maintainers/maintainer-list.nix";
const CONFIGURATION = ".github/by-name.yml";

const MAINTAINERS = `{
  alice = { email = "a@example.org"; github = "Alice"; githubId = 11; name = "A"; };
  bob = { github = "bob-b"; githubId = 12; name = "B"; };
}
`;

function definition(version: string, hash: string, maintainers = "alice bob"): string {
  return `{ lib, stdenv, fetchFromGitHub }:

stdenv.mkDerivation (finalAttrs: {
  pname = "hello";
  version = "${version}";
  src = fetchFromGitHub {
    owner = "gnu";
    repo = "hello";
    tag = "v\${finalAttrs.version}";
    hash = "sha256-${hash.repeat(42)}A=";
  };
  strictDeps = true;
  __structuredAttrs = true;
  meta.maintainers = with lib.maintainers; [ ${maintainers} ];
})
`;
}

const UPDATED = definition("2.12.2", "b");
const ALL_STRATEGIES = `merge:
  strategies: [maintainer-command, maintainer-approval, all-maintainers, trusted-update, committer-command]
  trusted-authors: [r-ryantm]
  checks: [build]
`;
const BY_COMMAND = "merge:\n  strategies: [maintainer-command]\n";

const repositoryLike = repositoryTemplates();

/** A repository whose branch `update` updates hello. */
function repositoryWith(
  configuration: string,
  head: Readonly<Record<string, string>> = { [HELLO]: UPDATED },
  base: Readonly<Record<string, string>> = {},
): TestRepository {
  return repositoryLike(JSON.stringify([configuration, head, base]), (repository) => {
    repository.commit({
      [HELLO]: definition("2.12.1", "a"),
      [LIST]: MAINTAINERS,
      [CONFIGURATION]: configuration,
      ...base,
    });
    repository.git("checkout", "--quiet", "-b", "update");
    repository.commit(head);
  });
}

/** `by-name-bot explain-merge` in this process, its options read as on the command line. */
async function explained({ directory }: { directory: string }, ...args: string[]): Promise<Outcome> {
  let out = "";
  const output = {
    out(text: string) {
      out += text;
    },
    err() {},
  };
  let status: number | null = null;
  const program = new Command();
  addExplainMerge(program, async (options) => {
    status = await explainMerge(directory, { ...options, colour: false, width: 100 }, output);
  });
  const base = args.includes("--base") ? [] : ["--base", "main"];
  try {
    await program.parseAsync(["explain-merge", ...base, ...args], { from: "user" });
    return { status, out, err: "" };
  } catch (error) {
    if (!(error instanceof Failure || error instanceof SourceError)) throw error;
    return { status: 2, out, err: error.message };
  }
}

/** The lines of the checklist that are not met, without their parts. */
function open({ out }: Outcome): string[] {
  return out.split("\n").filter((line) => /^[✗?…]/.test(line));
}

/** The last line. */
function verdict({ out }: Outcome): string | undefined {
  return out.trimEnd().split("\n").at(-1);
}

const NOT = "This change cannot merge itself: see the lines with ✗";
const ASKS = "This change may merge itself once somebody does what the lines with ? ask for";

describe("explain-merge", () => {
  test("prints the update and the checklist, and 0 where the change may merge itself", async () => {
    const repository = repositoryWith(ALL_STRATEGIES);
    const args = ["explain-merge", "--base", "main", "--author", "r-ryantm"];
    expect(await runCli(args, { cwd: repository.directory })).toMatchInlineSnapshot(`
      {
        "err": "",
        "out": "hello: 2.12.1 -> 2.12.2, hash changed

      ✓ The configuration is valid, and this change does not touch it.
      ✓ Its base branch \`main\` allows automatic merging.
      ✓ It is not a draft and has no conflicts.
      ✓ It only changes existing packages: \`hello\`.
      ✓ No finding blocks it, and all of it could be checked.
      ✓ No committer requested changes.
      ✓ \`trusted-update\` holds: a trusted author opened it, and it only updates packages.
        ✓ \`trusted-update\`: a trusted author updates packages and changes nothing else
          ✓ \`r-ryantm\`, a trusted author, opened it.
          ✓ It only updates packages.
          ✓ Nobody has cancelled the merge.
          ✓ These checks have to pass: \`build\`.
      ✓ No check has failed, none is running, and these passed: \`build\`.

      This change may merge itself, by \`trusted-update\`
      ",
        "status": 0,
      }
    `);
  });

  test("names what is missing, and ends with 1", async () => {
    const outcome = await explained(
      repositoryWith(ALL_STRATEGIES),
      "--author",
      "mallory",
      "--merge",
      "Alice",
    );
    expect(outcome.status).toBe(1);
    expect(outcome.out).toMatchInlineSnapshot(`
      "hello: 2.12.1 -> 2.12.2, hash changed

      ✓ The configuration is valid, and this change does not touch it.
      ✓ Its base branch \`main\` allows automatic merging.
      ✓ It is not a draft and has no conflicts.
      ✓ It only changes existing packages: \`hello\`.
      ✓ No finding blocks it, and all of it could be checked.
      ✓ No committer requested changes.
      ? No merge strategy is complete yet.
        ✗ \`maintainer-command\`: somebody who maintains every touched package comments \`merge\`
          ✗ \`mallory\`, who opened it, is neither a trusted author nor a committer: a committer has to
            approve the newest commit.
          ✓ \`hello\`: maintained by \`Alice\`, \`bob-b\`.
          ✓ \`Alice\` commented \`merge\` after the last push.
        ? \`maintainer-approval\`: somebody who maintains every touched package approves the newest commit
          ✓ \`hello\`: maintained by \`Alice\`, \`bob-b\`.
          ? A maintainer of \`hello\` (\`Alice\`, \`bob-b\`) has to approve the newest commit.
          ✓ Nobody has cancelled the merge.
        ? \`all-maintainers\`: every maintainer of every touched package approves the newest commit
          ? \`Alice\` has to approve the newest commit.
          ? \`bob-b\` has to approve the newest commit.
          ✓ Nobody has cancelled the merge.
        ✗ \`trusted-update\`: a trusted author updates packages and changes nothing else
          ✗ \`mallory\`, who opened it, is not a trusted author.
          ✓ It only updates packages.
          ✓ Nobody has cancelled the merge.
          ✓ These checks have to pass: \`build\`.
        ? \`committer-command\`: a committer comments \`merge\`
          ? Waiting for a \`merge\` comment from a committer.
      ✓ No check has failed, none is running, and these passed: \`build\`.

      This change may merge itself once somebody does what the lines with ? ask for
      "
    `);
  });

  test("paints the signs where colours are asked for", async () => {
    const repository = repositoryWith(ALL_STRATEGIES);
    const args = ["explain-merge", "--base", "main", "--author", "mallory", "--color"];
    const { out } = await runCli(args, { cwd: repository.directory });
    expect(out).toContain("\u001b[1m\u001b[32m✓\u001b[39m\u001b[22m The configuration is valid, and");
    expect(out).toContain("\u001b[36m`mallory`\u001b[39m");
  });

  test("prints the same as JSON", async () => {
    const repository = repositoryWith(BY_COMMAND);
    const outcome = await explained(
      repository,
      ...["--author", "mallory", "--committer", "carol", "--approved", "carol", "--merge", "Alice"],
      ...["--format", "json"],
    );
    const { lines, tool, ...document } = JSON.parse(outcome.out);
    expect(outcome.status).toBe(0);
    expect(tool.name).toBe("by-name-bot");
    expect(document).toMatchInlineSnapshot(`
      {
        "grounds": {
          "command": {
            "by": "Alice",
          },
          "strategy": "maintainer-command",
        },
        "notes": [],
        "updates": [
          {
            "directory": "pkgs/by-name/he/hello",
            "impurities": [],
            "name": "hello",
            "pure": true,
            "summary": "hello: 2.12.1 -> 2.12.2, hash changed",
            "version": {
              "after": "2.12.2",
              "before": "2.12.1",
            },
          },
        ],
        "verdict": "merge",
        "version": 1,
      }
    `);
    expect(lines.map(({ id, state }: { id: string; state: string }) => `${id} ${state}`)).toEqual([
      "configuration met",
      "branch met",
      "ready met",
      "files met",
      "findings met",
      "reviews met",
      "strategy met",
      "checks met",
    ]);
    expect(lines[6].parts[0].conditions).toHaveLength(3);
  });
});

describe("people", () => {
  const vouched = ["--author", "carol", "--committer", "carol"];

  test.each([
    ["a login of the maintainer list, whatever its case", "aLICE"],
    ["a login that was a maintainer's, with the id of today's account", "alice-was-here:11"],
    ["a handle of the maintainer list", "bob"],
  ])("are known by %s", async (_, who) => {
    const outcome = await explained(repositoryWith(BY_COMMAND), ...vouched, "--merge", who);
    expect(outcome.status).toBe(0);
  });

  test("are not a maintainer whose login they took over", async () => {
    const outcome = await explained(repositoryWith(BY_COMMAND), ...vouched, "--merge", "Alice:99");
    expect(outcome.status).toBe(1);
    expect(verdict(outcome)).toBe(ASKS);
  });

  test("who are taken for a maintainer by their handle are named by their login", async () => {
    const { out } = await explained(repositoryWith(BY_COMMAND), ...vouched, "--merge", "bob");
    expect(out).toContain("`bob-b` commented `merge` after the last push.");
    expect(out).toContain("note: `bob` is taken for the maintainer of that name, whose login is `bob-b`");
  });

  test("without an id maintain nothing, and it says so", async () => {
    const outcome = await explained(repositoryWith(BY_COMMAND), ...vouched, "--merge", "dave");
    expect(outcome.status).toBe(1);
    expect(outcome.out).toContain(
      "note: `dave` has no id in `maintainers/maintainer-list.nix`, so maintains nothing here; `LOGIN:ID`\n      gives one\n",
    );
  });

  test("of the list of the base count, not those of the change", async () => {
    const repository = repositoryWith(BY_COMMAND, {
      [HELLO]: definition("2.12.2", "b", "alice bob mallory"),
      [LIST]: MAINTAINERS.replace("}\n", '  mallory = { github = "mallory"; githubId = 66; };\n}\n'),
    });
    const outcome = await explained(repository, ...vouched, "--merge", "mallory:66");
    expect(outcome.status).toBe(1);
    expect(verdict(outcome)).toBe(NOT);
  });

  test("are those of the newest commit of the base, not of where the change parted", async () => {
    const repository = repositoryWith(BY_COMMAND);
    repository.git("checkout", "--quiet", "main");
    repository.commit({ [HELLO]: definition("2.12.1", "a", "bob") });
    repository.git("checkout", "--quiet", "update");
    expect((await explained(repository, ...vouched, "--merge", "Alice")).status).toBe(1);
    const outcome = await explained(repository, ...vouched, "--merge", "bob-b");
    expect(outcome.status).toBe(0);
    expect(outcome.out).toContain(`note: the base branch has changed \`${HELLO}\` too`);
  });

  test("who are committers by a team are members of it", async () => {
    const repository = repositoryWith(`${BY_COMMAND}  committers: { team: core }\n`);
    expect((await explained(repository, ...vouched, "--merge", "Alice")).status).toBe(0);
    const byTeam = ["--author", "carol", "--team", "Core=dave,carol", "--merge", "Alice"];
    expect((await explained(repository, ...byTeam)).status).toBe(0);
    const byPermission = ["--author", "carol", "--permission", "carol=admin", "--merge", "Alice"];
    expect((await explained(repository, ...byPermission)).status).toBe(1);
  });

  test.each([
    ["write", 0],
    ["triage", 1],
  ])("with the permission %s are committers where that is enough", async (level, status) => {
    const args = ["--author", "carol", "--permission", `carol=${level}`, "--merge", "Alice"];
    expect((await explained(repositoryWith(BY_COMMAND), ...args)).status).toBe(status);
  });

  test("may command as maintainers only from the maintainers' team where there is one", async () => {
    const repository = repositoryWith(`${BY_COMMAND}  maintainers-team: maintainers\n`);
    const args = [...vouched, "--merge", "Alice"];
    expect((await explained(repository, ...args)).status).toBe(1);
    expect((await explained(repository, ...args, "--team", "maintainers=Alice")).status).toBe(0);
  });

  test("of a team that has no part in it are said to have none", async () => {
    const { out } = await explained(repositoryWith(BY_COMMAND), ...vouched, "--team", "cor=carol");
    expect(out).toContain("note: the team `cor` has no part in merging this change: none does");
  });

  test("that a map names are known by their logins", async () => {
    const repository = repositoryWith(
      `${BY_COMMAND}  maintainers: { source: map, map: { hello: [Zoe, 77] } }\n`,
    );
    expect((await explained(repository, ...vouched, "--merge", "zoe")).status).toBe(0);
    expect((await explained(repository, ...vouched, "--merge", "yann:77")).status).toBe(0);
    expect((await explained(repository, ...vouched, "--merge", "Alice")).status).toBe(1);
  });

  test("that are bots are not heeded unless the configuration names them", async () => {
    const repository = repositoryWith("merge:\n  strategies: [committer-command]\n");
    const outcome = await explained(repository, "--author", "dave", "--merge", "helper[bot]:11");
    expect(outcome.status).toBe(1);
    expect(outcome.out).toContain("note: the command of `helper[bot]` is ignored");
    const named = repositoryWith(
      'merge:\n  strategies: [committer-command]\n  committers: { users: ["helper[bot]"] }\n',
    );
    expect((await explained(named, "--author", "dave", "--merge", "helper[bot]")).status).toBe(0);
  });
});

describe("what happens, in the order of the options", () => {
  const args = ["--author", "carol", "--committer", "carol"];
  const outcomeOf = (...events: string[]) => explained(repositoryWith(BY_COMMAND), ...args, ...events);

  test("a push ends the commands before it", async () => {
    const outcome = await outcomeOf("--merge", "Alice", "--pushed");
    expect(verdict(outcome)).toBe(ASKS);
    expect(outcome.out).toMatch(
      /the\s+one\s+from\s+`Alice`\s+does\s+not\s+count,\s+because\s+it\s+may\s+be\s+older\s+than\s+the\s+last\s+push/,
    );
    expect((await outcomeOf("--pushed", "--merge", "Alice")).status).toBe(0);
  });

  test("an approval of an older commit is none of the head", async () => {
    const repository = repositoryWith("merge:\n  strategies: [maintainer-approval]\n");
    expect((await explained(repository, ...args, "--approved", "Alice", "--pushed")).status).toBe(1);
    expect((await explained(repository, ...args, "--pushed", "--approved", "Alice")).status).toBe(0);
  });

  test("a committer's request for changes stands until their approval", async () => {
    const asked = ["--committer", "dan", "--changes-requested", "dan", "--pushed", "--merge", "Alice"];
    const outcome = await outcomeOf(...asked);
    expect(open(outcome)).toEqual(["✗ Changes were requested by `dan`."]);
    expect((await outcomeOf(...asked, "--approved", "dan")).status).toBe(0);
  });

  test("a merge that is taken back may be asked for again", async () => {
    const cancelled = ["--merge", "Alice", "--cancel", "bob-b"];
    expect(verdict(await outcomeOf(...cancelled))).toBe(ASKS);
    expect((await outcomeOf(...cancelled, "--merge", "Alice")).status).toBe(0);
  });
});

describe("the change", () => {
  const sound = ["--author", "r-ryantm"];

  test.each<[string, string[], string]>([
    ["a draft", ["--draft"], "✗ It is a draft."],
    ["in conflict with its base", ["--conflict"], "✗ It conflicts with its base."],
    [
      "on another branch",
      ["--branch", "python-updates"],
      "✗ Its base branch is `python-updates`; automatic merging is only allowed into",
    ],
    ["one with a failed check", ["--failed-check", "eval"], "✗ Checks have failed: `eval`."],
    ["one whose checks run", ["--running-check", "eval"], "… Checks are still running: `eval`."],
  ])("may not merge itself where it is %s", async (_, flags, line) => {
    const outcome = await explained(repositoryWith(ALL_STRATEGIES), ...sound, ...flags);
    expect(outcome.status).toBe(1);
    expect(open(outcome)).toEqual([expect.stringContaining(line)]);
  });

  test("is not a trusted author's work where it comes from somebody else's fork", async () => {
    const repository = repositoryWith(
      "merge:\n  strategies: [trusted-update]\n  trusted-authors: [r-ryantm]\n  checks: [build]\n",
    );
    expect((await explained(repository, ...sound)).status).toBe(0);
    expect((await explained(repository, ...sound, "--own-branch")).status).toBe(0);
    const outcome = await explained(repository, ...sound, "--fork-owner", "mallory");
    expect(outcome.status).toBe(1);
    expect(outcome.out).toContain("`r-ryantm` opened it from a branch that others can push to.");
  });

  test("is a backport where a trusted bot opens it from a branch of that name", async () => {
    const repository = repositoryWith(`${BY_COMMAND}  backport-authors: ["backporter[bot]"]\n`);
    const args = ["--author", "backporter[bot]", "--own-branch", "--merge", "Alice"];
    expect((await explained(repository, ...args)).status).toBe(1);
    repository.git("branch", "--move", "backport-1-to-main");
    expect((await explained(repository, ...args)).status).toBe(0);
  });

  test("of other files is none that may merge itself", async () => {
    const repository = repositoryWith(ALL_STRATEGIES, { [HELLO]: UPDATED, "flake.nix": "{ }\n" });
    const outcome = await explained(repository, ...sound);
    expect(open(outcome)).toContain("✗ It changes files outside existing package directories: `flake.nix`.");
    expect(verdict(outcome)).toBe(NOT);
  });

  test("is judged by the configuration of the base", async () => {
    const repository = repositoryWith("merge:\n  strategies: []\n", {
      [HELLO]: UPDATED,
      [CONFIGURATION]: ALL_STRATEGIES,
    });
    const outcome = await explained(repository, ...sound);
    expect(open(outcome)).toEqual([
      "✗ It changes the configuration, which decides what may merge.",
      expect.stringContaining(`\`${CONFIGURATION}\``),
      "✗ Automatic merging is off: `merge.strategies` is empty.",
    ]);
  });

  test("is judged by the configuration that --config names", async () => {
    const repository = repositoryWith("");
    expect((await explained(repository, ...sound)).status).toBe(1);
    repository.write({ "other/by-name.yml": ALL_STRATEGIES });
    const config = `${repository.directory}/other/by-name.yml`;
    const outcome = await explained(repository, ...sound, "--head", "HEAD", "--config", config);
    expect(outcome.status).toBe(0);
  });

  test("with a finding that blocks, or a file that does not parse, may not merge itself", async () => {
    const repository = repositoryWith(ALL_STRATEGIES, {
      [HELLO]: UPDATED.replace("strictDeps", "patches = [ ../x.patch ];\n  strictDeps"),
    });
    expect(open(await explained(repository, ...sound))).toContain("✗ One finding blocks it.");
    const broken = repositoryWith(ALL_STRATEGIES, { [HELLO]: `${UPDATED}}` });
    expect(open(await explained(broken, ...sound))).toContainEqual(
      expect.stringMatching(/^✗ .*(finding|parse)/),
    );
  });

  test("is that of the working tree, or with --head of a commit", async () => {
    const repository = repositoryWith(ALL_STRATEGIES);
    repository.write({ "new-file": "" });
    expect((await explained(repository, ...sound)).status).toBe(1);
    expect((await explained(repository, ...sound, "--head", "update")).status).toBe(0);
  });

  test("cannot drive the terminal by its names", async () => {
    const repository = repositoryWith(ALL_STRATEGIES, { "a\u001b[31m\u202e`b`": "" });
    const { out } = await explained(repository, ...sound, "--failed-check", "x\u001b]0;y\u0007`z");
    for (const line of out.split("\n")) expect(line).toBe(visible(line));
    expect(out).toContain("a\\x1b[31m\\u202e'b'");
  });
});

describe("the base branch", () => {
  test("is the one that --base names, also as a remote has it", async () => {
    const repository = repositoryWith(ALL_STRATEGIES);
    repository.git("remote", "add", "up/stream", "https://example.org/x.git");
    repository.git("update-ref", "refs/remotes/up/stream/release-24.11", "main");
    const { out } = await explained(repository, "--author", "x", "--base", "up/stream/release-24.11");
    expect(out).toContain("✓ Its base branch `release-24.11`");
  });

  test("has to be named where --base is a mere commit", async () => {
    const repository = repositoryWith(ALL_STRATEGIES);
    const args = ["--author", "r-ryantm", "--base", "HEAD^"];
    expect(await explained(repository, ...args)).toMatchObject({
      status: 2,
      err: "--base HEAD^ names no branch: say which one it is with --branch",
    });
    expect((await explained(repository, ...args, "--branch", "main")).status).toBe(0);
  });
});

describe("what cannot be answered ends with 2 and a sentence", () => {
  test.each<[string, string[], string]>([
    [
      "a name that is no login",
      ["--author", "a b"],
      "--author takes the login of an account on GitHub, or LOGIN:ID with its number, not a b",
    ],
    [
      "an id that is none",
      ["--author", "a", "--merge", "b:0x1"],
      "--merge takes the login of an account on GitHub, or LOGIN:ID with its number, not b:0x1",
    ],
    [
      "two ids of a login",
      ["--author", "a:1", "--merge", "A:2"],
      "A cannot have two ids, 1 and 2: an account has one",
    ],
    [
      "two logins of an id",
      ["--author", "a:11", "--merge", "alice"],
      "a and Alice cannot both have the id 11: it belongs to one account",
    ],
    [
      "a review by the author",
      ["--author", "a", "--approved", "a"],
      "--approved a: GitHub lets nobody review a change of their own",
    ],
    [
      "a team that is not written so",
      ["--author", "a", "--team", "core:a"],
      "--team takes NAME=LOGIN,LOGIN and so on, not core:a",
    ],
    [
      "a permission that there is not",
      ["--author", "a", "--permission", "a=push"],
      "--permission takes LOGIN=LEVEL, where LEVEL is one of none, read, triage, write, maintain, admin, not a=push",
    ],
    [
      "a permission that is nearly one",
      ["--author", "a", "--permission", "a=wirte"],
      "--permission takes LOGIN=LEVEL, where LEVEL is one of none, read, triage, write, maintain, admin, not a=wirte (did you mean write?)",
    ],
    [
      "a bot as a committer",
      ["--author", "a", "--committer", "b[bot]"],
      "--committer b[bot]: a bot is a committer only where merge.committers.users of the configuration names it",
    ],
  ])("%s", async (_, args, message) => {
    expect(await explained(repositoryWith(BY_COMMAND), ...args)).toEqual({
      status: 2,
      out: "",
      err: message,
    });
  });

  test("a committer whom the configuration would have to name", async () => {
    const repository = repositoryWith(`${BY_COMMAND}  committers: { users: [carol] }\n`);
    expect((await explained(repository, "--author", "a", "--committer", "dave")).err).toBe(
      "--committer dave: the configuration names its committers one by one, and this one is not among them",
    );
    expect((await explained(repository, "--author", "a", "--committer", "Carol")).status).toBe(1);
  });

  test("a base that is not there", async () => {
    const repository = repositoryWith(BY_COMMAND);
    expect((await explained(repository, "--author", "a", "--base", "nope")).err).toContain(
      "--base nope is not a commit in",
    );
  });

  test("a base that the head has nothing in common with", async () => {
    const repository = repositoryWith(BY_COMMAND);
    repository.git("checkout", "--quiet", "--orphan", "other");
    repository.commit();
    expect((await explained(repository, "--author", "a")).err).toBe(
      "the head and main have no common ancestor here; in a shallow clone it may have to be fetched first",
    );
  });

  test("a configuration that is not valid", async () => {
    const repository = repositoryWith("merge:\n  strategies: [magic]\n");
    expect((await explained(repository, "--author", "a")).err).toContain(`${CONFIGURATION}:2:`);
  });

  test("a directory outside git, and options that are missing or exclude each other", async () => {
    const cwd = temporaryDirectory();
    const said = async (...args: string[]) => {
      const { status, err } = await runCli(["explain-merge", ...args], { cwd });
      return { status, err };
    };
    const base = ["--base", "main"];
    expect(await said(...base, "--author", "a")).toMatchObject({
      status: 2,
      err: expect.stringContaining("is not in a git repository"),
    });
    expect(await said(...base)).toMatchObject({ status: 2, err: expect.stringContaining("--author") });
    expect(await said("--author", "a")).toMatchObject({ status: 2, err: expect.stringContaining("--base") });
    expect(await said(...base, "--author", "a", "--fork-owner", "b", "--own-branch")).toMatchObject({
      status: 2,
      err: expect.stringContaining("cannot be used with"),
    });
  });
});

test("explain-merge tells what happens to a package that a list defines, and that a person merges it", async () => {
  const path = "x/hello/default.nix";
  const list = "{ pkgs }: { hello = pkgs.callPackage ./x/hello { }; }\n";
  const repository = temporaryRepository();
  repository.commit({
    "default.nix": list,
    [CONFIGURATION]: ALL_STRATEGIES,
    [path]: definition("2.12.1", "a"),
  });
  repository.git("checkout", "--quiet", "-b", "update");
  repository.commit({ [path]: UPDATED });
  const { out, status } = await runCli(["explain-merge", "--base", "main", "--author", "r-ryantm"], {
    cwd: repository.directory,
  });
  expect(status).toBe(1);
  expect(out).toContain("hello: 2.12.1 -> 2.12.2, hash changed\n");
  expect(out.replace(/\s+/g, " ")).toContain(
    "It changes `hello`, which a file of the repository lists as a package; these are never merged automatically; somebody with write access has to merge it.",
  );
  expect(out).not.toContain("no package that is there");
});
