import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";

/** Files by their paths. */
type Files = Readonly<Record<string, string>>;

/** The branch `main` of the demonstration: a few packages laid out by name, and nothing wrong. */
const MAIN: Files = {
  "pkgs/by-name/co/cowsay/package.nix": `{
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
    hash = "sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
  };

  buildInputs = [ perl ];
  env.WITH_FORTUNE = withFortune;
}
`,
  "pkgs/by-name/he/hello/package.nix": `{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "hello";
  version = "2.12";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/hello-2.12.tar.gz";
    hash = "sha256-BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=";
  };
}
`,
  "pkgs/by-name/tr/tree/package.nix": `{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "tree";
  version = "2.2";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/tree-2.2.tar.gz";
    hash = "sha256-CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCCC=";
  };
}
`,
  "pkgs/patches/locale.patch": `--- a/locale
+++ b/locale
@@ -1 +1 @@
-C
+C.UTF-8
`,
  "pkgs/top-level/all-packages.nix": `{ lib, config }: res: pkgs: super: with pkgs;

{
  cowsay = callPackage ../by-name/co/cowsay/package.nix { withFortune = true; };
}
`,
};

/** What the branch `update` changes: three mistakes, none of which Nix itself would mind. */
const UPDATE: Files = {
  "pkgs/by-name/fg/figlet/package.nix": `{ stdenv, fetchurl }:

stdenv.mkDerivation {
  pname = "figlet";
  version = "2.2.5";
  strictDeps = true;
  __structuredAttrs = true;

  src = fetchurl {
    url = "https://example.org/figlet-2.2.5.tar.gz";
    hash = "sha256-DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD=";
  };
}
`,
  "pkgs/by-name/he/hello/package.nix": `{ stdenv, fetchurl }:

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
}
`,
  "pkgs/by-name/tr/tree/package.nix": `{ stdenv, fetchurl }:

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
}
`,
};

/** How the mistake that `--fix` leaves is mended: the patch is copied in. */
const BY_HAND: Files = {
  "pkgs/by-name/he/hello/locale.patch": MAIN["pkgs/patches/locale.patch"] ?? "",
  "pkgs/by-name/he/hello/package.nix": (UPDATE["pkgs/by-name/he/hello/package.nix"] ?? "").replace(
    "../../../patches/locale.patch",
    "./locale.patch",
  ),
};

/** What a program said and how it ended. `output` is empty where it went to the terminal. */
type Ended = { readonly status: number | null; readonly output: string };

type DemoRepository = {
  git(...args: readonly string[]): Promise<Ended>;
  /** Runs the command line in the repository, as a user would. */
  byNameBot(args: readonly string[], shown: "on the terminal" | "kept"): Promise<Ended>;
  write(files: Files): void;
  remove(): void;
};

/** A temporary repository with the branch `update` checked out, made without the user's git configuration. */
export async function demoRepository(): Promise<DemoRepository> {
  const directory = mkdtempSync(join(tmpdir(), "by-name-demo-"));
  const env = gitEnvironment();
  const cli = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
  const git = (...args: readonly string[]) => run("git", args, { directory, env, inherit: false });
  const repository: DemoRepository = {
    git,
    byNameBot: (args, shown) =>
      run(process.execPath, [cli, ...args], { directory, env, inherit: shown === "on the terminal" }),
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(directory, path)), { recursive: true });
        writeFileSync(join(directory, path), text);
      }
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
  const commit = async (files: Files, message: string) => {
    repository.write(files);
    await git("add", "--all");
    await git("commit", "--quiet", "--message", message);
  };
  await git("init", "--quiet", "--initial-branch=main");
  await commit(MAIN, "Some packages");
  await git("switch", "--quiet", "--create", "update");
  await commit(UPDATE, "Add figlet, update hello and tree");
  return repository;
}

/** The environment without what would lead git elsewhere, such as the variables of a hook. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const person = { NAME: "Demo", EMAIL: "demo@example.org", DATE: "2025-01-01T00:00:00Z" };
  const people = ["AUTHOR", "COMMITTER"].flatMap((role) =>
    Object.entries(person).map(([key, value]) => [`GIT_${role}_${key}`, value]),
  );
  return {
    ...Object.fromEntries([...kept, ...people]),
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
  };
}

function run(
  command: string,
  args: readonly string[],
  { directory, env, inherit }: { directory: string; env: NodeJS.ProcessEnv; inherit: boolean },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const output = inherit ? ("inherit" as const) : ("pipe" as const);
    const child = spawn(command, args, { cwd: directory, env, stdio: ["ignore", output, "inherit"] });
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

async function demo(): Promise<void> {
  const repository = await demoRepository();
  process.once("exit", repository.remove);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

  const command = async (expected: number, ...args: string[]) => {
    console.log(styleText("bold", `$ by-name-bot ${args.join(" ")}\n`));
    const { status } = await repository.byNameBot(args, "on the terminal");
    console.log(styleText("dim", `\n(exit status ${status})`));
    if (status !== expected)
      throw new Error(`by-name-bot ${args.join(" ")} should have ended with ${expected}`);
  };
  const git = async (...args: string[]) => {
    console.log(styleText("bold", `\n$ git ${args.join(" ")}`));
    console.log((await repository.git(...args)).output.trimEnd());
  };

  say("A small repository, in the layout of nixpkgs, and a branch `update` that makes three mistakes.");
  await git("diff", "--stat", "main");
  say("What does the branch bring that should not be merged?");
  await command(1, "check", "--base", "main");
  say("Two of the three can be mended without asking anybody. What is left is shown again.");
  await command(1, "check", "--base", "main", "--fix");
  say("This is what it did. Nothing is committed; it is yours to look at.");
  await git("status", "--short");
  await git("diff", "HEAD", "--stat", "--find-renames");
  say("Every rule has a page that says why. By its name, or by the number that nixpkgs knows it by:");
  await command(0, "explain", "NPV-142");
  say("The last mistake needs a decision. Here the patch is copied into the package directory.");
  repository.write(BY_HAND);
  await command(0, "check", "--base", "main");
  say("That is all. The repository of this demonstration is gone again; try `npm run cli -- --help`.");
}

function say(text: string): void {
  console.log(styleText(["bold", "cyan"], `\n# ${text}\n`));
}

if (import.meta.main) await demo();
