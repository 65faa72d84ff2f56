/** The package's own entry: everything that tests, benchmarks and demonstrations use. What it names does not move. */

export type { Fault, FaultKind, Faults, RequestFacts } from "./api/faults.ts";
export type { Actor, Conversation, OpensPullRequest, Thread, UntilOptions } from "./people.ts";
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
export {
  createWorld,
  type FileContent,
  type Files,
  type RepositoryHandle,
  type RepositoryOptions,
  type World,
  type WorldOptions,
} from "./world/world.ts";
