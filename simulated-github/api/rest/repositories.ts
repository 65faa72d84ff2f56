import { userJson } from "../../world/json/account.ts";
import { repositoryJson, rolePermissions } from "../../world/json/repository.ts";
import { found, type Handlers, repositoryOf } from "./call.ts";

export const repositoryHandlers: Handlers<
  | "repos/get"
  | "repos/get-collaborator-permission-level"
  | "users/get-by-username"
  | "meta/get"
  | "rate-limit/get"
> = {
  "repos/get": (call) => {
    const repository = repositoryOf(call);
    const body = {
      ...repositoryJson(call.shown, repository),
      allow_auto_merge: repository.allowAutoMerge,
      allow_merge_commit: repository.allowMergeCommit,
      allow_squash_merge: repository.allowSquashMerge,
      allow_rebase_merge: repository.allowRebaseMerge,
    };
    return { status: 200, body };
  },
  "repos/get-collaborator-permission-level": (call) => {
    const repository = repositoryOf(call);
    const account = found(call.reader.accountByLogin(call.path.username));
    const role = call.reader.role(repository.id, account.id);
    const permission =
      role === null
        ? repository.isPrivate
          ? "none"
          : "read"
        : role === "triage"
          ? "read"
          : role === "maintain"
            ? "write"
            : role;
    const user = { ...userJson(call.shown, account), permissions: rolePermissions(role) };
    return { status: 200, body: { permission, role_name: role ?? permission, user } };
  },
  "users/get-by-username": (call) => ({
    status: 200,
    body: userJson(call.shown, found(call.reader.accountByLogin(call.path.username))),
  }),
  "meta/get": () => ({ status: 200, body: { verifiable_password_authentication: false } }),
  "rate-limit/get": (call) => {
    const who = call.caller.kind === "app" ? `app ${call.caller.app.id}` : `${call.caller.installation.id}`;
    const shown = (resource: "core" | "graphql") => {
      const { limit, remaining, reset, used } = call.limits.state(who, resource);
      return { limit, remaining, reset, used };
    };
    const body = { resources: { core: shown("core"), graphql: shown("graphql") }, rate: shown("core") };
    return { status: 200, body };
  },
};
