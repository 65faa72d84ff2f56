import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { NO_PACKAGES } from "../../src/checker/layouts.ts";
import { Failure } from "../../src/cli/failure.ts";
import { type MaintainersOptions, maintainers } from "../../src/cli/maintainers.ts";
import {
  type File,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { type Outcome, runCli } from "./run.ts";
import { packageFile } from "./trees.ts";

const LIST = "maintainers/maintainer-list.nix";
const CONFIGURATION = ".github/by-name.yml";

const PEOPLE = `{
  alice = { email = "a@example.org"; github = "Alice"; githubId = 11; name = "A"; };
  bob = { github = "bob-b"; githubId = 12; name = "B"; };
  carl = { email = "c@example.org"; name = "C"; };
}
`;
const TEAMS = "{ lib }: with lib.maintainers; { acme = { members = [ alice bob ]; }; }\n";

function definition(maintainers: string | null, teams = ""): string {
  const meta = maintainers === null ? "" : `  meta.maintainers = ${maintainers};\n`;
  return `{ lib, stdenv, mine }:\n\nstdenv.mkDerivation {\n  pname = "x";\n${meta}${teams}}\n`;
}

const EXAMPLE: Readonly<Record<string, File>> = {
  [LIST]: PEOPLE,
  "maintainers/team-list.nix": TEAMS,
  [packageFile("hello")]: definition("with lib.maintainers; [ alice bob ]"),
  [packageFile("jq")]: definition(null),
  [packageFile("tq")]: definition(null, "  meta.teams = [ lib.teams.acme ];\n"),
  [packageFile("yq")]: definition("[ mine ]"),
  [packageFile("zq")]: definition("[ lib.maintainers.carl ]"),
};

function treeWith(files: Readonly<Record<string, File>>): string {
  const directory = temporaryDirectory();
  writeFiles(directory, files);
  return directory;
}

/** `by-name-bot maintainers DIRECTORY` in this process: what it prints. */
async function printed(directory: string, options: Partial<MaintainersOptions> = {}): Promise<string> {
  let out = "";
  const output = {
    out(text: string) {
      out += text;
    },
    err() {},
  };
  const defaults = {
    head: undefined,
    config: undefined,
    unknown: false,
    of: undefined,
    format: "text",
  } as const;
  expect(await maintainers(directory, { ...defaults, ...options }, output)).toBe(0);
  return out;
}

/** The lines of packages, without the count. */
async function listed(directory: string, options: Partial<MaintainersOptions> = {}): Promise<string[]> {
  return (await printed(directory, options)).split("\n").slice(0, -3);
}

describe("maintainers", () => {
  test("prints a line for each package, and how many there are", async () => {
    const outcome: Outcome = await runCli(["maintainers", treeWith(EXAMPLE)]);
    expect(outcome).toMatchInlineSnapshot(`
      {
        "err": "",
        "out": "hello: Alice, bob-b
      jq: nobody
      tq: Alice, bob-b
      yq: not known: \`mine\` on line 5 of \`pkgs/by-name/yq/yq/package.nix\` was not understood
      zq: carl (no githubId)

      5 packages: 3 maintained, 1 by nobody, 1 not known
      ",
        "status": 0,
      }
    `);
  });

  test("--unknown lists those only of which it is not known, and counts all", async () => {
    expect(await printed(treeWith(EXAMPLE), { unknown: true })).toMatchInlineSnapshot(`
      "yq: not known: \`mine\` on line 5 of \`pkgs/by-name/yq/yq/package.nix\` was not understood

      5 packages: 3 maintained, 1 by nobody, 1 not known
      "
    `);
  });

  test.each(["alice", "ALICE", "@Alice"])("--of %s lists her packages", async (of) => {
    const out = await printed(treeWith(EXAMPLE), { of });
    expect(out).toBe(
      `hello: Alice, bob-b\ntq: Alice, bob-b\n\n${of}: 2 of 5 packages: 3 maintained, 1 by nobody, 1 not known\n`,
    );
  });

  test("--of finds somebody by their login and by their handle", async () => {
    const directory = treeWith(EXAMPLE);
    expect(await listed(directory, { of: "bob" })).toEqual(await listed(directory, { of: "BOB-B" }));
    expect(await listed(directory, { of: "carl" })).toEqual(["zq: carl (no githubId)"]);
  });

  test("--of somebody who maintains nothing is no error", async () => {
    const out = await printed(treeWith(EXAMPLE), { of: "dave\u001b[31m" });
    expect(out).toBe("dave\\x1b[31m: 0 of 5 packages: 3 maintained, 1 by nobody, 1 not known\n");
  });

  test("--format json has the packages asked for as data, and counts all", async () => {
    const directory = treeWith(EXAMPLE);
    const document = JSON.parse(await printed(directory, { format: "json", of: "bob" }));
    const people = [
      { name: "alice", login: "Alice", id: 11 },
      { name: "bob", login: "bob-b", id: 12 },
    ];
    const known = { known: true, people, teams: [], collaborators: false };
    expect(document).toEqual({
      version: 1,
      tool: { name: "by-name-bot", version: expect.any(String) },
      source: "nixpkgs",
      packages: [
        { name: "hello", directory: "pkgs/by-name/he/hello", ...known },
        { name: "tq", directory: "pkgs/by-name/tq/tq", ...known },
      ],
      summary: { packages: 5, maintained: 3, nobody: 1, unknown: 1 },
      notes: [],
    });
    const { packages } = JSON.parse(await printed(directory, { format: "json", unknown: true }));
    expect(packages).toEqual([
      { name: "yq", directory: "pkgs/by-name/yq/yq", known: false, why: expect.stringContaining("`mine`") },
    ]);
  });

  test("reads as many packages as there are, each with the same lists", async () => {
    const names = Array.from({ length: 300 }, (_, i) => `p${String(i).padStart(3, "0")}`);
    const packages = names.map((name) => [packageFile(name), definition("[ lib.maintainers.bob ]")]);
    const directory = treeWith({ ...EXAMPLE, ...Object.fromEntries(packages) });
    expect(await listed(directory, { of: "bob" })).toEqual([
      "hello: Alice, bob-b",
      ...names.map((name) => `${name}: bob-b`),
      "tq: Alice, bob-b",
    ]);
  });
});

describe("where maintainers come from", () => {
  const packages = { [packageFile("hello")]: definition(null), [packageFile("jq")]: definition(null) };
  const sourced = (maintainers: string, files: Readonly<Record<string, File>> = {}) =>
    treeWith({ ...packages, ...files, [CONFIGURATION]: `merge: { maintainers: ${maintainers} }\n` });

  test("is a map in the configuration", async () => {
    const directory = sourced(
      "{ source: map, map: { hello: [Ann, 12, some-app[bot]] } }".replace("some-app[bot]", "'some-app[bot]'"),
    );
    expect(await listed(directory)).toEqual(["hello: Ann, the account 12, some-app[bot]", "jq: nobody"]);
    expect(await listed(directory, { of: "ann" })).toHaveLength(1);
  });

  test("is CODEOWNERS, whose teams are shown with their organisation", async () => {
    const owners = "* @ann\n/pkgs/by-name/he/ @Acme/reviewers ann@example.org\n";
    const directory = sourced("{ source: codeowners }", { CODEOWNERS: owners });
    expect(await listed(directory)).toEqual([
      "hello: `ann@example.org` (no account), @Acme/reviewers",
      "jq: ann",
    ]);
    expect(await listed(directory, { of: "@acme/Reviewers" })).toHaveLength(1);
  });

  test("is CODEOWNERS, whose teams are shown without it where it names several", async () => {
    const owners = "/pkgs/by-name/he/ @acme/reviewers\n/pkgs/by-name/jq/ @other/people\n";
    const directory = sourced("{ source: codeowners }", { CODEOWNERS: owners });
    expect(await listed(directory)).toEqual(["hello: the team `reviewers`", "jq: the team `people`"]);
  });

  test("is who may write", async () => {
    const directory = sourced("{ source: collaborators }");
    expect(await printed(directory)).toBe(
      "hello: everybody with write access\njq: everybody with write access\n\n2 packages: 2 maintained, 0 by nobody, 0 not known\n",
    );
  });

  test("is what --config says", async () => {
    const config = join(
      treeWith({ "new.yml": "merge: { maintainers: { source: map, map: { jq: [ann] } } }\n" }),
      "new.yml",
    );
    expect(await listed(treeWith(packages), { config })).toEqual(["hello: nobody", "jq: ann"]);
  });
});

describe("what is read", () => {
  test("is the working tree, or the commit that --head names", async () => {
    const repository = temporaryRepository();
    repository.commit(EXAMPLE);
    repository.write({ [packageFile("jq")]: definition("[ lib.maintainers.bob ]"), [LIST]: `${PEOPLE}\n` });
    const { directory } = repository;
    expect(await listed(directory)).toContain("jq: bob-b");
    expect(await listed(directory, { head: "HEAD" })).toContain("jq: nobody");
  });

  test("are the roots of the configuration, and packages in a wrong shard", async () => {
    const directory = treeWith({
      [CONFIGURATION]: "packages: [{ root: a }, { root: b, sharded: false }]\n",
      "a/zz/hello/package.nix": definition(null),
      "a/README.md": "",
      "b/jq/package.nix": definition(null),
      "b/yq/other.nix": "",
    });
    expect(await listed(directory)).toEqual([
      "hello: nobody",
      "jq: nobody",
      "yq: not known: there is no `b/yq/package.nix`",
    ]);
  });

  test("is that of sets of packages as well", async () => {
    const directory = treeWith({
      "pkgs/hello/package.nix": definition(null),
      "pkgs/tools/jq/package.nix": definition(null),
      "pkgs/tools/README.md": "",
    });
    expect(await listed(directory)).toEqual(["hello: nobody", "jq: nobody"]);
  });

  test("is nothing where nothing is laid out by name, and a note says so", async () => {
    expect(await printed(treeWith({ "README.md": "" }))).toBe(
      `note: ${NO_PACKAGES}\n0 packages: 0 maintained, 0 by nobody, 0 not known\n`,
    );
  });

  test("has to be there where the configuration names it", async () => {
    const directory = treeWith({ [CONFIGURATION]: "packages: [{ root: a }]\n" });
    const message = "there is no directory a, so nothing is laid out by name";
    await expect(printed(directory)).rejects.toThrow(new Failure(message));
  });
});

test("names made to deceive are told apart from others, and drive no terminal", async () => {
  const directory = treeWith({
    "pkgs/by-name/ev/evil: ann/package.nix": definition(null),
    "pkgs/by-name/ev/\u001b[31mred\u202e/package.nix": definition("[ \u202e ]"),
    [packageFile("inline")]:
      `{ stdenv }:\n\nstdenv.mkDerivation {\n  meta.maintainers = [\n    { name = "ann, ben \u001b[2J\u202e"; githubId = 1; }\n    { github = "nobody"; githubId = 2; }\n  ];\n}\n`,
  });
  const out = await printed(directory);
  expect(out).toMatchInlineSnapshot(`
    "\`\\x1b[31mred\\u202e\`: not known: \`pkgs/by-name/ev/\\x1b[31mred\\u202e/package.nix\` could not be read as Nix
    \`evil: ann\`: nobody
    inline: \`ann, ben \\x1b[2J\\u202e\`, \`nobody\`

    3 packages: 1 maintained, 1 by nobody, 1 not known
    "
  `);
  expect(out.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
});

describe("status 2 and one line", () => {
  test.each([
    [["--head", "nowhere"], /^by-name-bot: --head takes a revision/],
    [
      ["--unknown", "--of", "ann"],
      /^by-name-bot: option '--unknown' cannot be used with option '--of <login>'/,
    ],
    [["--format", "sarif"], /^by-name-bot: option '--format <format>' argument 'sarif' is invalid/],
    [["--config", "nowhere.yml"], /^by-name-bot: the configuration nowhere.yml cannot be read/],
    [["--of"], /^by-name-bot: option '--of <login>' argument missing/],
  ])("are what %j gets", async (args, message) => {
    const { status, out, err } = await runCli(["maintainers", treeWith(EXAMPLE), ...args]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain("\n");
  });
});

test("the help stands alone and fits 80 columns", async () => {
  const { status, out } = await runCli(["maintainers", "--help"]);
  expect(status).toBe(0);
  expect(out).toContain("Exit status: 0, or 2 if it failed.");
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

test("maintainers prints those of packages that a list defines, by their attributes", async () => {
  const directory = treeWith({
    "default.nix":
      "{ pkgs }: { one = pkgs.callPackage ./x/1 { }; two = pkgs.callPackage ./x/two.nix { }; }\n",
    "x/1/default.nix": definition(null),
    "x/two.nix": definition(null),
    [CONFIGURATION]: "merge: { maintainers: { source: map, map: { '1': [ann], two: [ben], x: [carl] } } }\n",
  });
  expect(await listed(directory)).toEqual(["one: ann", "two: ben"]);
  const { packages } = JSON.parse(await printed(directory, { format: "json" }));
  expect(packages).toMatchObject([
    { name: "one", directory: "x/1" },
    { name: "two", directory: "x/two.nix" },
  ]);
  const owners = {
    [CONFIGURATION]: "merge: { maintainers: { source: codeowners } }\n",
    CODEOWNERS: "/x/two.nix @ben\n* @ann\n",
  };
  writeFiles(directory, owners);
  expect(await listed(directory)).toEqual(["one: ann", "two: ann"]);
  writeFiles(directory, { CODEOWNERS: "* @ann\n/x/two.nix @ben\n" });
  expect(await listed(directory)).toEqual(["one: ann", "two: ben"]);
  writeFiles(directory, {
    [CONFIGURATION]: "preset: nur\n",
    "x/two.nix": definition("[ lib.maintainers.zoe ]"),
  });
  expect((await listed(directory))[1]).toContain("two: not known: ");
});
