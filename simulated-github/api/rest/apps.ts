import { appJson, installationJson } from "../../world/json/app.ts";
import { repositoryJson } from "../../world/json/repository.ts";
import type { Access, Installation, Permissions, Repository } from "../../world/model.ts";
import { isRecord } from "../json.ts";
import { allows } from "../permissions.ts";
import { malformed, Problem } from "../problem.ts";
import { suspended } from "../tokens.ts";
import type { Body } from "./body.ts";
import { type Call, found, type Handlers, idOf, installationCaller, notFound } from "./call.ts";
import { page } from "./page.ts";

export const appHandlers: Handlers<
  | "apps/get-authenticated"
  | "apps/get-by-slug"
  | "apps/list-installations"
  | "apps/get-installation"
  | "apps/delete-installation"
  | "apps/create-installation-access-token"
  | "apps/get-repo-installation"
  | "apps/get-org-installation"
  | "apps/get-user-installation"
  | "apps/get-webhook-config-for-app"
  | "apps/list-repos-accessible-to-installation"
  | "apps/revoke-installation-access-token"
> = {
  "apps/get-authenticated": (call) => {
    const { app } = call.caller;
    const count = call.reader.installations().filter(({ appId }) => appId === app.id).length;
    return { status: 200, body: { ...appJson(call.shown, app), installations_count: count } };
  },
  "apps/get-by-slug": (call) => {
    const app = found(call.reader.apps().find(({ slug }) => slug === call.path.app_slug) ?? null);
    return { status: 200, body: appJson(call.shown, app) };
  },
  "apps/list-installations": (call) => {
    const mine = call.reader.installations().filter(({ appId }) => appId === call.caller.app.id);
    const { items, headers } = page(call, mine);
    return { status: 200, body: items.map((one) => installationJson(call.shown, one)), headers };
  },
  "apps/get-installation": (call) => ({
    status: 200,
    body: installationJson(call.shown, installationOf(call)),
  }),
  "apps/delete-installation": (call) => {
    call.world.uninstall(installationOf(call).id, call.caller.app.ownerId);
    return { status: 204 };
  },
  "apps/create-installation-access-token": (call) => {
    const installation = installationOf(call);
    if (installation.suspendedAt !== null) throw suspended();
    const repositories = limitedTo(call, installation);
    const permissions = permissionsOf(call.body, installation);
    const issued = call.tokens.issue(installation.id, {
      permissions,
      repositoryIds: repositories?.map(({ id }) => id) ?? null,
    });
    const body = {
      token: issued.token,
      expires_at: new Date(issued.expiresAt).toISOString().replace(".000", ""),
      permissions: permissions ?? installation.permissions,
      repository_selection: repositories === null ? installation.repositorySelection : ("selected" as const),
      ...(repositories === null
        ? {}
        : { repositories: repositories.map((one) => repositoryJson(call.shown, one)) }),
    };
    return { status: 201, body };
  },
  "apps/get-repo-installation": (call) => {
    const repository = found(call.reader.repositoryByName(`${call.path.owner}/${call.path.repo}`));
    const installation = found(call.reader.installationOn(call.caller.app.id, repository.id));
    return { status: 200, body: installationJson(call.shown, installation) };
  },
  "apps/get-org-installation": (call) => ({
    status: 200,
    body: installationJson(call.shown, installationFor(call, call.path.org)),
  }),
  "apps/get-user-installation": (call) => ({
    status: 200,
    body: installationJson(call.shown, installationFor(call, call.path.username)),
  }),
  "apps/get-webhook-config-for-app": () => ({
    status: 200,
    body: { content_type: "json", insecure_ssl: "0", secret: "********" },
  }),
  "apps/list-repos-accessible-to-installation": (call) => {
    const { installation, repositoryIds } = installationCaller(call);
    const mine = call.reader
      .installedOn(installation)
      .filter(({ id }) => repositoryIds === null || repositoryIds.includes(id));
    const { items, headers } = page(call, mine);
    const body = {
      total_count: mine.length,
      repository_selection: installation.repositorySelection,
      repositories: items.map((one) => repositoryJson(call.shown, one)),
    };
    return { status: 200, body, headers };
  },
  "apps/revoke-installation-access-token": (call) => {
    call.tokens.revoke(installationCaller(call).token);
    return { status: 204 };
  },
};

function installationOf(
  call: Pick<Call<"apps/get-installation">, "reader" | "caller"> & {
    path: { readonly installation_id: string };
  },
): Installation {
  const installation = found(call.reader.installation(idOf(call.path.installation_id)));
  if (installation.appId !== call.caller.app.id) throw notFound();
  return installation;
}

function installationFor(
  { reader, caller }: Pick<Call<"apps/get-installation">, "reader" | "caller">,
  login: string,
) {
  const account = found(reader.accountByLogin(login));
  return found(
    reader.installations().find((one) => one.appId === caller.app.id && one.accountId === account.id),
  );
}

/** The repositories that a token is to be limited to; null for all. */
function limitedTo(
  { body, reader }: Pick<Call<"apps/create-installation-access-token">, "body" | "reader">,
  installation: Installation,
): readonly Repository[] | null {
  const names = body.optionalTexts("repositories");
  const ids = body.optionalIntegers("repository_ids");
  if (names === undefined && ids === undefined) return null;
  const covered = reader.installedOn(installation);
  const chosen = [
    ...(names ?? []).map((name) => covered.find((one) => one.name.toLowerCase() === name.toLowerCase())),
    ...(ids ?? []).map((id) => covered.find((one) => one.id === id)),
  ];
  return chosen.map((one) => {
    if (one !== undefined) return one;
    throw new Problem(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  });
}

function permissionsOf(body: Body<"permissions">, installation: Installation): Permissions | null {
  const asked = body.raw("permissions");
  if (asked === undefined || asked === null) return null;
  if (!isRecord(asked)) throw malformed("For 'properties/permissions', it is not an object.");
  const permissions: Record<string, Access> = {};
  for (const [name, access] of Object.entries(asked)) {
    if (access !== "read" && access !== "write" && access !== "admin") {
      throw malformed(
        `For 'properties/permissions/properties/${name}', it is not a member of ["read", "write"].`,
      );
    }
    if (!allows(installation.permissions, [[`${name}:${access}`]])) {
      throw new Problem(422, "The permissions requested are not granted to this installation.");
    }
    permissions[name] = access;
  }
  return permissions;
}
