import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { EVENTS } from "../../src/app/server/deliveries.ts";
import { at, listAt } from "../../src/github/payload.ts";

const text = readFileSync(new URL("../../app.yml", import.meta.url), "utf8");
const manifest: unknown = parse(text);

/** GitHub sends them to every App, and refuses a manifest that names them. */
const AUTOMATIC = ["installation", "installation_repositories"];

/** The permission without which GitHub refuses a manifest that names the event. */
const NEEDED: Readonly<Record<string, string>> = {
  check_run: "checks",
  check_suite: "checks",
  issue_comment: "issues",
  merge_group: "merge_queues",
  pull_request: "pull_requests",
  pull_request_review: "pull_requests",
  pull_request_review_comment: "pull_requests",
  push: "contents",
  status: "statuses",
};

it("subscribes to exactly the events that lead to jobs", () => {
  const listened = EVENTS.filter((event) => !AUTOMATIC.includes(event));
  expect([...listAt(manifest, "default_events")].sort()).toEqual(listened.sort());
});

it("asks for the permission that each event needs", () => {
  for (const event of listAt(manifest, "default_events")) {
    const permission = NEEDED[String(event)] ?? "";
    expect([event, at(manifest, "default_permissions", permission)]).not.toContain(undefined);
  }
});

it("can stand in the attribute that Probot's set-up page puts it into", () => {
  expect(JSON.stringify(manifest)).not.toContain("'");
});

it("gives a reason for each permission and event", () => {
  const lines = text.split("\n");
  const bare = lines.filter(
    (line, index) => /^ {2}\S/.test(line) && !/^ *#/.test(`${lines[index - 1]}`) && !/^ *#/.test(line),
  );
  expect(bare).toEqual([]);
});
