import type { OperationName } from "../operations.ts";
import { appHandlers } from "./apps.ts";
import type { Handlers } from "./call.ts";
import { checkHandlers } from "./checks.ts";
import { contentHandlers } from "./content.ts";
import { deliveryHandlers } from "./deliveries.ts";
import { gitHandlers } from "./git.ts";
import { issueCommentHandlers } from "./issue-comments.ts";
import { labelHandlers } from "./labels.ts";
import { pullHandlers } from "./pulls.ts";
import { repositoryHandlers } from "./repositories.ts";
import { reviewCommentHandlers } from "./review-comments.ts";
import { reviewHandlers } from "./reviews.ts";
import { statusHandlers } from "./statuses.ts";
import { teamHandlers } from "./teams.ts";

/** What answers each operation. */
export const handlers: Handlers<OperationName> = {
  ...appHandlers,
  ...checkHandlers,
  ...contentHandlers,
  ...deliveryHandlers,
  ...gitHandlers,
  ...issueCommentHandlers,
  ...labelHandlers,
  ...pullHandlers,
  ...repositoryHandlers,
  ...reviewCommentHandlers,
  ...reviewHandlers,
  ...statusHandlers,
  ...teamHandlers,
};
