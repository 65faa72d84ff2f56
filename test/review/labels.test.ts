import { expect, test } from "vitest";
import type { LabelNames } from "../../src/config/configuration.ts";
import { desiredLabels } from "../../src/review/conversation/labels.ts";

const none: LabelNames = { clean: null, blocked: null, mergeable: null, new: null, update: null };
const all: LabelNames = {
  clean: "ok",
  blocked: "changes needed",
  mergeable: "eligible",
  new: "new",
  update: "update",
};
const facts = { blocked: false, mergeable: false, adds: false, updates: false };
const names = (labels: LabelNames, of: Parameters<typeof desiredLabels>[1]) => {
  const { wanted, managed } = desiredLabels(labels, of);
  return { wanted: wanted.map(({ name }) => name), managed };
};

test("labels that the configuration does not name are nobody's", () => {
  expect(desiredLabels(none, { ...facts, blocked: true })).toEqual({ wanted: [], managed: [] });
});

test("a change has the labels of what it is", () => {
  const managed = ["ok", "changes needed", "eligible", "new", "update"];
  expect(names(all, { ...facts, adds: true })).toEqual({ wanted: ["ok", "new"], managed });
  expect(names(all, { ...facts, blocked: true, updates: true })).toEqual({
    wanted: ["changes needed", "update"],
    managed,
  });
  expect(names(all, { ...facts, blocked: null })).toEqual({ wanted: [], managed });
});

test("one label may stand for several things, in whatever case", () => {
  const labels = { ...none, new: "package", update: "Package" };
  expect(names(labels, { ...facts, updates: true })).toEqual({ wanted: ["Package"], managed: ["package"] });
});

test("labels are within GitHub's limits", () => {
  const { wanted } = desiredLabels(all, { blocked: false, mergeable: true, adds: true, updates: true });
  for (const { color, description } of wanted) {
    expect(color).toMatch(/^[0-9a-f]{6}$/);
    expect(description.length).toBeLessThanOrEqual(100);
  }
});
