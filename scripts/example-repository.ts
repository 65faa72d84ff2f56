import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Files by their paths. */
type Files = Readonly<Record<string, string>>;

/** The branch `main` of the example: a few packages laid out by name, and nothing wrong. */
const MAIN: Files = {
  "pkgs/by-name/co/cowsay/package.nix": `{
  lib,
  stdenv,
  fetchurl,
  perl,
  withFortune ? false,
}:

stdenv.mkDerivation {
  pname = "cowsay";
  version = "3.8";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/cowsay-3.8.tar.gz";
    hash = "sha256-jZkUKv2SV28wsM18tCqNxoCZmLxdYH2Idh9RLibH2yA=";
  };

  buildInputs = [ perl ];
  env.WITH_FORTUNE = withFortune;

  meta = {
    description = "Cow that says what it is told";
    license = lib.licenses.gpl3Plus;
    maintainers = [ lib.maintainers.cleo ];
  };
}
`,
  "pkgs/by-name/he/hello/package.nix": `{
  lib,
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation {
  pname = "hello";
  version = "2.12";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/hello-2.12.tar.gz";
    hash = "sha256-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=";
  };

  meta = {
    description = "Program that greets";
    license = lib.licenses.gpl3Plus;
    maintainers = [ lib.maintainers.ann ];
  };
}
`,
  "pkgs/by-name/tr/tree/package.nix": `{
  lib,
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation {
  pname = "tree";
  version = "2.2";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/tree-2.2.tar.gz";
    hash = "sha256-CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC=";
  };

  meta = {
    description = "Lists directories as a tree";
    license = lib.licenses.gpl2Plus;
    maintainers = [ lib.maintainers.ann ];
  };
}
`,
  "pkgs/patches/locale.patch": `--- a/locale
+++ b/locale
@@ -1 +1 @@
-C
+C.UTF-8
`,
  "nixos/default.nix": "{ }: { }\n",
  "pkgs/top-level/all-packages.nix": `{ lib, config }: res: pkgs: super: with pkgs;

{
  cowsay = callPackage ../by-name/co/cowsay/package.nix { withFortune = true; };
}
`,
};

/** What the branch `update` changes: three mistakes, none of which Nix itself would mind. */
const UPDATE: Files = {
  "pkgs/by-name/fg/figlet/package.nix": `{
  lib,
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation {
  pname = "figlet";
  version = "2.2.5";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/figlet-2.2.5.tar.gz";
    hash = "sha256-DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD=";
  };

  meta = {
    description = "Makes large letters of ordinary text";
    license = lib.licenses.bsd3;
    maintainers = [ lib.maintainers.cleo ];
  };
}
`,
  "pkgs/by-name/he/hello/package.nix": `{
  lib,
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation {
  pname = "hello";
  version = "2.12.1";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/hello-2.12.1.tar.gz";
    hash = "sha256-EEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEEE=";
  };

  patches = [ ../../../patches/locale.patch ];

  meta = {
    description = "Program that greets";
    license = lib.licenses.gpl3Plus;
    maintainers = [ lib.maintainers.ann ];
  };
}
`,
  "pkgs/by-name/tr/tree/package.nix": `{
  lib,
  stdenv,
  fetchurl,
}:

stdenv.mkDerivation {
  pname = "tree";
  version = "2.2.1";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/tree-2.2.1.tar.gz";
    hash = "sha256-FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF=";
  };

  postPatch = "sed -i s/2\\.2/2.2.1/ tree.c";

  meta = {
    description = "Lists directories as a tree";
    license = lib.licenses.gpl2Plus;
    maintainers = [ lib.maintainers.ann ];
  };
}
`,
};

type ExampleRepository = {
  /** What the command line prints there. */
  byNameBot(...args: readonly string[]): Promise<string>;
  remove(): void;
};

/** A temporary repository with the branch `update` checked out, made without the user's git configuration. */
export async function exampleRepository(): Promise<ExampleRepository> {
  const directory = mkdtempSync(join(tmpdir(), "by-name-example-"));
  const cli = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
  const env = gitEnvironment();
  const git = (...args: readonly string[]) => run("git", args, directory, env);
  const commit = async (files: Files, message: string) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    await git("add", "--all");
    await git("commit", "--quiet", "--message", message);
  };
  await git("init", "--quiet", "--initial-branch=main");
  await commit(MAIN, "Some packages");
  await git("switch", "--quiet", "--create", "update");
  await commit(UPDATE, "figlet: init at 2.2.5");
  return {
    byNameBot: (...args) => run(process.execPath, [cli, ...args], directory, env),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The environment without what would lead git elsewhere, such as the variables of a hook. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const person = { NAME: "Example", EMAIL: "example@example.org", DATE: "2025-01-01T00:00:00Z" };
  const people = ["AUTHOR", "COMMITTER"].flatMap((role) =>
    Object.entries(person).map(([key, value]) => [`GIT_${role}_${key}`, value]),
  );
  return {
    ...Object.fromEntries([...kept, ...people]),
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
  };
}

/** What a program writes to its standard output, whatever status it ends with. */
function run(
  command: string,
  args: readonly string[],
  directory: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: directory, env, stdio: ["ignore", "pipe", "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", () => resolve(Buffer.concat(chunks).toString("utf8")));
  });
}
