// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text is Nix.
import { describe, expect, it } from "vitest";
import type { MemoryFile } from "../../../src/snapshot/memory.ts";
import {
  ALL_PACKAGES,
  checkBetween,
  checkFiles,
  definition,
  inPackage,
  packageOf,
  saidOf,
  saidOfChange,
  topLevel,
  unknowns,
} from "../builders.ts";

const FILE = inPackage("hello", "x.nix");

/** What is said of a Nix file beside the `package.nix` of a package that is fine. */
function saidOfFile(file: MemoryFile): Promise<string[]> {
  return saidOf(packageOf("hello", { "x.nix": file }));
}

describe("nix-syntax", () => {
  it.each([
    ["an unfinished set", "{ a = 1"],
    ["a missing semicolon", "{ a = 1 }"],
    ["an empty file", ""],
    ["a file of comments", "# nothing\n/* here */\n"],
    ["a stray brace", "{ } }"],
    ["a string without its end", '{ a = "x; }'],
    ["a name that is defined twice", "{ a = 1; a = 2; }"],
    ["an argument that is named twice", "{ a, a }: a"],
    ["a merge conflict", "<<<<<<< HEAD\n{ }\n=======\n{ a = 1; }\n>>>>>>> x\n"],
    ["a path that ends with a slash", "{ a = ./x/; }"],
  ])("reports %s, once", async (_what, text) => {
    const said = await saidOfFile(text);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(new RegExp(`^error nix-syntax - hello ${FILE}: `));
  });

  it.each([
    ["a trailing comma in the formals", "{ lib, stdenv, }: stdenv"],
    ["a formal before an ellipsis", "{ lib, ... }@args: args"],
    ["an old let", "let { body = 1; }"],
    ["an update without spaces", "{ a }: a//a"],
    ["a URI", "https://example.org/x"],
    ["a pipe of dots", "{ a.b.c = 1; a.b.d = 2; }"],
    ["nested strings", "''a ${\"b ${'' c ''}\"} d''"],
    ["or as a name", "{ or = 1; }"],
    ["an assertion", "assert true; 1"],
    ["CRLF line ends", "{ a = 1;\r\n  b = 2; }\r\n"],
  ])("has nothing to say of %s", async (_what, text) => {
    expect(await saidOfFile(text)).toEqual([]);
  });

  it("claims nothing about what comes after the place", async () => {
    expect(
      await saidOfFile('{ a = /before; b = "\\q"; c = 1 d = /after; e = "\\z"; f = ../../../../out; }'),
    ).toEqual([
      `error path-absolute NPV-127 hello ${FILE}: /before`,
      `error useless-escape NPV-170 hello ${FILE}: \\q`,
      `error nix-syntax - hello ${FILE}: =`,
    ]);
  });

  it("leaves the definition of a package that does not parse alone", async () => {
    const said = await saidOf(packageOf("hello", { "package.nix": "[ 1 2" }));
    expect(said.map((line) => line.split(" ")[1])).toEqual(["nix-syntax"]);
  });

  it("is reported for an overrides file, of which nothing else is said then", async () => {
    const files = { ...packageOf("hello"), [ALL_PACKAGES]: "{ hello = 1; world = ; }" };
    const report = await checkFiles(files);
    expect(report.findings.map(({ rule, attribute, path }) => [rule, attribute, path])).toEqual([
      ["nix-syntax", null, ALL_PACKAGES],
    ]);
    expect(unknowns(report)).toEqual([`- - ${ALL_PACKAGES}`]);
  });

  it("is reported for a changed Nix file outside of everything by-name", async () => {
    const base = { ...packageOf("hello"), "lib/x.nix": "{ }" };
    expect(
      (await saidOfChange(base, { ...base, "lib/x.nix": "{ a = 1 }" })).map((line) => line.split(":")[0]),
    ).toEqual(["error nix-syntax - - lib/x.nix"]);
  });

  it("is not reported for files that only look like Nix, or are a directory or a link", async () => {
    const files = packageOf("hello", {
      "x.nix.orig": "{ {",
      nix: "{ {",
      "x.NIX": "{ {",
      "dir.nix/file": "{ {",
      "link.nix": { link: "dir.nix/file" },
    });
    expect(await saidOf(files)).toEqual([]);
  });

  it("is said of a package moved by name only once in a change that breaks it", async () => {
    expect(
      await saidOfChange(packageOf("hello"), packageOf("hello", { "package.nix": "{ }: {" })),
    ).toHaveLength(1);
  });
});

describe("a file that cannot be looked into", () => {
  const large = `# ${"x".repeat(4 * 1024 * 1024)}\n{ }`;

  it("is unknown where it is too large, and not clean", async () => {
    const report = await checkFiles(packageOf("hello", { "x.nix": large }));
    expect(report.findings).toEqual([]);
    expect(unknowns(report)).toEqual([`- hello ${FILE}`]);
    expect(report.summary.unknown).toBe(1);
  });

  it("is unknown as an overrides file where it is too large", async () => {
    const report = await checkFiles({ ...packageOf("hello"), [ALL_PACKAGES]: large });
    expect(report.findings).toEqual([]);
    expect(new Set(unknowns(report))).toEqual(new Set([`- - ${ALL_PACKAGES}`]));
  });

  it("is none that is nested deep: what is wrong with it is found", async () => {
    const nested = `${"(".repeat(50_000)}/etc${")".repeat(50_000)}`;
    const report = await checkFiles(packageOf("hello", { "x.nix": nested }));
    expect(report.findings.map(({ rule }) => rule)).toEqual(["path-absolute"]);
    expect(unknowns(report)).toEqual([]);
  });

  it("is unknown in a change that touches it, even where it was so before", async () => {
    const report = await checkBetween(
      packageOf("hello", { "x.nix": large }),
      packageOf("hello", { "x.nix": `${large} ` }),
    );
    expect(unknowns(report)).toEqual([`- hello ${FILE}`]);
  });

  it("is unknown where a new package's definition is too large to be asked for its flags", async () => {
    const base = { ...topLevel(), "pkgs/by-name/README.md": "" };
    const report = await checkBetween(base, { ...base, ...packageOf("hello", { "package.nix": large }) });
    expect(report.findings).toEqual([]);
    expect(unknowns(report)).toContain(`- hello ${inPackage("hello", "package.nix")}`);
  });

  it("is read whatever its bytes, and gets no fix that could not be written back", async () => {
    const bytes = Buffer.concat([Buffer.from('{ a = "'), Buffer.from([0xff]), Buffer.from('\\q"; }')]);
    const report = await checkFiles(packageOf("hello", { "x.nix": bytes }));
    expect(report.findings.map(({ rule, fix }) => [rule, fix])).toEqual([["useless-escape", null]]);
  });
});

describe("the executable bit", () => {
  const executable = (file: string): MemoryFile => ({ file, executable: true });

  it("is too much without a #! line, and the fix takes it away", async () => {
    const report = await checkFiles(packageOf("hello", { "x.nix": executable("{ }") }));
    expect(report.findings.map(({ rule, code, path, range }) => [rule, code, path, range])).toEqual([
      ["executable-without-shebang", "NPV-145", FILE, null],
    ]);
    expect(report.findings[0]?.fix?.steps).toEqual([{ kind: "mode", path: FILE, executable: false }]);
  });

  it.each([
    ["a #! line", executable("#!/usr/bin/env nix-shell\n{ }")],
    ["no bit and no #! line", "{ }"],
    ["a #! line further down", "# x\n#!/bin/sh\n{ }"],
  ])("is right with %s", async (_what, file) => {
    expect(await saidOfFile(file)).toEqual([]);
  });

  it("is reported for a #! that does not begin the file", async () => {
    expect(await saidOfFile(executable("\n#!/bin/sh\n{ }"))).toEqual([
      `error executable-without-shebang NPV-145 hello ${FILE}`,
    ]);
  });

  it("is nobody's business on other files", async () => {
    expect(
      await saidOf(packageOf("hello", { "update.sh": executable("echo"), run: executable("") })),
    ).toEqual([]);
  });

  it("is missed where a file begins with #!, on that line", async () => {
    expect(await saidOfFile("#!/usr/bin/env nix-shell\r\n{ }")).toEqual([
      `error shebang-not-executable NPV-146 hello ${FILE}: #!/usr/bin/env nix-shell`,
    ]);
    expect(await saidOfFile("#!x")).toHaveLength(2);
  });

  it("is introduced by a change of the mode alone", async () => {
    const base = packageOf("hello", { "x.nix": "{ }" });
    expect(await saidOfChange(base, packageOf("hello", { "x.nix": executable("{ }") }))).toEqual([
      `error executable-without-shebang NPV-145 hello ${FILE}`,
    ]);
  });

  it("is looked at in the overrides file and in other changed Nix files", async () => {
    const base = { ...packageOf("hello"), ...topLevel() };
    const head = { ...base, "lib/x.nix": executable("{ }"), [ALL_PACKAGES]: executable("{ }: { }") };
    expect(await saidOfChange(base, head)).toEqual([
      "error executable-without-shebang NPV-145 - lib/x.nix",
      `error executable-without-shebang NPV-145 - ${ALL_PACKAGES}`,
    ]);
  });
});

describe("useless-escape", () => {
  async function escapes(expression: string): Promise<(readonly [string, string | null])[]> {
    const report = await checkFiles(packageOf("hello", { "x.nix": expression }));
    return report.findings.map(({ rule, fix, message }) => {
      const [step] = fix?.steps ?? [];
      expect(rule, message).toBe("useless-escape");
      return [
        /`(.*?)` has no effect/.exec(message)?.[1] ?? "",
        step?.kind === "edit" ? step.text : null,
      ] as const;
    });
  }

  it.each([
    String.raw`"\n\r\t\\\"\${x}"`,
    String.raw`"\$x"`,
    String.raw`''a ''\n ''\r ''\t ''' ''${"$"}{x} $$ ''`,
    String.raw`''\d \. \q ''`,
    String.raw`''\d''`,
    String.raw`"$\{x}"`,
    String.raw`''''\'x''`,
    String.raw`# "\q"`,
    String.raw`/* "\q" */ ./.`,
  ])("has nothing to say of %s", async (text) => {
    expect(await escapes(text.startsWith("#") ? `${text}\n1` : text)).toEqual([]);
  });

  it.each([
    [String.raw`"\q"`, [[String.raw`\q`, "q"]]],
    [String.raw`"\'"`, [[String.raw`\'`, "'"]]],
    [String.raw`"\\\d\\."`, [[String.raw`\d`, "d"]]],
    [
      String.raw`"\d\d"`,
      [
        [String.raw`\d`, "d"],
        [String.raw`\d`, "d"],
      ],
    ],
    [
      String.raw`"\N\T"`,
      [
        [String.raw`\N`, "N"],
        [String.raw`\T`, "T"],
      ],
    ],
    [String.raw`"a\{b}"`, [[String.raw`\{`, "{"]]],
    [String.raw`"${"$"}{"\q"}"`, [[String.raw`\q`, "q"]]],
    [String.raw`''''\q''`, [[String.raw`''\q`, "q"]]],
    [String.raw`{ "\q" = 1; }`, [[String.raw`\q`, "q"]]],
    [
      String.raw`x: x."\q" or "\z"`,
      [
        [String.raw`\q`, "q"],
        [String.raw`\z`, "z"],
      ],
    ],
  ])("reports %s", async (text, expected) => {
    expect(await escapes(text)).toEqual(expected);
  });

  it("covers both halves of a character beyond the first plane", async () => {
    expect(await saidOfFile('"\\😀\\q"')).toEqual([
      `error useless-escape NPV-170 hello ${FILE}: \\😀`,
      `error useless-escape NPV-170 hello ${FILE}: \\q`,
    ]);
  });

  it("does not follow links", async () => {
    const files = {
      ...packageOf("hello", { "y.nix": { link: "z" }, z: '"\\q"' }),
    };
    expect(await saidOf(files)).toEqual([]);
  });

  it("is looked for in the overrides file and in changed files outside", async () => {
    const base = { ...packageOf("hello"), ...topLevel() };
    const head = { ...base, ...topLevel('x = "\\q";'), "lib.nix": '"\\q"', "doc.md": '"\\q"' };
    expect(await saidOfChange(base, head)).toEqual([
      "error useless-escape NPV-170 - lib.nix: \\q",
      `error useless-escape NPV-170 - ${ALL_PACKAGES}: \\q`,
    ]);
  });

  it("counts an escape that stands there as often as before as existing", async () => {
    const two = definition({ lines: ['a = "\\q";', 'b = "\\q";'] });
    const base = packageOf("hello", { "package.nix": two });
    const head = packageOf("hello", { "package.nix": `# moved\n\n${two}` });
    expect((await saidOfChange(base, head)).map((line) => line.split(" ")[0])).toEqual([
      "existing",
      "existing",
    ]);
  });

  it("leaves the second of two escapes on a line existing when a change fixes the first", async () => {
    const base = packageOf("hello", { "x.nix": String.raw`"\q \z"` });
    const head = packageOf("hello", { "x.nix": String.raw`"q \z"` });
    expect(await saidOfChange(base, head)).toEqual([
      `existing error useless-escape NPV-170 hello ${FILE}: \\z`,
    ]);
  });
});
