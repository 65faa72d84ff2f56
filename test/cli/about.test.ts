import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { terminalPage } from "../../src/cli/about/terminal-page.ts";
import { explainOnTerminal } from "../../src/cli/explain.ts";
import { FORMATS } from "../../src/cli/formats.ts";
import { paintFor } from "../../src/cli/paint.ts";
import { RULES } from "../../src/rules/index.ts";
import { readText } from "../docs/pages.ts";
import { isHere } from "../project/nix.ts";
import { temporaryDirectory } from "../snapshot/temporary-repository.ts";
import { runCli } from "./run.ts";

const scripts = new Map<string, string>();
beforeAll(async () => {
  for (const shell of ["bash", "zsh", "fish"]) {
    const { status, out, err } = await runCli(["completion", shell]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    scripts.set(shell, out);
  }
});

/** What bash offers for a line of words, the last of which is being written. */
function offered(...words: string[]): { words: string[]; options: string } {
  const quoted = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
  const script = `
    compopt() { echo "compopt $*" >&2; }
    ${scripts.get("bash")}
    COMP_WORDS=(by-name-bot ${quoted})
    COMP_CWORD=${words.length}
    _by_name_bot
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-u", "-c", script], {
    cwd: temporaryDirectory(),
    encoding: "utf8",
  });
  expect(status).toBe(0);
  return { words: stdout.split("\n").filter((word) => word !== ""), options: stderr.trim() };
}

describe("completion in bash", () => {
  test("offers commands, and their options", () => {
    expect(offered("").words).toEqual(
      expect.arrayContaining(["check", "rules", "explain", "serve", "help", "--version"]),
    );
    expect(offered("ex").words).toEqual(["explain", "explain-merge"]);
    expect(offered("help", "mai").words).toEqual(["maintainers"]);
    expect(offered("check", "--he").words).toEqual(["--head", "--help"]);
    expect(offered("check", "--fix", "--re").words).toEqual(["--require-packages"]);
    expect(offered("rules", "--").words).toEqual(["--json", "--help"]);
  });

  test("offers the values that an option takes", () => {
    expect(offered("check", "--format", "").words).toEqual([...FORMATS]);
    expect(offered("maintainers", "--format", "j").words).toEqual(["json"]);
    expect(offered("completion", "").words).toEqual(expect.arrayContaining(["bash", "zsh", "fish"]));
    expect(offered("check", "--rule", "useless-e")).toEqual({
      words: ["useless-escape="],
      options: "compopt -o nospace",
    });
  });

  test("offers rules to explain", () => {
    expect(offered("explain", "NPV-142").words).toEqual(["NPV-142"]);
    expect(offered("explain", "package-wr").words).toEqual(["package-wrong-shard"]);
    for (const { name } of RULES) expect(offered("explain", "").words).toContain(name);
  }, 60_000);

  test.each([
    ["check", "--output", ""],
    ["check", "pkgs/"],
    ["check", "--base", "ma"],
    ["nothing", ""],
  ])("leaves %s %s to bash, which completes files", (...words) => {
    expect(offered(...words).words).toEqual([]);
  });

  test("runs nothing of what is on the line", () => {
    const evil = "$(touch x)`touch x`'\";touch x;";
    expect(offered("check", "--format", evil).words).toEqual([]);
    expect(offered(evil, evil).words).toEqual([]);
  });
});

describe.each(["zsh", "fish"])("completion in %s", (shell) => {
  test("has every command and option, each with what it is for", async () => {
    const script = scripts.get(shell) ?? "";
    const { out: help } = await runCli(["explain-merge", "--help"]);
    for (const [, name = ""] of help.matchAll(/^ {2}--([\w-]+)/gm)) {
      expect(script).toMatch(shell === "zsh" ? `--${name}` : `-l ${name} `);
    }
    expect(script).toContain("owner of its fork, if not the author");
  });

  test("is a script that the shell can read", ({ skip }) => {
    if (!isHere(shell)) return skip(`${shell} is not on this machine`);
    const file = join(temporaryDirectory(), "script");
    writeFileSync(file, scripts.get(shell) ?? "");
    expect(spawnSync(shell, ["-n", file], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("the man page", () => {
  const page = readText("docs/by-name-bot.1");

  test("is that of this version, and what the package installs", async () => {
    expect((await runCli(["man"])).out).toBe(page);
    expect(JSON.parse(readText("package.json")).man).toBe("./docs/by-name-bot.1");
  });

  test("has what the help of each command says", async () => {
    const plain = page
      .replaceAll(/\\f[BRI]/g, "")
      .replaceAll("\\-", "-")
      .replaceAll("\\e", "\\");
    const { out } = await runCli(["check", "--help"]);
    const [, examples = ""] = /(Exit status: [\s\S]*)$/.exec(out) ?? [];
    expect(plain).toContain(examples.trimEnd());
    expect(plain).toContain(".SH EXPLAIN-MERGE");
    expect(plain).toContain("-o, --output <file>");
    expect(plain).not.toContain("[object");
  });

  test("is one that groff has nothing to say about", ({ skip }) => {
    if (!isHere("groff")) return skip("groff is not on this machine");
    const args = ["-man", "-Tutf8", "-ww", "-z"];
    expect(spawnSync("groff", args, { input: page, encoding: "utf8" })).toMatchObject({
      status: 0,
      stderr: "",
    });
  });
});

describe("a page on a terminal", () => {
  const plain = (text: string, width = 60) => terminalPage(text, { paint: paintFor(false), width });

  test("has its paragraphs wrapped, its links as text, its code as it is", () => {
    const text =
      "# `a` b\n\nSee [the page](x.md) at\n<https://example.org>, `x` **now**.\n\n- one [two](y)\n  three\n- four\n\n```nix path=a.nix on=base\n  { }\n\n# no heading\n```\n";
    expect(plain(text)).toBe(
      "a b\n\nSee the page at https://example.org, `x` now.\n\n- one two three\n- four\n\n    a.nix, on the base\n      { }\n\n    # no heading\n",
    );
    expect(plain("word ".repeat(30)).split("\n")[0]).toHaveLength(59);
    expect(plain(`- ${"word ".repeat(30)}`).split("\n")[1]).toMatch(/^ {2}word/);
  });

  test("has the code of a list as far in as any other", () => {
    expect(plain("- do\n\n  ```text\n  a\n    b\n  ```\n\n  then\n")).toBe(
      "- do\n\n    a\n      b\n\nthen\n",
    );
  });

  test("has headings and code in colours, if there are any", () => {
    const text = terminalPage("# a\n\n`b`\n", { paint: paintFor(true), width: 60 });
    expect(text).toBe("\u001b[1ma\u001b[22m\n\n\u001b[36m`b`\u001b[39m\n");
  });

  test.each(RULES.map(({ name }) => name))("fits, and loses no code: %s", (name) => {
    const text = explainOnTerminal(name, { colour: false, width: 80 });
    const prose = text.split("\n").filter((line) => !line.startsWith("    ") && !line.startsWith("|"));
    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(text).not.toContain("```");
    expect(text).not.toMatch(/\]\(/);
  });
});
