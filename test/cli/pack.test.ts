import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUILT_VARIABLE } from "../../scripts/test/reporter.ts";
import { temporaryDirectory, writeFiles } from "../snapshot/temporary-repository.ts";
import { definition, packageFile, packages, threeMistakes, uselessEscape } from "./trees.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);
const LEFT_OUT = ["node_modules", ".git", "test", "bench", ...(process.env[BUILT_VARIABLE] ? [] : ["dist"])];
/** With the project's Node in front of the machine's. */
const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };

/** Whether `dist/` is that of these sources. */
const isBuilt = process.env[BUILT_VARIABLE] !== undefined;

/** Packs the project from a copy; built anew there if it was not just built, so that nobody else's `dist/` is touched. */
async function pack(scratch: string): Promise<string> {
  const copy = join(scratch, "copy");
  for (const name of readdirSync(ROOT)) {
    if (LEFT_OUT.includes(name)) continue;
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
  const scripts = isBuilt ? ["--ignore-scripts"] : [];
  await run("npm", ["pack", ...scripts, "--pack-destination", scratch], { cwd: copy, env });
  const tarball = readdirSync(scratch).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack made no tarball");
  return join(scratch, tarball);
}

/** Installs a tarball into an empty folder, from npm's cache where that has all it takes. */
async function install(tarball: string, folder: string): Promise<void> {
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const args = ["install", "--no-audit", "--no-fund", "--ignore-scripts", tarball];
  await run("npm", [...args, "--offline"], { cwd: folder, env }).catch(() =>
    run("npm", [...args, "--prefer-offline"], { cwd: folder, env }),
  );
}

describe("the package, packed and installed into an empty folder,", () => {
  let scratch = "";
  let folder = "";

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "by-name-bot-pack-"));
    folder = mkdtempSync(join(scratch, "folder-"));
    await install(await pack(scratch), folder);
  }, 180_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  async function installed(...args: string[]): Promise<{ status: number; out: string; err: string }> {
    const program = join(folder, "node_modules/.bin/by-name-bot");
    return run(program, args, { cwd: folder, env, maxBuffer: 1 << 26 }).then(
      ({ stdout, stderr }) => ({ status: 0, out: stdout, err: stderr }),
      (error) => ({ status: Number(error.code), out: String(error.stdout), err: String(error.stderr) }),
    );
  }

  test("checks a directory", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, threeMistakes);
    const { status, out, err } = await installed("check", directory);
    expect({ status, err }).toEqual({ status: 1, err: "" });
    expect(out).toContain(`--> ${packageFile("jq")}:8:25`);
    expect(out).toMatch(/\n3 errors, 2 can be fixed with --fix\n$/);
    expect((await installed("check", directory, "--fix")).err).toContain("fixed pkgs/by-name/aa/hello");
  });

  test("checks a large directory on several threads", async () => {
    const directory = temporaryDirectory();
    // Enough for threads, in as many shards as make several parts.
    const names = Array.from({ length: 600 }, (_, i) => `a${((i % 26) + 10).toString(36)}${i}`);
    writeFiles(directory, packages(...names));
    writeFiles(directory, { [packageFile("zzzz")]: definition("zzzz", uselessEscape) });
    const { status, out, err } = await installed("check", directory, "--jobs", "2");
    expect({ status, err }).toEqual({ status: 1, err: "" });
    expect(out).toMatch(/^1 error, 1 can be fixed with --fix$/m);
  });

  test("explains a rule, lists the rules and knows its version", async () => {
    const page = readFileSync(join(ROOT, "docs/rules/structure/package-wrong-shard.md"), "utf8");
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const level = "\n## Level\n\n`error`. Family `structure`.\n";
    expect(await installed("explain", "NPV-142")).toEqual({ status: 0, out: `${page}${level}`, err: "" });
    expect((await installed("rules")).out).toMatch(/^RULE /);
    expect((await installed("--version")).out).toBe(`${version}\n`);
  });

  test("is a function of Probot, by its name", async () => {
    const script =
      'const { default: app } = await import("by-name-bot"); console.log(typeof app, app.length);';
    const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], {
      cwd: folder,
      env,
    });
    expect(stdout).toBe("function 2\n");
  });

  test("brings what it needs and no more", () => {
    const modules = readdirSync(join(folder, "node_modules"));
    expect(modules).not.toContain("tree-sitter-wasm");
    expect(modules).not.toContain("typescript");
    const own = join(folder, "node_modules/by-name-bot");
    expect(existsSync(join(own, "dist/grammar/tree-sitter-nix.wasm"))).toBe(true);
    expect(existsSync(join(own, "LICENSE"))).toBe(true);
    expect(existsSync(join(own, "NOTICE.md"))).toBe(true);
    expect(existsSync(join(own, "docs/report.schema.json"))).toBe(true);
    expect(readdirSync(own)).not.toContain("src");
    expect(readdirSync(own)).not.toContain("test");
  });
});
