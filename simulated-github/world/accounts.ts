import { accountOf, type Context } from "./context.ts";
import type { Account, AccountType } from "./model.ts";

type NewAccount = {
  readonly name?: string | undefined;
  readonly id?: number | undefined;
  readonly appId?: number;
  readonly memberIds?: readonly number[];
};

/** The account of this login, made as `type` if it is not there. */
export function ensureAccount(
  context: Context,
  type: AccountType,
  login: string,
  options: NewAccount = {},
): Account {
  const known = context.reader.accountByLogin(login);
  if (known !== null) {
    if (known.type !== type) throw new Error(`${login} is already a ${known.type}`);
    return known;
  }
  const id = options.id ?? context.nextId();
  if (context.reader.account(id) !== null) throw new Error(`the account id ${id} is taken`);
  const account: Account = {
    type,
    id,
    nodeId: context.state.nodeIds.create(type, id, { kind: "Account", id }),
    login,
    name: options.name ?? null,
    email: null,
    createdAt: context.timestamp(),
    appId: options.appId ?? null,
    memberIds: options.memberIds ?? [],
  };
  context.state.accountIds.set(login.toLowerCase(), id);
  context.state.accounts.set(id, account);
  return account;
}

/** An account of this login as it is, or a new User. */
export function ensureOwner(context: Context, login: string): Account {
  return context.reader.accountByLogin(login) ?? ensureAccount(context, "User", login);
}

/** Gives an account another login, which its repositories follow. The old one is free for anybody then. */
export function renameUser(context: Context, id: number, login: string): Account {
  const account = accountOf(context, id);
  const taken = context.reader.accountByLogin(login);
  if (taken !== null && taken.id !== id) throw new Error(`the login ${login} is taken`);
  context.state.accountIds.delete(account.login.toLowerCase());
  context.state.accountIds.set(login.toLowerCase(), id);
  const renamed = { ...account, login };
  context.state.accounts.set(id, renamed);
  for (const repository of context.reader.repositories()) {
    if (repository.ownerId !== id) continue;
    const nameWithOwner = `${login}/${repository.name}`;
    context.state.repositoryIds.delete(repository.nameWithOwner.toLowerCase());
    context.state.repositoryIds.set(nameWithOwner.toLowerCase(), repository.id);
    context.state.repositories.set(repository.id, { ...repository, owner: login, nameWithOwner });
  }
  return renamed;
}

/** Makes a user a member of an organization. */
export function addMember(context: Context, organizationId: number, userId: number): void {
  const organization = accountOf(context, organizationId);
  if (organization.type !== "Organization") throw new Error(`${organization.login} is not an organization`);
  if (organization.memberIds.includes(userId)) return;
  context.state.accounts.set(organizationId, {
    ...organization,
    memberIds: [...organization.memberIds, userId],
  });
}
