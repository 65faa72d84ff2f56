import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { FORMATS } from "../../src/cli/formats.ts";
import { RULES } from "../../src/rules/index.ts";
import { temporaryDirectory, writeFiles } from "../snapshot/temporary-repository.ts";
import { runCheck, runCli } from "./run.ts";
import { definition, packageFile, packages, threeMistakes, uselessEscape } from "./trees.ts";

const schema = JSON.parse(readFileSync(new URL("../../docs/report.schema.json", import.meta.url), "utf8"));
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

function directoryOf(files = threeMistakes): string {
  const directory = temporaryDirectory();
  writeFiles(directory, files);
  return directory;
}

test("text shows each place, what to do and what --fix can do", async () => {
  const { status, out, err } = await runCheck(directoryOf(), { width: 80 });
  expect({ status, err }).toEqual({ status: 1, err: "" });
  expect(out).toMatchInlineSnapshot(`
    "pkgs/by-name/aa/hello

    error[package-wrong-shard, NPV-142]: \`hello\` is in the shard \`aa\` and belongs in \`he\`, the first two characters of its name in lower case.
      = help: Move the directory to \`pkgs/by-name/he/hello\`, and change what refers
              to it by path.
      = fix: Move \`pkgs/by-name/aa/hello\` to \`pkgs/by-name/he/hello\`

    pkgs/by-name/jq/jq/package.nix

    error[useless-escape, NPV-170]: The escape \`\\%\` has no effect: it is the same as \`%\`.
     --> pkgs/by-name/jq/jq/package.nix:8:25
      |
    8 |   meta.description = "50\\% more";
      |                         ^^
      |
      = help: Write \`%\`, or \`\\\\%\` if the string is to hold a backslash.
      = fix: Write \`%\` instead of \`\\%\`

    pkgs/by-name/yq/yq/package.nix

    error[path-outside-package, NPV-123]: The path \`../../../README.md\` leads out of the package directory, to \`pkgs/README.md\`.
     --> pkgs/by-name/yq/yq/package.nix:8:9
      |
    8 |   src = ../../../README.md;
      |         ^^^^^^^^^^^^^^^^^^
      |
      = help: Copy the file into the package directory and refer to it there.

    3 errors, 2 can be fixed with --fix
    "
  `);
});

test.each([
  ["nothing outside", {}, "2 packages and 2 files"],
  [
    "files outside",
    { "lib/a.nix": "{ }\n", "flake.nix": "{ }\n", "README.md": "" },
    "2 packages and 4 Nix files, 2 of them outside of packages",
  ],
])("text says what a check of a whole tree covered: %s", async (_, outside, covered) => {
  const { status, out } = await runCheck(directoryOf({ ...packages("hello", "jq"), ...outside }));
  expect({ status, out }).toEqual({ status: 0, out: `Nothing is wrong in ${covered}\n` });
});

test("text says of a change how much of it was looked at", async () => {
  const base = directoryOf({ ...packages("hello", "jq"), "lib/a.nix": "{ }\n", "lib/b.nix": "{ }\n" });
  const head = { ...packages("hello"), [packageFile("jq")]: definition("jq", "  a = 1;\n") };
  const { out } = await runCheck(directoryOf({ ...head, "lib/a.nix": "[ ]\n", "lib/b.nix": "{ }\n" }), {
    base,
  });
  expect(out).toBe("Nothing new is wrong in 1 package and 2 files\n");
});

test("text is coloured with --color, and nowhere else unless asked for", async () => {
  const directory = directoryOf();
  const [plain, coloured, forced, noColor, both] = await Promise.all([
    runCli(["check", directory]),
    runCli(["check", directory, "--color"]),
    runCli(["check", directory], { env: { FORCE_COLOR: "1" } }),
    runCli(["check", directory], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }),
    runCli(["check", directory, "--no-color"], { env: { FORCE_COLOR: "1" } }),
  ]);
  expect(plain.out).not.toContain("\u001b");
  expect(coloured.out).toContain(
    "\u001b[1m\u001b[31merror[package-wrong-shard, NPV-142]\u001b[39m\u001b[22m",
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours are made of
  expect(coloured.out.replace(/\u001b\[[0-9;]*m/g, "")).toBe(plain.out);
  expect(forced.out).toBe(coloured.out);
  expect(noColor.out).toBe(plain.out);
  expect(both.out).toBe(plain.out);
});

test.each([
  ["mistakes", threeMistakes, undefined],
  ["nothing wrong", packages("hello"), undefined],
  ["nothing at all", {}, undefined],
  ["a change", threeMistakes, { [packageFile("jq")]: definition("jq", `${uselessEscape}  a = 1;\n`) }],
  ["what is left to evaluation", { [packageFile("jq")]: "{ buildGo }: buildGo (import ./x.nix)\n" }, {}],
])("json of %s is what the schema promises", async (_name, files, base) => {
  const directory = directoryOf(files);
  const options = base === undefined ? {} : { base: directoryOf(base), existing: true };
  const { out } = await runCheck(directory, { ...options, format: "json", rule: ["strict-deps=error"] });
  expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
});

test("the schema is strict enough to refuse what is no report", () => {
  expect(validate({ version: 2 })).toBe(false);
});

test("json is the same for each run", async () => {
  const directory = directoryOf();
  const [first, second] = [
    await runCheck(directory, { format: "json" }),
    await runCheck(directory, { format: "json" }),
  ];
  expect(first.out).toBe(second.out);
});

test("sarif names each rule it uses, and places each result", async () => {
  const { status, out } = await runCheck(directoryOf(), { format: "sarif" });
  expect(status).toBe(1);
  const log = JSON.parse(out);
  expect(log.version).toBe("2.1.0");
  const [run] = log.runs;
  expect(run.tool.driver.name).toBe("by-name-bot");
  const rules: { id: string; helpUri: string }[] = run.tool.driver.rules;
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(run.results).toHaveLength(3);
  for (const result of run.results) {
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(rules[result.ruleIndex]?.helpUri).toMatch(new RegExp(`^https://.*/${result.ruleId}\\.md$`));
    const [{ physicalLocation }] = result.locations;
    expect(physicalLocation.artifactLocation.uri).toMatch(/^pkgs\/by-name\//);
    expect(physicalLocation.region.startLine).toBeGreaterThan(0);
  }
  expect(run.results[1].fixes[0].artifactChanges[0].replacements).toHaveLength(1);
});

test("sarif brings the page of each rule, whose links lead somewhere from anywhere", async () => {
  const { out } = await runCheck(directoryOf(packages("hello")), { format: "sarif" });
  const rules: { id: string; help: { markdown: string } }[] = JSON.parse(out).runs[0].tool.driver.rules;
  expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ name }) => name));
  for (const { id, help } of rules) {
    expect(help.markdown).toMatch(new RegExp(`^# \`${id}\`[^]*\\n## How to fix it\\n`));
    expect(help.markdown).not.toMatch(/\]\((?!https:)|<!-- |^```\w+ /m);
    expect(help.markdown.length).toBeLessThan(6000);
  }
});

test("github is one workflow command a finding", async () => {
  const { status, out } = await runCheck(directoryOf(), { format: "github" });
  expect(status).toBe(1);
  const lines = out.trimEnd().split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(
    /^::error file=pkgs\/by-name\/aa\/hello,title=package-wrong-shard \(NPV-142\)::[^\n]+$/,
  );
  expect(lines[1]).toMatch(
    /^::error file=pkgs\/by-name\/jq\/jq\/package\.nix,line=8,endLine=8,col=25,endColumn=27,title=/,
  );
  expect((await runCheck(directoryOf(packages("hello")), { format: "github" })).out).toBe("");
});

test("markdown has a headline, a row for each finding and a link to its page", async () => {
  const { status, out } = await runCheck(directoryOf(), { format: "markdown" });
  expect(status).toBe(1);
  expect(out.split("\n")[0]).toBe("### by-name: 3 errors");
  expect(out.split("\n").filter((line) => line.startsWith("| ❌ error |"))).toHaveLength(3);
  expect(out).toContain("/docs/rules/files/useless-escape.md)");
});

test("text wraps what is long on a terminal, and keeps each word", async () => {
  const directory = directoryOf();
  const wrapped = await runCheck(directory, { width: 60, wrap: true });
  const whole = await runCheck(directory, { width: 60 });
  const isMessage = (line: string) => !/^ +(-->|\||=)|^\d+ \|/.test(line);
  const lines = wrapped.out.split("\n").filter(isMessage);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(wrapped.out).toContain("has no\n  effect: it is the same as `%`.");
  expect(wrapped.out.replaceAll(/\s+/g, " ")).toBe(whole.out.replaceAll(/\s+/g, " "));
  expect((await runCheck(directory, { width: 60, wrap: true, colour: true })).out).toContain(
    "\u001b[1m\u001b[31merror[package-wrong-shard, NPV-142]\u001b[39m\u001b[22m",
  );
});

test("--quiet prints findings alone", async () => {
  const { status, out, err } = await runCheck(directoryOf(), { quiet: true });
  expect({ status, err }).toEqual({ status: 1, err: "" });
  expect(out).toMatch(/^pkgs\/by-name\/aa\/hello\n/);
  expect(out).not.toContain("3 errors");
  expect(await runCheck(directoryOf(packages("hello")), { quiet: true })).toEqual({
    status: 0,
    out: "",
    err: "",
  });
  expect(await runCheck(directoryOf({ a: "" }), { quiet: true })).toEqual({ status: 0, out: "", err: "" });
});

test("--output writes the report to a file, and says nothing", async () => {
  const directory = directoryOf();
  const cwd = temporaryDirectory();
  const args = ["check", directory, "--format", "json"];
  const printed = await runCli(args);
  expect(await runCli([...args, "--output", "report.json"], { cwd })).toEqual({
    status: 1,
    out: "",
    err: "",
  });
  expect(readFileSync(join(cwd, "report.json"), "utf8")).toBe(printed.out);
  const refused = await runCli([...args, "-o", "nowhere/x"], { cwd });
  expect(refused).toMatchObject({
    status: 2,
    out: "",
    err: "by-name-bot: nowhere/x cannot be written: there is no such file\n",
  });
});

test("--output has no colours, and no file where nothing could be checked", async () => {
  const cwd = temporaryDirectory();
  const env = { FORCE_COLOR: "1" };
  await runCli(["check", directoryOf(), "-o", "report"], { cwd, env });
  expect(readFileSync(join(cwd, "report"), "utf8")).not.toContain("\u001b");
  expect(await runCli(["check", "-o", "other"], { cwd })).toMatchObject({ status: 2 });
  expect(existsSync(join(cwd, "other"))).toBe(false);
});

/** The elements of an XML text in their order, with how deep each is. Throws where it is not well-formed. */
function elementsOf(xml: string): { name: string; depth: number; attributes: Record<string, string> }[] {
  const open: string[] = [];
  const elements: ReturnType<typeof elementsOf> = [];
  const rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, "");
  const tokens = [...rest.matchAll(/<(\/?)([\w-]+)((?: [\w-]+="[^"<&]*(?:&[#\w]+;[^"<&]*)*")*)(\/?)>/g)];
  for (const [, closing, name = "", given = "", empty] of tokens) {
    if (closing === "/") expect(open.pop()).toBe(name);
    else {
      const pairs = [...given.matchAll(/ ([\w-]+)="([^"]*)"/g)];
      const attributes = Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key, value]));
      elements.push({ name, depth: open.length, attributes });
      if (empty !== "/") open.push(name);
    }
  }
  expect(open).toEqual([]);
  const between = rest.replaceAll(/<\/?[\w-]+(?: [\w-]+="[^"]*")*\/?>/g, "");
  expect(between).not.toMatch(/[<>]|&(?![#\w]+;)/);
  return elements;
}

test("junit has a test for each finding, which fails where it blocks", async () => {
  const directory = directoryOf();
  const { status, out } = await runCheck(directory, { format: "junit", rule: ["useless-escape=warning"] });
  expect(status).toBe(1);
  const elements = elementsOf(out);
  expect(elements.map(({ name, depth }) => `${"-".repeat(depth)}${name}`)).toEqual([
    "testsuites",
    "-testsuite",
    "--testcase",
    "---failure",
    "--testcase",
    "---system-out",
    "--testcase",
    "---failure",
  ]);
  expect(elements[1]?.attributes).toEqual({ name: "by-name-bot", tests: "3", failures: "2" });
  expect(elements[4]?.attributes).toEqual({
    classname: packageFile("jq"),
    name: "useless-escape, NPV-170:8:25",
    file: packageFile("jq"),
    line: "8",
  });
  expect(out).toContain("Write &quot;%&quot;, or");
});

test("junit has one test that passes where nothing is wrong", async () => {
  const { status, out } = await runCheck(directoryOf(packages("hello")), { format: "junit" });
  expect(status).toBe(0);
  expect(elementsOf(out).slice(1)).toEqual([
    { name: "testsuite", depth: 1, attributes: { name: "by-name-bot", tests: "1", failures: "0" } },
    { name: "testcase", depth: 2, attributes: { classname: "by-name-bot", name: "check" } },
  ]);
});

test("gitlab tells each problem from all others, and knows it again when its lines have moved", async () => {
  const twice = definition("jq", `${uselessEscape}  b = "\\q";\n`);
  const read = async (text: string) => {
    const { out } = await runCheck(directoryOf({ ...threeMistakes, [packageFile("jq")]: text }), {
      format: "gitlab",
    });
    const issues: { fingerprint: string; location: object; severity: string }[] = JSON.parse(out);
    return issues;
  };
  const issues = await read(twice);
  expect(issues[1]).toEqual({
    description: expect.stringMatching(/^The escape "\\%" has no effect/),
    check_name: "useless-escape",
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    severity: "major",
    location: { path: packageFile("jq"), lines: { begin: 8 } },
  });
  const prints = issues.map(({ fingerprint }) => fingerprint);
  expect(new Set(prints).size).toBe(4);
  expect((await read(`# moved\n${twice}`)).map(({ fingerprint }) => fingerprint)).toEqual(prints);
});

test("rdjson counts columns in bytes, and suggests what is one edit", async () => {
  const text = definition("jq", '  meta.description = "é𝄞\\% more";\n');
  const { out } = await runCheck(directoryOf({ ...threeMistakes, [packageFile("jq")]: text }), {
    format: "rdjson",
  });
  const { source, diagnostics } = JSON.parse(out);
  expect(source.name).toBe("by-name-bot");
  expect(diagnostics).toHaveLength(3);
  expect(diagnostics[0]).toEqual({
    message: expect.stringContaining('"hello" is in the shard "aa"'),
    location: { path: "pkgs/by-name/aa/hello" },
    severity: "ERROR",
    code: { value: "package-wrong-shard (NPV-142)", url: expect.stringContaining("package-wrong-shard.md") },
  });
  const range = { start: { line: 8, column: 29 }, end: { line: 8, column: 31 } };
  const line = Buffer.from(text.split("\n")[7] ?? "");
  expect(line.subarray(28, 30).toString()).toBe("\\%");
  expect(diagnostics[1].location.range).toEqual(range);
  expect(diagnostics[1].suggestions).toEqual([{ range, text: "%" }]);
});

test.each(FORMATS)("%s ends with a line end, and the status does not depend on it", async (format) => {
  const { status, out } = await runCheck(directoryOf(), { format });
  expect(status).toBe(1);
  expect(out).toMatch(/[^\n]\n$/);
});

test("--verbose lists what is left to evaluation", async () => {
  const topLevel = {
    "nixos/default.nix": "{ }",
    "pkgs/top-level/all-packages.nix": "{ }: pkgs: with pkgs; { }\n",
  };
  const base = directoryOf(topLevel);
  const other = "{ buildJq }:\n\nbuildJq { }\n";
  const head = directoryOf({ ...topLevel, [packageFile("jq")]: other, [packageFile("yq")]: other });
  const quiet = await runCheck(head, { base });
  expect(quiet.out).toMatch(/4 left to evaluation, listed with --verbose\n$/);
  const verbose = await runCheck(head, { base, verbose: true });
  expect(verbose.out).toContain(
    [
      "Left to evaluation, since syntax alone cannot tell:",
      "  the builder is not `stdenv.mkDerivation` or `stdenvNoCC.mkDerivation`: [strict-deps, structured-attrs]",
      `    ${packageFile("jq")}, ${packageFile("yq")}`,
      "",
    ].join("\n"),
  );
});
