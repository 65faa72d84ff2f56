import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, onTestFinished } from "vitest";
import { encodeName } from "../../src/snapshot/names.ts";

const isolated = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  // Without what git does in passing to keep a repository that lives.
  GIT_CONFIG_COUNT: "2",
  GIT_CONFIG_KEY_0: "maintenance.auto",
  GIT_CONFIG_VALUE_0: "false",
  GIT_CONFIG_KEY_1: "gc.auto",
  GIT_CONFIG_VALUE_1: "0",
  GIT_TEMPLATE_DIR: "",
  GIT_AUTHOR_NAME: "A",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_AUTHOR_DATE: "1700000000 +0000",
  GIT_COMMITTER_NAME: "A",
  GIT_COMMITTER_EMAIL: "a@example.org",
  GIT_COMMITTER_DATE: "1700000000 +0000",
};
Object.assign(process.env, isolated);

/** A new directory, removed when the test has finished. Not behind a symbolic link. */
export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "by-name-bot-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A file as it should be: its content, the target of a link, or an executable. */
export type File = string | Uint8Array | { readonly link: string } | { readonly executable: string };

/** Writes files below a directory; names as `decodeName` spells them. */
export function writeFiles(directory: string, files: Readonly<Record<string, File>>): void {
  for (const [path, file] of Object.entries(files)) {
    const place = encodeName(join(directory, path));
    mkdirSync(encodeName(dirname(join(directory, path))), { recursive: true });
    if (typeof file === "string" || file instanceof Uint8Array) writeFileSync(place, file);
    else if ("link" in file) symlinkSync(encodeName(file.link), place);
    else {
      writeFileSync(place, file.executable);
      chmodSync(place, 0o755);
    }
  }
}

/** Runs git in a directory and returns its output; a failure throws. */
export function git(directory: string, args: readonly string[], input?: string | Uint8Array): Buffer {
  return execFileSync("git", ["-C", directory, "-c", "protocol.file.allow=always", ...args], {
    input,
    stdio: ["pipe", "pipe", "pipe"],
    maxBuffer: 1 << 30,
  });
}

/** What `git init` leaves, as far as git asks for it, without starting a process. */
function initialise(directory: string): void {
  for (const folder of ["objects/info", "refs/heads"])
    mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, "HEAD"), "ref: refs/heads/main\n");
  const core = ["repositoryformatversion = 0", "filemode = true", "bare = false", "logallrefupdates = true"];
  writeFileSync(join(directory, "config"), `[core]\n${core.map((line) => `\t${line}\n`).join("")}`);
}

/** One process to start rather than three: that costs the more, the more memory the tests take. */
const COMMIT = "git add --all && git commit --quiet --allow-empty --message 'a change' && git rev-parse HEAD";

export type TestRepository = {
  readonly directory: string;
  git(...args: string[]): string;
  write(files: Readonly<Record<string, File>>): void;
  /** Commits everything there is; returns the id. */
  commit(files?: Readonly<Record<string, File>>): string;
};

/** A new repository in a temporary directory. */
export function temporaryRepository(...initOptions: string[]): TestRepository {
  const directory = temporaryDirectory();
  if (initOptions.length === 0) initialise(join(directory, ".git"));
  else git(directory, ["init", "--quiet", "--initial-branch=main", ...initOptions]);
  return repositoryIn(directory);
}

/**
 * Repositories that begin alike: what `make` does with a new one is done once for each key, and copied from then on,
 * since git is started a dozen times for it. To be called at the top of a file of tests.
 */
export function repositoryTemplates(): (
  key: string,
  make: (repository: TestRepository) => void,
) => TestRepository {
  const folder = mkdtempSync(join(tmpdir(), "by-name-bot-templates-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const templates = new Map<string, string>();
  return (key, make) => {
    let template = templates.get(key);
    if (template === undefined) {
      template = join(folder, String(templates.size));
      initialise(join(template, ".git"));
      make(repositoryIn(template));
      templates.set(key, template);
    }
    const directory = temporaryDirectory();
    cpSync(template, directory, { recursive: true, preserveTimestamps: true });
    return repositoryIn(directory);
  };
}

function repositoryIn(directory: string): TestRepository {
  const run = (...args: string[]): string => git(directory, args).toString("utf8").trim();
  const write = (files: Readonly<Record<string, File>>): void => writeFiles(directory, files);
  return {
    directory,
    git: run,
    write,
    commit(files = {}) {
      write(files);
      return execFileSync("sh", ["-c", COMMIT], { cwd: directory, encoding: "utf8" }).trim();
    },
  };
}
