import { ensureAccount, ensureOwner } from "./accounts.ts";
import type { Context } from "./context.ts";
import { notFound } from "./errors.ts";
import { emitInstallation, repositoryNames } from "./events.ts";
import type { AppOptions } from "./inputs.ts";
import type { Access, App, Installation, Permissions, Repository } from "./model.ts";

export function createApp(context: Context, options: AppOptions): App {
  const id = options.id ?? context.nextId();
  if (context.reader.app(id) !== null) throw new Error(`the App id ${id} is taken`);
  const owner = ensureOwner(context, options.owner ?? `${options.slug}-owner`);
  const bot = ensureAccount(context, "Bot", `${options.slug}[bot]`, { appId: id });
  const now = context.timestamp();
  const app: App = {
    id,
    nodeId: context.state.nodeIds.create("App", id, { kind: "App", id }),
    slug: options.slug,
    name: options.name ?? options.slug,
    clientId: options.clientId ?? `Iv23li${String(id).padStart(14, "0")}`,
    ownerId: owner.id,
    botId: bot.id,
    permissions: { metadata: "read", ...options.permissions },
    events: options.events,
    createdAt: now,
    updatedAt: now,
  };
  context.state.apps.set(id, app);
  return app;
}

export function install(
  context: Context,
  appId: number,
  account: string,
  options: { repositories?: readonly string[]; permissions?: Permissions; by?: string } = {},
): Installation {
  const app = appOf(context, appId);
  const owner = ensureOwner(context, account);
  const id = context.nextId();
  const now = context.timestamp();
  const installation: Installation = {
    id,
    appId,
    accountId: owner.id,
    permissions: options.permissions ?? app.permissions,
    events: app.events,
    repositorySelection: options.repositories === undefined ? "all" : "selected",
    repositoryIds: (options.repositories ?? []).map((name) => named(context, name).id),
    suspendedAt: null,
    suspendedById: null,
    createdAt: now,
    updatedAt: now,
  };
  context.state.installations.set(id, installation);
  const by = options.by === undefined ? owner.id : ensureOwner(context, options.by).id;
  emitWithRepositories(context, "created", installation, by);
  return installation;
}

export function uninstall(context: Context, installationId: number, by: number): void {
  const installation = installationOf(context, installationId);
  const repositories = repositoryNames(context.reader.installedOn(installation));
  context.state.installations.delete(installationId);
  emitInstallation(context, "installation", "deleted", installation, by, { repositories });
}

export function setSuspended(context: Context, installationId: number, by: number, suspended: boolean): void {
  const installation = installationOf(context, installationId);
  if ((installation.suspendedAt !== null) === suspended) return;
  const changed = put(context, installation, {
    suspendedAt: suspended ? context.timestamp() : null,
    suspendedById: suspended ? by : null,
  });
  emitWithRepositories(context, suspended ? "suspend" : "unsuspend", changed, by);
}

export function changeRepositories(
  context: Context,
  installationId: number,
  repositoryIds: readonly number[],
  by: number,
  action: "added" | "removed",
): void {
  const installation = installationOf(context, installationId);
  const covered = new Set(context.reader.installedOn(installation).map((repository) => repository.id));
  const moved = repositoryIds.filter((id) => covered.has(id) === (action === "removed"));
  for (const id of moved) {
    if (action === "added") covered.add(id);
    else covered.delete(id);
  }
  const changed = put(context, installation, {
    repositorySelection: "selected",
    repositoryIds: [...covered],
  });
  const names = repositoryNames(moved.map((id) => context.reader.repository(id)).filter((r) => r !== null));
  emitInstallation(context, "installation_repositories", action, changed, by, {
    repository_selection: "selected",
    repositories_added: action === "added" ? names : [],
    repositories_removed: action === "removed" ? names : [],
  });
}

/** A repository that is made is covered at once by installations on all of the owner's. */
export function announceRepository(context: Context, repository: Repository, by: number): void {
  for (const installation of context.reader.installations()) {
    if (installation.accountId !== repository.ownerId) continue;
    if (installation.repositorySelection !== "all") continue;
    emitInstallation(context, "installation_repositories", "added", installation, by, {
      repository_selection: "all",
      repositories_added: repositoryNames([repository]),
      repositories_removed: [],
    });
  }
}

export function askForPermissions(context: Context, appId: number, permissions: Permissions): void {
  const app = appOf(context, appId);
  context.state.apps.set(appId, {
    ...app,
    permissions: { metadata: "read", ...permissions },
    updatedAt: context.timestamp(),
  });
}

export function acceptPermissions(context: Context, installationId: number, by: number): void {
  const installation = installationOf(context, installationId);
  const app = appOf(context, installation.appId);
  const changed = put(context, installation, { permissions: app.permissions, events: app.events });
  emitWithRepositories(context, "new_permissions_accepted", changed, by);
}

export function setInstallationPermission(
  context: Context,
  installationId: number,
  permission: string,
  access: Access | null,
): void {
  const installation = installationOf(context, installationId);
  const { [permission]: _, ...others } = installation.permissions;
  put(context, installation, { permissions: access === null ? others : { ...others, [permission]: access } });
}

/** The App of this id. Refused with 404 if there is none. */
export function appOf(context: Context, id: number): App {
  const app = context.reader.app(id);
  if (app === null) throw notFound();
  return app;
}

function installationOf(context: Context, id: number): Installation {
  const installation = context.reader.installation(id);
  if (installation === null) throw notFound();
  return installation;
}

function put(context: Context, installation: Installation, change: Partial<Installation>): Installation {
  const changed = { ...installation, ...change, updatedAt: context.timestamp() };
  context.state.installations.set(installation.id, changed);
  return changed;
}

function emitWithRepositories(
  context: Context,
  action: string,
  installation: Installation,
  by: number,
): void {
  const repositories = repositoryNames(context.reader.installedOn(installation));
  emitInstallation(context, "installation", action, installation, by, { repositories });
}

function named(context: Context, name: string): Repository {
  const repository = context.reader.repositoryByName(name);
  if (repository === null) throw new Error(`there is no repository ${name}`);
  return repository;
}
