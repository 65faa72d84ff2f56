import { expect, test } from "vitest";
import { parse } from "yaml";
import { MODES } from "../../src/action/environment.ts";
import { readText } from "../docs/pages.ts";
import { JOB_PERMISSIONS } from "./stage.ts";

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
