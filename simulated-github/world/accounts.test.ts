import { expect, test } from "vitest";
import { temporaryWorld } from "./testing.ts";

test("A renamed account keeps its id, and somebody else may take its login", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { files: { a: "1\n" } });
  const alice = world.as("alice");
  const pr = await alice.opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  pr.comment("mine");
  world.renameUser(alice.id, "alice-new");
  const other = world.as("alice");
  expect(other.id).not.toBe(alice.id);
  pr.as("alice").comment("not mine");
  expect(pr.view().comments.map(({ author }) => author)).toEqual(["alice-new", "alice"]);
  expect(alice.login).toBe("alice-new");
  await pr.push({ b: "2\n" });
  expect(pr.record().timeline.at(-1)).toMatchObject({ actorId: alice.id });
  const [fork] = world.state.repositories().filter(({ parentId }) => parentId === repository.id);
  expect(fork?.nameWithOwner).toBe("alice-new/r");
});

test("A deleted account leaves what it wrote, without a fork to come from", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("o/r", { collaborators: { carol: "write" } });
  const pr = await world.as("alice").opensPullRequest(repository, { title: "One", files: { b: "1\n" } });
  const alice = world.user("alice");
  pr.comment("hello");
  world.deleteUser("alice");
  expect(pr.view()).toMatchObject({ author: "ghost", comments: [{ author: "ghost" }] });
  expect(pr.record().headRepositoryId).toBeNull();
  expect(world.user("alice").id).not.toBe(alice.id);
  await pr.as("carol").merge("squash");
  expect(pr.record().state).toBe("MERGED");
});

test("A team gives its members, and those of the teams below, its role", async () => {
  const world = temporaryWorld();
  const repository = await world.repository("NixOS/nixpkgs");
  const name = repository.nameWithOwner;
  world.team("NixOS", "committers", { members: ["carol"], repositories: { [name]: "write" } });
  world.team("NixOS", "leads", { members: ["lea"], parent: "committers" });
  const role = (login: string) => world.state.role(repository.id, world.user(login).id);
  expect([role("carol"), role("lea"), role("alice")]).toEqual(["write", "write", null]);
  world.addTeamMember("NixOS", "leads", "alice");
  expect(role("alice")).toBe("write");
  world.removeTeamMember("NixOS", "leads", "alice");
  expect(role("alice")).toBe("read");
});
