import { type Context, pullRequestOf, putPullRequest, repositoryOf, updatePullRequest } from "./context.ts";
import { invalid, notFound, Refusal } from "./errors.ts";
import { emit, emitPullRequest, shown } from "./events.ts";
import { labelsOf } from "./json/pull-request.ts";
import { labelJson } from "./json/repository.ts";
import type { Label, PullRequest, Repository, TimelineEvent } from "./model.ts";
import { createEvent } from "./timeline.ts";

/** GitHub's limits, in characters and labels. */
const maxName = 50;
const maxDescription = 100;
const maxLabels = 100;

/** The colour of labels that are made by being given to an issue. */
const defaultColor = "ededed";

type LabelInput = {
  readonly name?: string;
  readonly color?: string;
  readonly description?: string | null;
};

export function createLabel(
  context: Context,
  repositoryId: number,
  by: number,
  input: LabelInput & { readonly name: string },
): Label {
  const repository = repositoryOf(context, repositoryId);
  checkLabel(repository, input, null);
  const label: Label = {
    ...newLabel(context, repositoryId, input.name),
    color: (input.color ?? randomColor(input.name)).toLowerCase(),
    description: input.description ?? null,
  };
  putLabels(context, repository, [...repository.labels, label]);
  emitLabel(context, "created", label, by);
  return label;
}

export function updateLabel(
  context: Context,
  repositoryId: number,
  by: number,
  name: string,
  change: LabelInput,
): Label {
  const repository = repositoryOf(context, repositoryId);
  const label = labelOf(repository, name);
  checkLabel(repository, change, label);
  const changed: Label = {
    ...label,
    name: change.name ?? label.name,
    color: (change.color ?? label.color).toLowerCase(),
    description: change.description === undefined ? label.description : change.description,
  };
  putLabels(
    context,
    repository,
    repository.labels.map((other) => (other.id === label.id ? changed : other)),
  );
  emitLabel(context, "edited", changed, by, {
    changes: {
      ...(changed.name === label.name ? {} : { name: { from: label.name } }),
      ...(changed.color === label.color ? {} : { color: { from: label.color } }),
      ...(changed.description === label.description ? {} : { description: { from: label.description } }),
    },
  });
  return changed;
}

export function deleteLabel(context: Context, repositoryId: number, by: number, name: string): void {
  const repository = repositoryOf(context, repositoryId);
  const label = labelOf(repository, name);
  for (const pullRequest of context.reader.pullRequests(repositoryId)) {
    if (!pullRequest.labelIds.includes(label.id)) continue;
    const labelIds = pullRequest.labelIds.filter((id) => id !== label.id);
    putPullRequest(context, { ...pullRequest, labelIds });
  }
  putLabels(
    context,
    repository,
    repository.labels.filter((other) => other.id !== label.id),
  );
  emitLabel(context, "deleted", label, by);
}

export function addLabels(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  names: readonly string[],
): readonly Label[] {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const labels = ensureLabels(context, repositoryId, by, names);
  const added = labels.filter((label) => !pullRequest.labelIds.includes(label.id));
  return changeLabels(context, pullRequest, by, added, []);
}

export function setLabels(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  names: readonly string[],
): readonly Label[] {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const labels = ensureLabels(context, repositoryId, by, names);
  const added = labels.filter((label) => !pullRequest.labelIds.includes(label.id));
  const removed = labelsOf(shown(context), pullRequest).filter(
    (label) => !labels.some((kept) => kept.id === label.id),
  );
  return changeLabels(context, pullRequest, by, added, removed);
}

export function removeLabel(
  context: Context,
  repositoryId: number,
  number: number,
  by: number,
  name: string,
): readonly Label[] {
  const pullRequest = pullRequestOf(context, repositoryId, number);
  const label = labelsOf(shown(context), pullRequest).find((known) => sameName(known.name, name));
  if (label === undefined) throw new Refusal(404, "Label does not exist");
  return changeLabels(context, pullRequest, by, [], [label]);
}

function changeLabels(
  context: Context,
  pullRequest: PullRequest,
  by: number,
  added: readonly Label[],
  removed: readonly Label[],
): readonly Label[] {
  if (added.length + removed.length === 0) return labelsOf(shown(context), pullRequest);
  const removedIds = removed.map((label) => label.id);
  const kept = pullRequest.labelIds.filter((id) => !removedIds.includes(id));
  const labelIds = [...kept, ...added.map((label) => label.id)];
  if (labelIds.length > maxLabels) {
    throw invalid("Issue", "labels", "custom", `an issue has at most ${maxLabels} labels`);
  }
  const events: TimelineEvent[] = [
    ...removed.map((label) => ({
      ...createEvent(context, pullRequest, by),
      kind: "UnlabeledEvent" as const,
      label,
    })),
    ...added.map((label) => ({
      ...createEvent(context, pullRequest, by),
      kind: "LabeledEvent" as const,
      label,
    })),
  ];
  const changed = updatePullRequest(context, pullRequest, {
    labelIds,
    timeline: [...pullRequest.timeline, ...events],
  });
  for (const label of removed) {
    emitPullRequest(context, "unlabeled", changed, by, { label: labelJson(shown(context), label) });
  }
  for (const label of added) {
    emitPullRequest(context, "labeled", changed, by, { label: labelJson(shown(context), label) });
  }
  return labelsOf(shown(context), changed);
}

/** The labels of these names, made where they are not there. Checked before any is made. */
function ensureLabels(
  context: Context,
  repositoryId: number,
  by: number,
  names: readonly string[],
): readonly Label[] {
  const find = (name: string) =>
    repositoryOf(context, repositoryId).labels.find((label) => sameName(label.name, name));
  for (const name of names) {
    if (find(name) === undefined) checkLabel(repositoryOf(context, repositoryId), { name }, null);
  }
  const labels = names.map(
    (name) => find(name) ?? createLabel(context, repositoryId, by, { name, color: defaultColor }),
  );
  return labels.filter((label, i) => labels.findIndex((other) => other.id === label.id) === i);
}

function checkLabel(
  repository: Repository,
  { name, color, description }: LabelInput,
  self: Label | null,
): void {
  if (name !== undefined) {
    if (name.trim() === "") throw invalid("Label", "name", "missing_field");
    if ([...name].length > maxName) {
      throw invalid("Label", "name", "custom", `name is too long (maximum is ${maxName} characters)`);
    }
    const taken = repository.labels.find((label) => sameName(label.name, name));
    if (taken !== undefined && taken.id !== self?.id) throw invalid("Label", "name", "already_exists");
  }
  if (color !== undefined && !/^[0-9a-fA-F]{6}$/.test(color)) throw invalid("Label", "color");
  if (description !== undefined && description !== null && [...description].length > maxDescription) {
    throw invalid(
      "Label",
      "description",
      "custom",
      `description is too long (maximum is ${maxDescription} characters)`,
    );
  }
}

function newLabel(context: Context, repositoryId: number, name: string): Label {
  const id = context.nextId();
  return {
    id,
    nodeId: context.state.nodeIds.create("Label", id, { kind: "Label", repositoryId, id }),
    repositoryId,
    name,
    color: defaultColor,
    description: null,
    isDefault: false,
    createdAt: context.timestamp(),
  };
}

/** GitHub picks a colour where none is given. */
function randomColor(name: string): string {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 0xffffff;
  return hash.toString(16).padStart(6, "0");
}

function labelOf(repository: Repository, name: string): Label {
  const label = repository.labels.find((known) => sameName(known.name, name));
  if (label === undefined) throw notFound();
  return label;
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function putLabels(context: Context, repository: Repository, labels: readonly Label[]): void {
  context.state.repositories.set(repository.id, { ...repository, labels });
}

function emitLabel(
  context: Context,
  action: string,
  label: Label,
  by: number,
  more: Readonly<Record<string, unknown>> = {},
): void {
  emit(context, "label", action, label.repositoryId, by, () => ({
    label: labelJson(shown(context), label),
    ...more,
  }));
}
