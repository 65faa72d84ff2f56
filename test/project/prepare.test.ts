import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { cannotStart } from "../../scripts/test/cannot-start.ts";
import { temporaryDirectory } from "../snapshot/temporary-repository.ts";
import { ROOT } from "./nix.ts";

/** A program in a folder, which prints a version or cannot be started. */
function program(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}

const printing = (version: string) => `#!/bin/sh\necho ${version}\n`;
/** A program whose loader is not there, as those of npm are on NixOS. */
const UNSTARTABLE = "#!/nowhere/ld-linux.so\n";

/** What a checkout has just after its dependencies were installed. */
function checkout(ownNode: string): string {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, "scripts"));
  cpSync(join(ROOT, "scripts/prepare.mjs"), join(folder, "scripts/prepare.mjs"));
  const { engines, scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const manifest = { name: "x", version: "1.0.0", engines, scripts: { prepare: scripts.prepare } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  for (const name of ["node", "node.cmd", "node.ps1"])
    program(join(folder, "node_modules/.bin", name), ownNode);
  return folder;
}

/** Runs the script; `versions` are those of the programs `node` on the path, with npm's own first. */
function prepare(...versions: string[]): boolean {
  const folder = checkout(printing("v24.0.0"));
  const folders = versions.map((version) => join(folder, version));
  for (const version of versions) program(join(folder, version, "node"), printing(version));
  const { status, stderr } = spawnSync(process.execPath, [join(folder, "scripts/prepare.mjs")], {
    env: { PATH: [join(folder, "node_modules/.bin"), join(folder, "nothing"), ...folders].join(":") },
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const left = ["node", "node.cmd", "node.ps1"].map((name) =>
    existsSync(join(folder, "node_modules/.bin", name)),
  );
  expect(new Set(left).size).toBe(1);
  return left.includes(true);
}

describe("after the installation, the Node that npm brought", () => {
  test.each([["v22.18.0"], ["v22.19.1"], ["v23.0.0"], ["v24.1.0"], ["v100.0.0"]])(
    "goes where the machine has %s",
    (version) => {
      expect(prepare(version)).toBe(false);
    },
  );

  test.each([["v20.20.2"], ["v22.17.9"], ["v9.99.0"], ["nonsense"]])(
    "stays where the machine has %s",
    (version) => {
      expect(prepare(version)).toBe(true);
    },
  );

  test("stays where the first on the path is too old, whatever comes after it", () => {
    expect(prepare("v20.0.0", "v24.0.0")).toBe(true);
  });

  test("stays where there is no other", () => {
    expect(prepare()).toBe(true);
  });

  test("goes where it cannot start, and npm runs on one that will do", () => {
    const folder = checkout("#!/bin/sh\nexit 127\n");
    program(join(folder, "path/node"), printing("v24.0.0"));
    const npm = realpathSync(spawnSync("which", ["npm"], { encoding: "utf8" }).stdout.trim());
    const { status } = spawnSync(process.execPath, [npm, "run", "prepare"], {
      cwd: folder,
      env: { PATH: `${join(folder, "path")}:/usr/bin:/bin` },
    });
    expect(status).toBe(0);
    expect(existsSync(join(folder, "node_modules/.bin/node"))).toBe(false);
  });
});

describe("a program that npm brought", () => {
  const written = (text: string) => {
    const path = join(temporaryDirectory(), "program");
    program(path, text);
    return cannotStart(path);
  };

  test("cannot start where its loader is not there", () => {
    expect(written(UNSTARTABLE)).toContain("cannot start on this system");
  });

  test("cannot start where NixOS says so in the loader's place", () => {
    expect(written("#!/bin/sh\nexit 127\n")).toContain("cannot start on this system");
  });

  test("cannot start where what starts it found nothing", () => {
    expect(written('#!/bin/sh\necho "Error: spawnSync biome ENOENT" >&2\nexit 1\n')).toContain(
      "cannot start",
    );
  });

  test.each([["exit 0"], ["echo no >&2; exit 1"]])("starts, however it ends: %s", (script) => {
    expect(written(`#!/bin/sh\n${script}\n`)).toBeNull();
  });
});
