import { execFile, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, existsSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:http";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { BUILT_VARIABLE } from "../../scripts/test/reporter.ts";
import { readSettings } from "../../src/app/process/settings.ts";
import { temporaryDirectory } from "../snapshot/temporary-repository.ts";
import { copiesOf, lastOf, listOf, stagesOf } from "./dockerfile.ts";
import { isHere, ROOT } from "./nix.ts";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const [build = [], final = [], ...others] = stagesOf(read("Dockerfile"));
const health = listOf(lastOf(final, "HEALTHCHECK"));

describe("the Dockerfile", () => {
  test("builds in one stage and runs in another, both on the Node that is tested", () => {
    const { node } = JSON.parse(read("package.json")).devDependencies;
    expect(others).toEqual([]);
    expect(lastOf(build, "FROM")).toBe(`node:${node}-trixie-slim AS build`);
    expect(lastOf(final, "FROM")).toBe(`node:${node}-trixie-slim`);
  });

  test("copies what is there, and what is not left out of the context", () => {
    const [first, ...kept] = read(".dockerignore")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    expect(first).toBe("*");
    const copied = [build, final]
      .flatMap(copiesOf)
      .filter(({ from }) => from === null)
      .flatMap(({ sources }) => sources);
    expect([...new Set(copied)].sort()).toEqual(kept.map((line) => line.replace(/^!/, "")).sort());
    expect(copied.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("runs no script of a dependency", () => {
    const commands = build.filter(({ word }) => word === "RUN").flatMap(({ rest }) => rest.split(" && "));
    expect(commands).toEqual([
      "npm ci --ignore-scripts --workspaces=false",
      "npm run build",
      "npm prune --omit=dev --ignore-scripts --workspaces=false",
    ]);
  });

  test("does not run as root", () => {
    expect(lastOf(final, "USER")).toBe("node");
  });

  test("has what hadolint asks for, as far as it concerns this file", () => {
    const words = [...build, ...final].map(({ word }) => word);
    // DL3020, DL4000, DL3027: COPY in place of ADD, no MAINTAINER, no packages of the distribution.
    expect(new Set(words)).toEqual(
      new Set("FROM WORKDIR COPY RUN LABEL ENV USER VOLUME EXPOSE HEALTHCHECK ENTRYPOINT CMD".split(" ")),
    );
    for (const stage of [build, final]) {
      // DL3000, DL3045: an absolute WORKDIR, before anything is copied to a relative path.
      expect(stage.find(({ word }) => word === "WORKDIR" || word === "COPY")?.rest).toMatch(/^\//);
      // DL3059: no RUN right after another.
      const names = stage.map(({ word }) => word).join(" ");
      expect(names).not.toContain("RUN RUN");
    }
    // DL3022: what is copied from a stage names one that there is.
    expect(copiesOf(final).map(({ from }) => from)).toEqual(expect.arrayContaining(["build"]));
    // DL3025: the list form, so that signals reach the process.
    for (const word of ["ENTRYPOINT", "CMD"]) expect(lastOf(final, word)).toMatch(/^\[.*\]$/);
  });

  test("is fine by hadolint itself", ({ skip }) => {
    if (!isHere("hadolint")) return skip("hadolint is not on this machine");
    const { status, stdout } = spawnSync("hadolint", [join(ROOT, "Dockerfile")], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  });
});

describe("what the image holds, in a plain folder,", () => {
  /** The last stage, as it is put together from the first. */
  function image(): string {
    const folder = temporaryDirectory();
    for (const { from, sources, to } of copiesOf(final)) {
      for (const source of sources) {
        const name = basename(source);
        if (from !== null && name === "node_modules") symlinkSync(join(ROOT, name), join(folder, name));
        else cpSync(join(ROOT, name), join(folder, to, to === name ? "" : name), { recursive: true });
      }
    }
    return folder;
  }

  const main = listOf(lastOf(final, "ENTRYPOINT")).at(-1)?.replace("/app/", "") ?? "";
  const environment = Object.fromEntries(
    (lastOf(final, "ENV") ?? "").split(" ").map((each) => each.split("=")),
  );

  test("starts, and without credentials says what is missing", ({ skip }) => {
    if (!process.env[BUILT_VARIABLE]) return skip("dist/ was not built for these tests");
    const folder = image();
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(folder, main), ...args], {
        cwd: folder,
        env: { ...environment },
        encoding: "utf8",
      });
    const { version } = JSON.parse(read("package.json"));
    expect(run("--version").stdout).toBe(`${version}\n`);
    const { status, stderr } = run(...listOf(lastOf(final, "CMD")));
    expect(stderr).toContain(
      "APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are missing, and NODE_ENV=production requires them",
    );
    expect(status).toBe(2);
  });

  test("keeps its database in the volume", () => {
    expect(lastOf(final, "VOLUME")).toBe("/data");
    expect(environment).toMatchObject({ BY_NAME_DATA: "/data/database", HOST: "0.0.0.0" });
  });

  test.each([
    [200, 0],
    [503, 1],
  ])("is healthy by what /healthz answers: %i ends with %i", async (answer, status) => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.writeHead(answer).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const ended = await promisify(execFile)(process.execPath, health.slice(1), { env: { PORT: port } }).then(
      () => 0,
      ({ code }) => code,
    );
    server.close();
    expect({ ended, asked }).toEqual({ ended: status, asked: ["/healthz"] });
  });

  test("is not healthy where nothing answers", () => {
    expect(spawnSync(process.execPath, health.slice(1), { env: { PORT: "1" } }).status).toBe(1);
  });
});

describe("compose.yml", () => {
  const compose = z
    .object({
      services: z.record(
        z.string(),
        z.looseObject({
          image: z.string(),
          environment: z.record(z.string(), z.string()),
          volumes: z.array(z.string()).optional(),
          secrets: z.array(z.string()).optional(),
          ports: z.array(z.string()).optional(),
        }),
      ),
      secrets: z.record(z.string(), z.object({ file: z.string() })),
      volumes: z.record(z.string(), z.unknown()),
    })
    .parse(parse(read("compose.yml")));
  const { "by-name-bot": bot, postgres } = compose.services;

  test("gives the bot settings that it takes, and the database that is beside it", () => {
    const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
      type: "pkcs8",
      format: "pem",
    });
    const filled = Object.fromEntries(
      Object.entries(bot?.environment ?? {}).map(([name, value]) => [
        name,
        value.replaceAll(/\$\{(\w+):\?[^}]*\}/g, (_, variable) =>
          variable === "APP_ID" ? "7" : "secret-of-it",
        ),
      ]),
    );
    const { PRIVATE_KEY_PATH, ...given } = filled;
    expect(PRIVATE_KEY_PATH).toBe("/run/secrets/private-key");
    const { storage } = readSettings({ ...given, NODE_ENV: "production", PRIVATE_KEY: String(key) });
    expect(storage).toEqual({
      kind: "postgres",
      url: "postgres://by-name-bot:secret-of-it@postgres/by-name-bot",
    });
    expect(postgres?.environment.POSTGRES_USER).toBe("by-name-bot");
  });

  test("names secrets and volumes that it declares", () => {
    expect(bot?.secrets).toEqual(Object.keys(compose.secrets));
    expect(postgres?.volumes?.map((volume) => volume.split(":")[0])).toEqual(Object.keys(compose.volumes));
  });

  test("takes from the bot what it does not need", () => {
    expect(bot).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      mem_limit: "1g",
      ports: ["127.0.0.1:3000:3000"],
    });
  });
});
