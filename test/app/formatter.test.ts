import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { findFormatCommand, runFormatter } from "../../src/app/run/formatter.ts";

const directory = mkdtempSync(join(tmpdir(), "formatter-test-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** A program of this text for the shell, in a directory of its own. */
function program(name: string, text: string, mode = 0o755): string {
  const path = join(directory, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode });
  return path;
}

describe("a formatter", () => {
  const run = (name: string, text: string, input = "{ }\n", limits = {}) =>
    runFormatter({ program: program(name, text), args: ["-", "$(touch here)"] }, input, limits);

  it("is given the text, and its output is taken", async () => {
    expect(await run("tr", "tr a-z A-Z", "{ ä = a; }\n")).toEqual({
      kind: "formatted",
      text: "{ ä = A; }\n",
    });
  });

  it("is run in an empty directory that is gone afterwards, with its arguments as they are", async () => {
    const answer = await run("where", 'ls -A; pwd; echo "$2"; touch left');
    const [at = "", argument] = answer.kind === "formatted" ? answer.text.split("\n") : [];
    expect(at).toContain("by-name-format-");
    expect(argument).toBe("$(touch here)");
    expect(existsSync(at)).toBe(false);
  });

  it("sees nothing of the environment", async () => {
    process.env.A_SECRET = "hush";
    const answer = await run("env", "export -p");
    delete process.env.A_SECRET;
    expect(answer.kind === "formatted" && answer.text).toContain("LC_ALL='C.UTF-8'");
    expect(answer.kind === "formatted" && answer.text).not.toContain("A_SECRET");
  });

  it.each([
    ["fails", "exit 3", {}, "it ended with status 3"],
    ["ends itself", "kill -9 $$", {}, "it was ended by SIGKILL"],
    ["hangs", "sleep 60", { milliseconds: 300 }, "it took more than 0.3 seconds"],
    [
      "leaves a child that holds its output",
      "sleep 60 & exit 0",
      { milliseconds: 300 },
      "it took more than 0.3 seconds",
    ],
    ["prints without end", "yes", { bytes: 10_000 }, "it printed too much"],
    ["prints what is no text", "printf '\\377'", {}, "what it printed is not UTF-8"],
  ])("that %s says why", async (name, text, limits, why) => {
    expect(await run(name.replaceAll(" ", "-"), text, "{ }\n", limits)).toEqual({ kind: "failed", why });
  });

  it("need not read what it is given", async () => {
    expect(await run("deaf", "exec <&-; echo x", "x".repeat(300_000))).toEqual({
      kind: "formatted",
      text: "x\n",
    });
  });

  it("is not given what is too large", async () => {
    expect(await run("large", "touch ran; cat", "12345", { bytes: 4 })).toEqual({
      kind: "failed",
      why: "it is too large",
    });
  });

  it("that is not there says so", async () => {
    const answer = await runFormatter({ program: join(directory, "none"), args: [] }, "");
    expect(answer).toEqual({ kind: "failed", why: "it could not be started" });
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("by-name-format-"))).toEqual([]);
  });
});

describe("the command of a formatter", () => {
  const own = program("bin/nixfmt", "cat");
  const bin = join(directory, "bin");
  program("bin/plain", "cat", 0o644);
  const theirs = join(directory, "checked");
  mkdirSync(join(theirs, "bin"), { recursive: true });
  program("checked/bin/nixfmt", "cat");
  mkdirSync(join(directory, "links"));
  symlinkSync(join(theirs, "bin/nixfmt"), join(directory, "links/nixfmt"));
  symlinkSync(join(theirs, "bin"), join(directory, "linked"));

  it.each([
    ["nixfmt", `/nowhere:${bin}`, null, { program: own, args: [] }],
    [" nixfmt  - -q ", bin, null, { program: own, args: ["-", "-q"] }],
    [own, "", null, { program: own, args: [] }],
    ["nixfmt", `${theirs}/bin:${bin}`, theirs, { program: own, args: [] }],
    ["nixfmt", `${directory}/links:${directory}/linked:${bin}`, theirs, { program: own, args: [] }],
    ["nixfmt", `${theirs}/bin`, theirs, { problem: "it lies in what is checked" }],
    [join(theirs, "bin/nixfmt"), "", theirs, { problem: "it lies in what is checked" }],
    ["./nixfmt", bin, null, { problem: "it is neither a name nor an absolute path" }],
    ["nixfmt", ".::bin", null, { problem: "there is no such program in PATH" }],
    ["plain", bin, null, { problem: "there is no such program in PATH" }],
    [directory, "", null, { problem: "there is no such program" }],
    ["", bin, null, { problem: "it is empty" }],
  ])("%j in %j, outside of %j", (command, path, outside, expected) => {
    expect(findFormatCommand(command, path, outside)).toEqual(expected);
  });
});
