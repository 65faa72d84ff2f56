import { expect, it } from "vitest";
import { parse } from "yaml";
import { createMetrics } from "../../src/app/process/metrics.ts";
import { readSettings, SettingsError } from "../../src/app/process/settings.ts";
import { helpAnswer } from "../../src/app/run/commands/help.ts";
import { documentation, proseOf, readText } from "./pages.ts";

const operations = { path: "docs/operations.md", text: readText("docs/operations.md") };

/** The names of the variables that the App looks for, where all are empty and where all hold something. */
function variables(): string[] {
  const names = new Set<string>();
  for (const value of ["", "1"]) {
    const environment = new Proxy<Record<string, string>>(
      {},
      {
        get(_, name) {
          names.add(String(name));
          return value;
        },
      },
    );
    try {
      readSettings(environment);
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error;
    }
  }
  return [...names].sort();
}

it("explains every environment variable that the App reads", () => {
  const explained = new Set([...proseOf(operations).matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
  expect(variables().filter((name) => !explained.has(name))).toEqual([]);
  expect(variables()).toEqual(expect.arrayContaining(["APP_ID", "DATABASE_URL", "PRIVATE_KEY_PATH"]));
});

it.each(["docs/operations.md", "src/cli/program.ts"])(
  "names no variable of ours that the App does not read in %s",
  (path) => {
    const named = readText(path).match(/\bBY_NAME_[A-Z_]+\b/g) ?? [];
    expect(named.filter((name) => !variables().includes(name))).toEqual([]);
  },
);

it("explains every metric, and names none that there is not", async () => {
  const counts = { waiting: 0, running: 0, retrying: 0, later: 0, failed: 0 };
  const text = await createMetrics(async () => counts).text();
  const known = [...text.matchAll(/^# HELP (by_name_\w+)/gm)].map(([, name]) => name);
  const rows = [...proseOf(operations).matchAll(/^\| `(by_name_\w+)`/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual(known.sort());
  const named = operations.text.match(/\bby_name_\w+/g) ?? [];
  const schemas = ["by_name_jobs"];
  const unknown = named.filter(
    (name) => !known.includes(name.replace(/_(?:count|sum|bucket)$/, "")) && !schemas.includes(name),
  );
  expect(unknown).toEqual([]);
});

it("lists the permissions that the manifest asks for, with their access", () => {
  const { default_permissions } = parse(readText("app.yml"));
  const rows = readText("docs/install.md").matchAll(/^\| `(\w+)` +\| (read|write) /gm);
  expect(Object.fromEntries([...rows].map(([, name, access]) => [name, access]))).toEqual(
    default_permissions,
  );
});

it("lists the commands that the bot lists itself", () => {
  const of = (text: string) =>
    [...text.matchAll(/^\| `(?:@\S+ )?([a-z]+(?: <rule>)?)`/gm)].map(([, command]) => command);
  const page = of(readText("docs/commands.md"));
  expect(page).toEqual(of(helpAnswer("by-name-bot")));
});

it("is found from the README, page by page", () => {
  const pages = documentation().map(({ path }) => path);
  const readme = readText("README.md");
  const others = pages.filter((path) => /^docs\/[^/]+\.md$/.test(path));
  expect(others.filter((path) => !readme.includes(`(${path}`))).toEqual([]);
});
