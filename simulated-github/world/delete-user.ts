import { accountOf, type Context } from "./context.ts";
import { deleteRepository } from "./repositories.ts";

/**
 * Deletes an account with its repositories. What it wrote stays, without an author. Its login is free for
 * anybody then.
 */
export function deleteUser(context: Context, id: number): void {
  const account = accountOf(context, id);
  for (const repository of context.reader.repositories()) {
    if (repository.ownerId === id) deleteRepository(context, repository.id);
    else if (repository.collaborators.has(id)) {
      const collaborators = new Map([...repository.collaborators].filter(([other]) => other !== id));
      context.state.repositories.set(repository.id, { ...repository, collaborators });
    }
  }
  const without = (ids: readonly number[]) => ids.filter((other) => other !== id);
  for (const organization of [...context.state.accounts.values()]) {
    if (!organization.memberIds.includes(id)) continue;
    context.state.accounts.set(organization.id, {
      ...organization,
      memberIds: without(organization.memberIds),
    });
    for (const team of context.reader.teams(organization.id)) {
      context.state.teams.set(team.id, { ...team, memberIds: without(team.memberIds) });
    }
  }
  context.state.accountIds.delete(account.login.toLowerCase());
  context.state.accounts.delete(id);
}
