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
