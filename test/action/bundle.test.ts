import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Conversation } from "simulated-github";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { nixpkgs, packagePath, packageText } from "../app/packages.ts";
import { type Act, type ActionStage, openActionStage, pullPayload } from "./stage.ts";

const HELLO = packagePath("hello");
const WRONG = { [HELLO]: packageText("hello", ["src = ~/src/hello;"]) };

let stage: ActionStage;
/** A folder that holds the bundle and nothing else. */
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "by-name-action-"));
  execFileSync(process.execPath, ["scripts/build-action.ts", folder], { stdio: "inherit" });
  stage = await openActionStage();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stage.close();
});

type Ended = { code: number | null; stdout: string; stderr: string; output: string; summary: string };

/** Runs the bundle with Node alone, as a runner does; nothing of this process's environment is there. */
async function runs(pr: Conversation, act: Act, during?: (stop: () => void) => unknown): Promise<Ended> {
  const files = mkdtempSync(join(tmpdir(), "by-name-runner-"));
  onTestFinished(() => rmSync(files, { recursive: true }));
  const at = (name: string) => join(files, name);
  writeFileSync(at("event.json"), JSON.stringify(act.payload));
  for (const name of ["output", "summary"]) writeFileSync(at(name), "");
  const child = spawn(process.execPath, [join(folder, "main.mjs")], {
    cwd: folder,
    env: {
      ...stage.variables(pr.repository, act),
      GITHUB_EVENT_PATH: at("event.json"),
      GITHUB_OUTPUT: at("output"),
      GITHUB_STEP_SUMMARY: at("summary"),
    },
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.stderr += text));
  during?.(() => child.kill("SIGINT"));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  const text = (name: string) => readFileSync(at(name), "utf8");
  return { code, ...said, output: text("output"), summary: text("summary") };
}

const opened = (pr: Conversation): Act => ({
  event: "pull_request_target",
  payload: pullPayload(pr, "opened"),
});

async function proposes(name: string): Promise<Conversation> {
  const repository = await stage.repository(`NixOS/${name}`, nixpkgs());
  return stage.world.as("alice").opensPullRequest(repository, { title: "hello: change", files: WRONG });
}

test("the bundle alone reviews a pull request, and tells the runner of it", async () => {
  expect(readdirSync(folder)).toEqual(["main.mjs"]);
  const pr = await proposes("bundled");
  const ended = await runs(pr, opened(pr));
  expect(ended).toMatchObject({ code: 0, stderr: "", stdout: "#1: failure, 1 error; review, check run\n" });
  expect(ended.output).toBe("conclusion=failure\nerrors=1\nwarnings=0\nadvice=0\nreviewed=1\n");
  expect(ended.summary).toContain("| [#1](");
  expect(ended.summary).toContain("| failure | 1 | 0 | 0 | off; none | review, check run |");
  expect(pr.view().threads).toMatchObject([{ path: HELLO, line: 8 }]);
  const token = stage.github.tokens.all().at(-1) ?? "";
  expect(JSON.stringify(ended)).not.toContain(token);
});

test("a job that is cancelled in the middle gives up its turn, and the next one posts nothing twice", async () => {
  const pr = await proposes("cancelled");
  const ended = await runs(pr, opened(pr), async (stop) => {
    // It is not told that the review is there before it gives up its turn.
    await stage.github.after("pulls/create-review", async () => {
      stop();
      await stage.github.before("reactions/delete-for-issue", () => {});
    });
  });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toContain("::error title=by-name-bot::#1: The job was cancelled.");
  expect(ended.summary).toContain("The job was cancelled. The next run will do the rest.");
  expect(pr.record().reactions).toEqual([]);
  expect(pr.view().checks).toEqual([]);
  await stage.onPull(pr, "opened");
  expect(pr.record().reviews).toHaveLength(1);
  expect(pr.view().threads).toHaveLength(1);
  expect(pr.view().checks).toMatchObject([{ name: "by-name", conclusion: "failure" }]);
});

test("what is no workflow's environment is one clear line", async () => {
  const pr = await proposes("misused");
  const { code, stdout, summary } = await runs(pr, { ...opened(pr), variables: { INPUT_MODE: "merge" } });
  expect(code).toBe(1);
  const line = "The input `mode` must be one of `full`, `review`, `dry-run`.";
  expect(stdout).toBe(`::error title=by-name-bot::${line}\n`);
  expect(summary).toBe(`## by-name\n\n${line}\n`);
});
