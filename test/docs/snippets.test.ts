import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { definition, packageFile, packages, uselessEscape } from "../cli/trees.ts";
import {
  git,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { blocksOf, documentation, ROOT } from "./pages.ts";

const STEPS = z.array(
  z.looseObject({
    run: z.string().optional(),
    uses: z.string().optional(),
    with: z.record(z.string(), z.unknown()).optional(),
  }),
);
const WORKFLOW = z.looseObject({ jobs: z.record(z.string(), z.looseObject({ steps: STEPS })) });
const GITLAB = z.record(
  z.string(),
  z.looseObject({ script: z.array(z.string()), variables: z.record(z.string(), z.number()) }),
);

/** A command of the documentation that checks in CI, and the clone that is there for it. */
type Snippet = { readonly path: string; readonly run: string; readonly clone: keyof typeof CLONES };

const checks = (command: string | undefined): command is string =>
  command?.startsWith("by-name-bot check") === true;

function snippetsIn(path: string, language: string, text: string): Snippet[] {
  const of = (clone: Snippet["clone"], runs: readonly (string | undefined)[]) =>
    runs.filter(checks).map((run) => ({ path, run, clone }));
  if (language === "sh") return of("gitlab", text.includes("$CI_") ? text.split("\n") : []);
  if (language !== "yaml" || !text.includes("by-name-bot check")) return [];
  const document: unknown = parse(text);
  const workflow = WORKFLOW.safeParse(document);
  if (workflow.success) {
    const { steps } = Object.values(workflow.data.jobs)[0] ?? { steps: [] };
    expect(steps[0]?.with).toEqual({ "fetch-depth": 2 });
    return of(
      "pull request",
      steps.map(({ run }) => run),
    );
  }
  const steps = STEPS.safeParse(document);
  if (steps.success) {
    // What is uploaded is the main branch's; all else stands in the workflow of a pull request.
    const isUploaded = steps.data.some(({ uses }) => uses?.includes("upload-sarif"));
    return of(
      isUploaded ? "push" : "pull request",
      steps.data.map(({ run }) => run),
    );
  }
  const [job] = Object.values(GITLAB.parse(document));
  expect(job?.variables).toEqual({ GIT_DEPTH: 0 });
  return of("gitlab", job?.script ?? []);
}

const snippets = documentation().flatMap((page) =>
  blocksOf(page).flatMap(({ language, text }) => snippetsIn(page.path, language, text)),
);

const OLD = packageFile("old");
const NEW = packageFile("new");
const BEFORE = { ...packages("hello"), [OLD]: definition("old", uselessEscape) };

/** A repository with a mistake on main, a branch that parted before main's last commit, and their merge. */
function origin() {
  const repository = temporaryRepository();
  const parted = repository.commit(BEFORE);
  repository.git("checkout", "--quiet", "-b", "branch");
  repository.commit({ [NEW]: definition("new", uselessEscape) });
  repository.commit({ "README.md": "and a second commit\n" });
  repository.git("checkout", "--quiet", "main");
  repository.commit(packages("later"));
  repository.git("checkout", "--quiet", "--detach");
  repository.git("merge", "--quiet", "--no-edit", "branch");
  repository.git("update-ref", "refs/pull/7/merge", "HEAD");
  repository.git("checkout", "--quiet", "main");
  return { directory: repository.directory, parted };
}

/** What actions/checkout and GitLab's runner do: one ref of one depth, and that alone. */
const CLONES = {
  "pull request": ["--depth=2", "+refs/pull/7/merge:refs/remotes/pull/7/merge"],
  push: ["--depth=1", "+refs/heads/main:refs/remotes/origin/main"],
  gitlab: ["+refs/heads/branch:refs/pipelines/1"],
} as const;

async function runIn(snippet: Snippet) {
  const { directory: from, parted } = origin();
  const { directory } = temporaryRepository();
  const [options, ref] = [CLONES[snippet.clone].slice(0, -1), CLONES[snippet.clone].at(-1) ?? ""];
  git(directory, ["fetch", "--quiet", "--no-tags", ...options, `file://${from}`, ref]);
  git(directory, ["checkout", "--quiet", "--detach", ref.split(":")[1] ?? ""]);
  // The documented workflow checks by-name-bot out beside it.
  if (snippet.clone !== "gitlab") writeFiles(directory, { "by-name-bot/x.nix": '"\\q"' });
  const bin = temporaryDirectory();
  const main = new URL("src/cli/main.ts", ROOT).pathname;
  writeFiles(bin, {
    "by-name-bot": { executable: '#!/bin/sh\nexec "$NODE" "$MAIN" "$@"\n' },
    reviewdog: { executable: "#!/bin/sh\nexec cat\n" },
  });
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    NODE: process.execPath,
    MAIN: main,
    GITHUB_BASE_REF: "main",
    GITHUB_STEP_SUMMARY: "summary.md",
    CI_MERGE_REQUEST_DIFF_BASE_SHA: parted,
  };
  const { out, err } = await new Promise<{ out: string; err: string }>((resolve) => {
    execFile("sh", ["-c", snippet.run], { cwd: directory, env, encoding: "utf8" }, (_, stdout, stderr) =>
      resolve({ out: stdout, err: stderr }),
    );
  });
  const [, file] = /(?:> |--output )"?([\w$.-]+)/.exec(snippet.run) ?? [];
  const name = file === "$GITHUB_STEP_SUMMARY" ? "summary.md" : file;
  return { err, report: name === undefined ? out : readFileSync(join(directory, name), "utf8") };
}

test("each way to run it in CI is tried", () => {
  expect(snippets.map(({ path, clone }) => `${path}: ${clone}`)).toEqual([
    "docs/command-line.md: pull request",
    "docs/report.md: push",
    "docs/report.md: pull request",
    "docs/report.md: gitlab",
    "docs/report.md: gitlab",
  ]);
});

test.each(snippets)("in a clone for a $clone, $run says what is new", async (snippet) => {
  const { err, report } = await runIn(snippet);
  expect(err).toBe("");
  // On main the whole tree is checked, and of it nothing but what is committed.
  expect(report.includes(OLD)).toBe(snippet.clone === "push");
  expect(report.includes(NEW)).toBe(snippet.clone !== "push");
  expect(report).not.toContain("by-name-bot/x.nix");
});
