import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { directorySource } from "../../src/snapshot/directory-source.ts";
import { MAX_FILE_BYTES, SourceError } from "../../src/snapshot/source.ts";
import { everything, textOf } from "./everything.ts";
import { temporaryDirectory, writeFiles } from "./temporary-repository.ts";

describe("a directory", () => {
  test("holds files, links and directories as on disk, but no .git, pipe or device", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, {
      "a/x": "1",
      "a/\udcff\n": "2",
      run: { executable: "3" },
      link: { link: "\udcfe" },
      ".git/config": "secret",
      "a/.git": "gitdir: elsewhere",
    });
    execFileSync("mkfifo", [join(directory, "pipe")]);
    const source = directorySource(directory);
    expect(Object.fromEntries(await everything(source))).toEqual({
      "a/x": { kind: "file", executable: false, id: null },
      "a/\udcff\n": { kind: "file", executable: false, id: null },
      run: { kind: "file", executable: true, id: null },
      link: { kind: "symlink", id: null },
    });
    expect(await textOf(source, "a/\udcff\n")).toBe("2");
    expect(await source.read(["link"])).toEqual([{ kind: "bytes", bytes: Buffer.from([0xfe]) }]);
    expect(
      await source.read([".git/config", "a/.git", "pipe", "a", "no", "a/x/y", "n".repeat(5000)]),
    ).toEqual(Array(7).fill({ kind: "absent" }));
  });

  test("is not left by any path: neither by .. nor by links", async () => {
    const parent = temporaryDirectory();
    writeFiles(parent, { secret: "s", "outside/x": "s" });
    const directory = join(parent, "root");
    mkdirSync(directory);
    symlinkSync("../outside", join(directory, "out"));
    symlinkSync("../secret", join(directory, "s"));
    const source = directorySource(directory);
    for (const path of ["../secret", "out/x", "a/../../secret", "/etc/passwd", ".", "secret\0"]) {
      expect([path, await textOf(source, path)]).toEqual([path, "absent"]);
    }
    expect(await textOf(source, "s")).toBe("../secret");
    expect(await source.list(["out", "..", ".", "/"])).toEqual(["absent", "absent", "absent", "absent"]);
  });

  test("may itself be behind a link", async () => {
    const parent = temporaryDirectory();
    writeFiles(parent, { "real/x": "1", link: { link: "real" } });
    const source = directorySource(join(parent, "link"));
    expect([...(await everything(source)).keys()]).toEqual(["x"]);
    expect(await textOf(source, "x")).toBe("1");
  });

  test("answers too-large for a file above the limit", async () => {
    const directory = temporaryDirectory();
    writeFileSync(join(directory, "big"), new Uint8Array(MAX_FILE_BYTES + 1));
    expect(await directorySource(directory).read(["big"])).toEqual([
      { kind: "too-large", size: MAX_FILE_BYTES + 1 },
    ]);
  });

  test("that is not there is a SourceError", () => {
    expect(() => directorySource(join(temporaryDirectory(), "no"))).toThrow(SourceError);
  });

  test.skipIf(process.getuid?.() === 0)("names what may not be read", async () => {
    const directory = temporaryDirectory();
    writeFiles(directory, { "closed/x": "1", secret: "1" });
    chmodSync(join(directory, "secret"), 0);
    chmodSync(join(directory, "closed"), 0);
    const source = directorySource(directory);
    await expect(source.read(["secret"])).rejects.toThrow("cannot read secret: permission denied");
    await expect(source.list(["closed"])).rejects.toThrow("cannot read closed: permission denied");
    chmodSync(join(directory, "closed"), 0o755);
  });
});
