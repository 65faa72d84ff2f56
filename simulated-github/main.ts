import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { type AppSettings, type GitHub, startGitHub } from "./server.ts";
import type { Files } from "./world/inputs.ts";
import type { World } from "./world/interface.ts";
import { createWorld } from "./world/world.ts";

/** What the file that `--setup` names holds, as JSON. */
export type Setup = {
  /** By default a new one. */
  readonly directory?: string;
  readonly app: AppSettings;
  readonly webhookUrl?: string;
  readonly webhookConcurrency?: number;
  readonly latencyMs?: number;
  readonly mergeabilityDelay?: number;
  readonly repositories: readonly {
    readonly name: string;
    /** A git repository whose objects are used. */
    readonly from?: string;
    readonly defaultBranch?: string;
    readonly files?: Files;
    readonly private?: boolean;
  }[];
  /** Logins of the accounts on which the App is installed; by default the owners of the repositories. */
  readonly installations?: readonly string[];
};

/** One line of JSON on standard input; the answer is one on standard output, with the same `id`. */
type Command = { readonly id: number } & (
  | {
      readonly do: "open";
      readonly repository: string;
      readonly as: string;
      readonly title: string;
      readonly files: Files;
      readonly base?: string;
      readonly fork?: boolean;
    }
  | {
      readonly do: "push";
      readonly repository: string;
      readonly as: string;
      readonly number: number;
      readonly files: Files;
    }
  | {
      readonly do: "comment";
      readonly repository: string;
      readonly as: string;
      readonly number: number;
      readonly body: string;
    }
  | { readonly do: "view"; readonly repository: string; readonly number: number }
  | { readonly do: "webhook"; readonly url: string | null }
  | { readonly do: "requests" }
  | { readonly do: "settled" }
);

/** Does what a command says; what it answers. */
async function obey(world: World, github: GitHub, command: Command): Promise<unknown> {
  switch (command.do) {
    case "open": {
      const { title, files, base, fork } = command;
      const repository = await world.repository(command.repository);
      const opened = await world.as(command.as).opensPullRequest(repository, {
        title,
        files,
        ...(base === undefined ? {} : { base }),
        ...(fork === undefined ? {} : { fork }),
      });
      return { number: opened.number };
    }
    case "push": {
      const repository = await world.repository(command.repository);
      return { head: await world.as(command.as).visits(repository, command.number).push(command.files) };
    }
    case "comment": {
      const repository = await world.repository(command.repository);
      return world.as(command.as).visits(repository, command.number).comment(command.body);
    }
    case "view": {
      const repository = await world.repository(command.repository);
      return world.as("ghost").visits(repository, command.number).view();
    }
    case "webhook":
      github.deliveries.setUrl(command.url);
      return null;
    case "requests":
      return github.requests.counts();
    case "settled":
      await github.deliveries.settled();
      return null;
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { setup: { type: "string" }, port: { type: "string" } } });
  if (values.setup === undefined) throw new Error("--setup <file.json> is missing");
  const setup: Setup = JSON.parse(await readFile(values.setup, "utf8"));
  const directory = setup.directory ?? (await mkdtemp(join(tmpdir(), "github-")));
  const world = createWorld({
    directory,
    ...(setup.mergeabilityDelay === undefined ? {} : { mergeabilityDelay: setup.mergeabilityDelay }),
  });
  const { app, webhookUrl, webhookConcurrency, latencyMs } = setup;
  const github = await startGitHub({
    world,
    app,
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
    ...(webhookConcurrency === undefined ? {} : { webhookConcurrency }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
  });
  for (const { name, ...options } of setup.repositories) await world.repository(name, options);
  const owners = setup.installations ?? setup.repositories.map(({ name }) => name.split("/")[0] ?? "");
  const installations = [...new Set(owners)].map((login) => world.install(github.app.id, login).id);
  say({ url: github.url, appId: github.app.id, installations, directory });

  const end = async () => {
    await github.close();
    await world.close();
    process.exit(0);
  };
  process.once("SIGINT", end);
  process.once("SIGTERM", end);
  for await (const line of createInterface({ input: process.stdin })) {
    const command: Command = JSON.parse(line);
    obey(world, github, command).then(
      (answer) => say({ id: command.id, answer }),
      (error: unknown) => say({ id: command.id, error: String(error) }),
    );
  }
  // Whoever started it is gone, or wants no more.
  await end();
}

function say(line: unknown): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

await main();
