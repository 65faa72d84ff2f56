/**
 * The scenario kit: everything with which a scenario of the whole bot is written, from one place that does not
 * move again. What stands behind it may. How to write a scenario: docs/architecture.md; the shortest one there
 * is: kit.test.ts.
 *
 * - The stage is the simulated GitHub with the bot on it: `openStage()`, once for a file of tests, and
 *   `stage.close()` at the end. `stage.idle()` waits until the bot has nothing left to do, `stage.pass(seconds)`
 *   puts GitHub's clock ahead, `stage.stop()` and `stage.start()` are a restart. `stage.github` has faults and the
 *   requests that the bot made, `stage.deliveries` the webhooks, `stage.log` the bot's log.
 * - People are `stage.world.as("alice")`; a pull request in their hands is a `Conversation`.
 * - Each scenario makes a repository of its own, so that tests of a file can share a stage: `proposes`,
 *   `mergeRepository`, or `stage.repository(name, files)`.
 */

// People, and what they see.
export {
  type CheckConclusion,
  type CheckView,
  type CommentView,
  type Conversation,
  describeView,
  type FileContent,
  type Files,
  type PullRequestView,
  type RepositoryHandle,
  type ThreadView,
} from "simulated-github";
// Somebody tries to get a change merged, and it stays open.
export * from "./attack-scenes.ts";
// The stage.
export * from "./bot.ts";
// No secret in the log or in what was posted.
export * from "./leaks.ts";
// What people and checks do around a merge.
export * from "./merge-acts.ts";
// A repository with maintainers and committers, and updates of its packages.
export * from "./merge-scenes.ts";
// The text and the path of a package, and a repository laid out as Nixpkgs is.
export * from "./packages.ts";
// All that the bot has posted.
export * from "./posted.ts";
// A pull request as text, for a snapshot.
export * from "./rendering.ts";
// Somebody opens a pull request with some files.
export * from "./scenes.ts";
