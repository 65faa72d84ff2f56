import type { Shown } from "../../world/json/account.ts";
import { labelJson } from "../../world/json/repository.ts";
import type { Label } from "../../world/model.ts";
import { isRecord } from "../json.ts";
import { malformed } from "../problem.ts";
import type { Body } from "./body.ts";
import { actorOf, found, type Handlers, pullRequestOf, repositoryOf } from "./call.ts";
import { page } from "./page.ts";

const json = (shown: Shown, labels: readonly Label[]) => labels.map((label) => labelJson(shown, label));

export const labelHandlers: Handlers<
  | "issues/list-labels-for-repo"
  | "issues/get-label"
  | "issues/create-label"
  | "issues/update-label"
  | "issues/delete-label"
  | "issues/list-labels-on-issue"
  | "issues/add-labels"
  | "issues/set-labels"
  | "issues/remove-label"
  | "issues/remove-all-labels"
> = {
  "issues/list-labels-for-repo": (call) => {
    const { items, headers } = page(call, repositoryOf(call).labels);
    return { status: 200, body: json(call.shown, items), headers };
  },
  "issues/get-label": (call) => {
    const wanted = call.path.name.toLowerCase();
    const label = found(repositoryOf(call).labels.find(({ name }) => name.toLowerCase() === wanted));
    return { status: 200, body: labelJson(call.shown, label) };
  },
  "issues/create-label": (call) => {
    const { body, world } = call;
    const color = body.optionalText("color");
    const description = body.optionalText("description");
    const label = world.createLabel(repositoryOf(call).id, actorOf(call), {
      name: body.text("name"),
      ...(color === undefined ? {} : { color }),
      ...(description === undefined ? {} : { description }),
    });
    return { status: 201, body: labelJson(call.shown, label) };
  },
  "issues/update-label": (call) => {
    const { body, world, path } = call;
    const name = body.optionalText("new_name");
    const color = body.optionalText("color");
    const description = body.optionalText("description");
    const label = world.updateLabel(repositoryOf(call).id, actorOf(call), path.name, {
      ...(name === undefined ? {} : { name }),
      ...(color === undefined ? {} : { color }),
      ...(description === undefined ? {} : { description }),
    });
    return { status: 200, body: labelJson(call.shown, label) };
  },
  "issues/delete-label": (call) => {
    call.world.deleteLabel(repositoryOf(call).id, actorOf(call), call.path.name);
    return { status: 204 };
  },
  "issues/list-labels-on-issue": (call) => {
    const of = pullRequestOf(call, call.path.issue_number);
    const { items, headers } = page(call, call.world.labelsOf(of, call.reader));
    return { status: 200, body: json(call.shown, items), headers };
  },
  "issues/add-labels": (call) => {
    const of = pullRequestOf(call, call.path.issue_number);
    const names = labelNames(call.body);
    return {
      status: 200,
      body: json(call.shown, call.world.addLabels(of.repositoryId, of.number, actorOf(call), names)),
    };
  },
  "issues/set-labels": (call) => {
    const of = pullRequestOf(call, call.path.issue_number);
    const names = labelNames(call.body);
    return {
      status: 200,
      body: json(call.shown, call.world.setLabels(of.repositoryId, of.number, actorOf(call), names)),
    };
  },
  "issues/remove-label": (call) => {
    const of = pullRequestOf(call, call.path.issue_number);
    const left = call.world.removeLabel(of.repositoryId, of.number, actorOf(call), call.path.name);
    return { status: 200, body: json(call.shown, left) };
  },
  "issues/remove-all-labels": (call) => {
    const of = pullRequestOf(call, call.path.issue_number);
    call.world.setLabels(of.repositoryId, of.number, actorOf(call), []);
    return { status: 204 };
  },
};

/** Names, or objects with a name. */
function labelNames(body: Body<"labels">): string[] {
  const labels = body.raw("labels");
  if (!Array.isArray(labels)) throw malformed('"labels" wasn\'t supplied.');
  return labels.map((label: unknown) => {
    if (typeof label === "string") return label;
    if (isRecord(label) && typeof label.name === "string") return label.name;
    throw malformed(`For 'properties/labels', ${JSON.stringify(label)} is not a string.`);
  });
}
