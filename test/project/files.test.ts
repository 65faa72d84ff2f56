import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { grammarUrl } from "../../src/grammar/load.ts";
import { runCli } from "../cli/run.ts";
import {
  git,
  temporaryDirectory,
  temporaryRepository,
  writeFiles,
} from "../snapshot/temporary-repository.ts";
import { ROOT } from "./nix.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const namesIn = (folder: string) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`);

const WORKFLOW = z.looseObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      "timeout-minutes": z.number(),
      permissions: z.record(z.string(), z.string()).optional(),
      needs: z.string().optional(),
      if: z.string().optional(),
      environment: z.string().optional(),
      steps: z.array(
        z.looseObject({
          uses: z.string().optional(),
          run: z.string().optional(),
          with: z.record(z.string(), z.unknown()).optional(),
        }),
      ),
    }),
  ),
});

describe.each(namesIn(".github/workflows"))("%s", (path) => {
  const text = read(path);
  const { on, permissions, jobs } = WORKFLOW.parse(parse(text));
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test("pins every action to a commit, and says which version that is", () => {
    const used = [...text.matchAll(/uses: (.*)/g)].map(([, rest]) => rest);
    expect(used.length).toBeGreaterThan(0);
    for (const each of used) expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("may do no more than it needs", () => {
    expect(Object.values(permissions).filter((level) => level !== "read")).toEqual([]);
    expect(Object.keys(on)).not.toContain("pull_request_target");
    const writing = Object.entries(jobs).filter(([, job]) =>
      Object.values(job.permissions ?? {}).includes("write"),
    );
    if (writing.length > 0) expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
  });

  test("puts nothing that somebody typed into a script", () => {
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });

  test("leaves the token in no checkout but that which pushes", () => {
    const keeping = Object.entries(jobs).filter(([, job]) =>
      job.steps.some(
        (step) => step.uses?.startsWith("actions/checkout@") && step.with?.["persist-credentials"] !== false,
      ),
    );
    expect(keeping.map(([name]) => name)).toEqual(path.endsWith("release.yml") ? ["tag"] : []);
  });
});

describe("a release", () => {
  const { on, jobs } = WORKFLOW.parse(parse(read(".github/workflows/release.yml")));
  const scripts = (name: string) => jobs[name]?.steps.map(({ run = "" }) => run).join("\n") ?? "";

  test("is begun by hand, and each of its jobs may do one thing", () => {
    expect(Object.keys(on)).toEqual(["workflow_dispatch"]);
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      test: { contents: "read" },
      build: { contents: "read" },
      tag: { contents: "write" },
      npm: { contents: "read", "id-token": "write" },
      container: { contents: "read", packages: "write" },
    });
  });

  test("goes on only after what comes before it, from main", () => {
    expect(jobs.test?.if).toBe("github.ref == 'refs/heads/main'");
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.needs]))).toEqual({
      test: undefined,
      build: "test",
      tag: "build",
      npm: "tag",
      container: "tag",
    });
  });

  test("runs no code of ours or of dependencies where it may write to the repository", () => {
    expect(scripts("tag")).not.toMatch(/npm|node|nix|\.ci/);
    const used = jobs.tag?.steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses.split("@")[0]]));
    expect(used).toEqual(["actions/checkout", "actions/download-artifact"]);
  });

  test("runs no install script of a dependency in a job that makes or publishes something", () => {
    for (const name of ["build", "npm"]) {
      expect(scripts(name).match(/npm ci.*/g)).toEqual(["npm ci --ignore-scripts"]);
    }
  });

  test("publishes to npm with provenance, in an environment of its own", () => {
    expect(jobs.npm?.environment).toBe("npm");
    expect(scripts("npm")).toContain("npm publish --provenance --access public");
  });

  test("hands on what main does not have, and main does not have it", () => {
    const [upload] = jobs.build?.steps.filter(({ uses }) => uses?.includes("/upload-artifact@")) ?? [];
    const handed = String(upload?.with?.path).trim().split("\n");
    const { runs } = z.looseObject({ runs: z.object({ main: z.string() }) }).parse(parse(read("action.yml")));
    expect(handed).toEqual([runs.main, "flake.lock"]);
    expect(upload?.with?.["if-no-files-found"]).toBe("error");
    expect(scripts("tag")).toContain(`git add --force ${handed.join(" ")}\n`);
    expect(read(".gitignore")).toContain(`${runs.main.split("/")[0]}/\n`);
  });

  test("is a tag off main, to which v0 moves; no version is released twice", () => {
    const origin = temporaryRepository();
    const main = origin.commit({ ".gitignore": "dist-action/\n" });
    const script = jobs.tag?.steps.find(({ run }) => run !== undefined)?.run ?? "";
    const release = (version: string, built: string) => {
      const directory = temporaryDirectory();
      git(directory, ["clone", "--quiet", origin.directory, "."]);
      writeFiles(directory, { "dist-action/main.mjs": built, "flake.lock": "{ }\n" });
      const env = { ...process.env, VERSION: version };
      return spawnSync("sh", ["-e", "-c", script], { cwd: directory, env, encoding: "utf8" }).status;
    };
    const builtAt = (revision: string) => origin.git("show", `${revision}:dist-action/main.mjs`);
    expect(release("0.1.0", "one")).toBe(0);
    expect([builtAt("v0.1.0"), builtAt("v0"), origin.git("rev-parse", "main", "v0.1.0^")]).toEqual([
      "one",
      "one",
      `${main}\n${main}`,
    ]);
    expect(release("0.2.0-rc.1", "two")).toBe(0);
    expect([builtAt("v0.2.0-rc.1"), builtAt("v0")]).toEqual(["two", "one"]);
    expect(release("0.2.0", "three")).toBe(0);
    expect([builtAt("v0.1.0"), builtAt("v0")]).toEqual(["one", "three"]);
    expect(release("0.1.0", "four")).not.toBe(0);
    expect([builtAt("v0.1.0"), builtAt("v0")]).toEqual(["one", "three"]);
  });
});

describe("issue forms", () => {
  const forms = namesIn(".github/ISSUE_TEMPLATE").filter((path) => !path.endsWith("/config.yml"));
  const FORM = z.strictObject({
    name: z.string(),
    description: z.string(),
    labels: z.array(z.string()),
    body: z.array(
      z.strictObject({
        type: z.enum(["markdown", "input", "textarea", "dropdown", "checkboxes"]),
        id: z.string().optional(),
        attributes: z.looseObject({ label: z.string().optional(), value: z.string().optional() }),
        validations: z.strictObject({ required: z.boolean() }).optional(),
      }),
    ),
  });

  test.each(forms)("%s is one that GitHub takes", (path) => {
    const { body } = FORM.parse(parse(read(path)));
    const fields = body.filter(({ type }) => type !== "markdown");
    expect(fields.every(({ id, attributes }) => id !== undefined && attributes.label !== undefined)).toBe(
      true,
    );
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
  });

  test("lead vulnerabilities elsewhere", () => {
    expect(read(".github/ISSUE_TEMPLATE/config.yml")).toContain("/security/advisories/new");
    expect(read("SECURITY.md")).toContain("/security/advisories/new");
  });
});

describe("the package", () => {
  const manifest = z
    .looseObject({ version: z.string(), files: z.array(z.string()) })
    .parse(JSON.parse(read("package.json")));

  test("ships what it lists, with the notice of what is not ours", () => {
    const missing = manifest.files.filter((path) => path !== "dist" && !existsSync(join(ROOT, path)));
    expect(missing).toEqual([]);
    expect(manifest.files).toEqual(expect.arrayContaining(["LICENSE", "NOTICE.md"]));
    expect(read("NOTICE.md")).toContain(`dist/grammar/${grammarUrl().pathname.split("/").at(-1)}`);
    expect(read("NOTICE.md")).toContain("Copyright (c) 2019 Charles Strahan");
  });

  test("needs to be installed in a checkout the Node.js that the README says, and may be started on less than it runs on", () => {
    const { devEngines, engines } = z
      .looseObject({
        engines: z.object({ node: z.string() }),
        devEngines: z.object({ runtime: z.object({ version: z.string(), onFail: z.literal("error") }) }),
      })
      .parse(manifest);
    const number = devEngines.runtime.version.replace(">=", "");
    for (const version of [number, engines.node.replace(">=", "")]) {
      expect(read("README.md")).toContain(`Node.js ${version} or newer`);
    }
    // Of the engines that the other does not meet npm would warn, though nothing runs on it.
    expect(read(".npmrc")).toMatch(/^loglevel=error$/m);
  });

  test("has decided of every install script whether it runs", () => {
    const { allowScripts } = z
      .looseObject({ allowScripts: z.record(z.string(), z.boolean()) })
      .parse(manifest);
    const { packages } = z
      .object({ packages: z.record(z.string(), z.looseObject({ hasInstallScript: z.boolean().optional() })) })
      .parse(JSON.parse(read("package-lock.json")));
    const scripted = Object.entries(packages)
      .filter(([path, { hasInstallScript }]) => path !== "" && hasInstallScript === true)
      .map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
    expect(scripted.filter((name) => !(name in allowScripts))).toEqual([]);
  });

  test("has its version in the changelog", () => {
    expect(read("CHANGELOG.md")).toContain(`\n## ${manifest.version} (`);
  });
});

test.each(["by-name", "report"])("the schema %s has a name that editors find it by", (name) => {
  const { $id } = JSON.parse(read(`docs/${name}.schema.json`));
  expect($id).toBe(`https://raw.githubusercontent.com/by-name-bot/by-name-bot/main/docs/${name}.schema.json`);
});

test("the hooks for pre-commit are commands that there are", async () => {
  const HOOKS = z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      entry: z.string(),
      language: z.literal("node"),
      pass_filenames: z.literal(false),
      always_run: z.literal(true),
    }),
  );
  const hooks = HOOKS.parse(parse(read(".pre-commit-hooks.yaml")));
  expect(hooks.map(({ id }) => id)).toEqual(["by-name-bot", "by-name-bot-all"]);
  for (const { entry } of hooks) {
    const [program, ...args] = entry.split(" ");
    expect(program).toBe("by-name-bot");
    expect(await runCli([...args, "--help"])).toMatchObject({ status: 0, err: "" });
  }
});

test("the owners of code own folders that there are", () => {
  const owned = read(".github/CODEOWNERS")
    .split("\n")
    .flatMap((line) => /^(?:# )?(\/\S+) @/.exec(line)?.[1] ?? []);
  expect(owned.length).toBeGreaterThan(0);
  expect(owned.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test("npm's registry is named in one place", () => {
  const host = ["registry", "npmjs", "org"].join(".");
  const files = [
    ...readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name),
    ...["nix", "scripts", "docs", ".ci", ".github", "simulated-github"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
        .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length + 1)),
    ),
  ];
  expect(files.filter((path) => read(path).includes(host))).toEqual(["nix/package.nix"]);
});
