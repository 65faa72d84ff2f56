import { latestStatuses } from "../../world/check-states.ts";
import { statusJson } from "../../world/json/check.ts";
import { repositoryJson } from "../../world/json/repository.ts";
import { actorOf, type Handlers, repositoryOf } from "./call.ts";
import { page } from "./page.ts";
import { commitOf } from "./revision.ts";

export const statusHandlers: Handlers<
  "repos/create-commit-status" | "repos/list-commit-statuses-for-ref" | "repos/get-combined-status-for-ref"
> = {
  "repos/create-commit-status": async (call) => {
    const { body, world } = call;
    const context = body.optionalText("context");
    const status = await world.createStatus(repositoryOf(call).id, actorOf(call), {
      oid: call.path.sha,
      state: body.oneOf("state", ["error", "failure", "pending", "success"]),
      ...(context === undefined ? {} : { context }),
      description: body.optionalText("description") ?? null,
      targetUrl: body.optionalText("target_url") ?? null,
    });
    return { status: 201, body: statusJson(call.shown, status) };
  },
  "repos/list-commit-statuses-for-ref": async (call) => {
    const { oid } = await commitOf(call, call.path.ref);
    const { items, headers } = page(call, call.reader.statuses(repositoryOf(call).id, oid).toReversed());
    return { status: 200, body: items.map((one) => statusJson(call.shown, one)), headers };
  },
  "repos/get-combined-status-for-ref": async (call) => {
    const repository = repositoryOf(call);
    const { oid } = await commitOf(call, call.path.ref);
    const statuses = latestStatuses(call.reader.statuses(repository.id, oid));
    const { items, headers } = page(call, statuses);
    const states = statuses.map(({ state }) => state);
    const failed = states.includes("failure") || states.includes("error");
    const body = {
      state: failed ? "failure" : states.length === 0 || states.includes("pending") ? "pending" : "success",
      statuses: items.map((one) => statusJson(call.shown, one)),
      sha: oid,
      total_count: statuses.length,
      repository: repositoryJson(call.shown, repository),
      commit_url: `${call.shown.urls.api}/repos/${repository.nameWithOwner}/commits/${oid}`,
      url: `${call.shown.urls.api}/repos/${repository.nameWithOwner}/commits/${oid}/status`,
    };
    return { status: 200, body, headers };
  },
};
