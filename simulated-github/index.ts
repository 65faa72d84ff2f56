/** The package's own entry: everything that tests, benchmarks and demonstrations use. What it names does not move. */

export type { Actor, Conversation, OpensPullRequest, Thread, UntilOptions } from "./actor.ts";
export type { Fault, FaultKind, Faults, RequestFacts } from "./api/faults.ts";
export { testKey } from "./private-key.ts";
export { type AppSettings, type GitHub, type GitHubOptions, startGitHub } from "./server.ts";
export {
  type Connection,
  openStage,
  type Stage,
  type StageApp,
  type StageOptions,
  type StartedApp,
} from "./stage.ts";
export {
  createDeliveries,
  type Deliveries,
  type DeliveriesOptions,
  type DeliveryFaults,
} from "./world/deliveries.ts";
export { Refusal } from "./world/errors.ts";
export type { RepositoryHandle } from "./world/handles.ts";
export type { FileContent, Files, RepositoryOptions } from "./world/inputs.ts";
export type { World, WorldOptions } from "./world/interface.ts";
export type {
  Access,
  Account,
  App,
  CheckConclusion,
  CheckRun,
  Delivery,
  Installation,
  IssueComment,
  Oid,
  Permissions,
  PullRequest,
  Review,
  WebhookEvent,
} from "./world/model.ts";
export { seededRandom } from "./world/random.ts";
export { suggestionsIn } from "./world/suggestions.ts";
export {
  type CheckView,
  type CommentView,
  type ConversationEntry,
  describeView,
  type PullRequestView,
  type ReviewView,
  type ThreadView,
} from "./world/view.ts";
export { createWorld } from "./world/world.ts";
