import { describe, expect, test } from "vitest";
import { FORMATS } from "../../src/cli/formats.ts";
import {
  type File,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { reportOf, runCheck } from "./run.ts";
import { definition, packageFile, uselessEscape } from "./trees.ts";

const names = [
  "new\nline",
  "quo\"te'`tick",
  "\u001b[31mred\u001b[0m",
  "\udcff\udcfe",
  "right\u202eleft",
  "back\\slash",
  "percent%0A::error::injected",
  "<script>@everyone #1 | [x](y)",
  "é",
  " ",
  "x".repeat(255),
];

const files: Record<string, File> = Object.fromEntries(
  names.flatMap((name): [string, File][] => [
    [`pkgs/by-name/ev/${name}/package.nix`, definition("evil", uselessEscape)],
    [`pkgs/by-name/${name}`, "a file where a shard should be"],
  ]),
);
/** What is in a file can be as hostile as its name. */
const texts: Record<string, File> = {
  [packageFile("esc")]: definition("esc", '  a = "\\\u001b[31m \\\u202e";\n  b = /\u001b[2J;\n'),
  [packageFile("fixable")]: { executable: `{ }:\n"\\\u001b]0;title\u0007"` },
};

/** Control characters, and those that reorder or hide text, but line ends. */
const raw = /[\p{Cc}\p{Cf}\p{Cs}]/gu;
const withoutLineEnds = (text: string) => text.replaceAll("\n", "");

describe("names and texts made to deceive", () => {
  function directoryOf(): string {
    const directory = temporaryDirectory();
    writeFiles(directory, { ...files, ...texts });
    return directory;
  }

  test.each(["text", "github", "markdown", "junit"] as const)("%s hides nothing", async (format) => {
    const { out, err } = await runCheck(directoryOf(), { format, verbose: true, existing: true });
    // Markdown breaks mentions and links with zero-width spaces of its own making.
    expect(withoutLineEnds(out).replaceAll("\u200b", "").match(raw) ?? []).toEqual([]);
    expect(err).toBe("");
  });

  test.each(["json", "sarif", "gitlab", "rdjson"] as const)(
    "%s, which is data, drives no terminal",
    async (format) => {
      const { out } = await runCheck(directoryOf(), { format });
      expect(withoutLineEnds(out).match(/[\p{Cc}\p{Cs}]/gu) ?? []).toEqual([]);
    },
  );

  test("json gives back each name", async () => {
    const report = await reportOf(directoryOf());
    const paths = new Set(report.findings.map(({ path }) => path));
    for (const name of names) {
      expect(paths).toContain(`pkgs/by-name/ev/${name}/package.nix`);
      expect(paths).toContain(`pkgs/by-name/${name}`);
    }
  });

  test("github has as many lines as findings", async () => {
    const directory = directoryOf();
    const { findings } = await reportOf(directory);
    const { out } = await runCheck(directory, { format: "github" });
    expect(out.trimEnd().split("\n")).toHaveLength(findings.length);
    expect(out).not.toMatch(/^::error::/m);
  });

  test("are the same from a commit, a working tree and a directory", async () => {
    const repository = temporaryRepository();
    repository.commit({ ...files, ...texts });
    const directory = await reportOf(directoryOf());
    for (const options of [{ head: "HEAD" }, {}]) {
      const report = await reportOf(repository.directory, options);
      expect(report.findings).toEqual(directory.findings);
    }
  });

  test("are harmless in what --fix and --dry-run say", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, texts);
    writeFiles(directory, { [`pkgs/by-name/ev/${names[2]}/package.nix`]: definition("e", uselessEscape) });
    for (const options of [{ dryRun: true }, { fix: true }]) {
      const { err } = await runCheck(directory, options);
      expect(err).toMatch(/fix/);
      expect(withoutLineEnds(err).match(raw) ?? []).toEqual([]);
    }
  });

  test("are harmless where they stand in a configuration or on the command line", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, {
      "evil.yml": 'packages:\n  - root: "a\\e[31m\\u202e"\n"k\\e[2J": 1\n',
      "root.yml": 'packages:\n  - root: "a\\e[31m\\u202e"\n',
    });
    const outcomes = [
      await runCheck(directory, { config: `${directory}/evil.yml` }),
      await runCheck(directory, { config: `${directory}/root.yml` }),
      await runCheck(directory, { root: ["\u001b[31m"] }),
      await runCheck(directory, { rule: ["\u001b[31m=off"] }),
      await runCheck(directory, { base: "\u001b[31m" }),
      await runCheck(`${directory}/\u001b[31m`),
    ];
    for (const { status, err } of outcomes) {
      expect(status).toBe(2);
      expect(withoutLineEnds(err).match(raw) ?? []).toEqual([]);
    }
  });

  test("do not keep --fix from fixing what can be fixed", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { ...texts, [packageFile("jq")]: definition("jq", uselessEscape) });
    writeFiles(directory, { "pkgs/by-name/ev/\udcff/package.nix": definition("e", uselessEscape) });
    const { status, err } = await runCheck(directory, { fix: true });
    expect(status).toBe(1);
    expect(err).toContain(`fixed ${packageFile("jq")}:8:25:`);
    expect(err).toContain("not fixed pkgs/by-name/ev/\\xff/package.nix");
  });
});

test.each(FORMATS)("%s can be printed where a name is as long as it can be", async (format) => {
  const directory = temporaryDirectory();
  writeFiles(directory, { [`pkgs/by-name/xx/${"x".repeat(255)}/package.nix`]: "{ }: 1" });
  expect((await runCheck(directory, { format, width: 80 })).status).toBe(1);
});
