import { expect, test } from "vitest";
import { parse } from "yaml";
import { MODES } from "../../src/action/environment.ts";
import { readText } from "../docs/pages.ts";
import { JOB_PERMISSIONS } from "./stage.ts";
import { tasks } from "./tasks-of.ts";

const page = readText("docs/action.md");
const [workflow, reviews] = [...page.matchAll(/```yaml\n(name: [\s\S]*?)```/g)].map(([, text = ""]) =>
  parse(text),
);

test("the tests' token has the permissions of the workflow, and no more", () => {
  const asked = Object.entries(workflow.permissions).map(([name, access]) => [
    name.replace("-", "_"),
    access,
  ]);
  expect(Object.fromEntries(asked)).toEqual(JOB_PERMISSIONS);
});

test("each event is told of, and its types are listed where a type is meant", () => {
  const events = Object.keys(workflow.on);
  for (const event of events) expect(page).toMatch(new RegExp(`\\n\\| \`${event}\` +\\|`));
  expect(Object.keys(workflow.on.pull_request_target)).toEqual(["types"]);
  expect(events).not.toEqual(expect.arrayContaining(["check_run"]));
  expect(events).not.toEqual(expect.arrayContaining(["check_suite"]));
  expect(events).not.toEqual(expect.arrayContaining(["pull_request_review"]));
});

/** The types that GitHub sends, as its page of events that start workflows lists them. */
const TYPES: Readonly<Record<string, readonly string[]>> = {
  pull_request_target: [
    ...[
      "assigned",
      "unassigned",
      "labeled",
      "unlabeled",
      "opened",
      "edited",
      "closed",
      "reopened",
      "synchronize",
    ],
    ...["converted_to_draft", "ready_for_review", "locked", "unlocked", "review_requested"],
    ...["review_request_removed", "auto_merge_enabled", "auto_merge_disabled"],
  ],
  issue_comment: ["created", "edited", "deleted"],
  workflow_run: ["completed", "requested", "in_progress"],
  merge_group: ["checks_requested", "destroyed"],
};

test.each(Object.keys(TYPES))("the types of %s are those on which something is done", (event) => {
  const oid = "a".repeat(40);
  const leads = (action: string) => {
    const payload = {
      action,
      pull_request: { number: 7, updated_at: "2026-01-01T00:00:00Z", head: { sha: oid } },
      changes: { title: { from: "before" } },
      issue: { number: 7, updated_at: "2026-01-01T00:00:00Z", pull_request: {} },
      comment: { body: "@github-actions help" },
      workflow_run: { head_sha: oid },
      merge_group: {
        head_sha: oid,
        base_sha: oid,
        base_ref: "refs/heads/main",
        head_ref: "refs/heads/queue",
      },
    };
    return tasks(event, payload).kind === "jobs";
  };
  expect((TYPES[event] ?? []).filter(leads).toSorted()).toEqual([...workflow.on[event].types].toSorted());
});

test("the workflow that a review starts has no permissions, and is heard of", () => {
  expect(reviews.permissions).toEqual({});
  expect(workflow.on.workflow_run.workflows).toContain(reviews.name);
});

test("its modes are told", () => {
  for (const mode of MODES) expect(page).toContain(`\`${mode}\``);
});

test("why pull_request_target is safe is told in five sentences", () => {
  const [, section = ""] = /## Why `pull_request_target` is safe here\n([\s\S]*?)\n## /.exec(page) ?? [];
  expect(
    section
      .trim()
      .split(/[.](?:\s|$)/)
      .filter((one) => one !== ""),
  ).toHaveLength(5);
});
