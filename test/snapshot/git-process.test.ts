import { describe, expect, test, vi } from "vitest";
import { gitComplaint, gitEnvironment, isRecentEnough } from "../../src/snapshot/git/process.ts";
import { openRepository } from "../../src/snapshot/git/source.ts";
import { temporaryDirectory, temporaryRepository, writeFiles } from "./temporary-repository.ts";

describe("git", () => {
  test.each([
    [2, 36, true],
    [2, 35, false],
    [3, 0, true],
    [1, 99, false],
    [Number.NaN, Number.NaN, false],
  ])("of version %d.%d is recent enough: %s", (major, minor, expected) => {
    expect(isRecentEnough(major, minor)).toBe(expected);
  });

  test("that is too old, or is not there, is a SourceError that says so", async () => {
    const repository = temporaryRepository();
    const bin = temporaryDirectory();
    vi.stubEnv("PATH", bin);
    try {
      await expect(openRepository(repository.directory)).rejects.toThrow(
        "git cannot be run: it is not in PATH",
      );
      writeFiles(bin, { git: { executable: "#!/bin/sh\necho git version 2.30.1\n" } });
      await expect(openRepository(repository.directory)).rejects.toThrow(
        'git 2.36 or newer is needed, but here is "git version 2.30.1"',
      );
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("is not led to another repository by the environment of a hook, and keeps settings given to it", () => {
    vi.stubEnv("GIT_DIR", "/elsewhere");
    vi.stubEnv("GIT_INDEX_FILE", "/elsewhere/index");
    vi.stubEnv("GIT_CONFIG_COUNT", "1");
    try {
      const environment = gitEnvironment([["a.b", "c"]]);
      expect(environment.GIT_DIR).toBeUndefined();
      expect(environment.GIT_INDEX_FILE).toBeUndefined();
      expect(environment).toMatchObject({
        GIT_CONFIG_COUNT: "2",
        GIT_CONFIG_KEY_1: "a.b",
        GIT_CONFIG_VALUE_1: "c",
      });
    } finally {
      vi.unstubAllEnvs();
    }
  });

  test("complains in one bounded line", () => {
    expect(gitComplaint("warning: x\nfatal: bad object\nmore")).toBe("bad object");
    expect(gitComplaint("")).toBe("it gave no reason");
    expect(gitComplaint("x".repeat(9999))).toHaveLength(500);
  });
});
