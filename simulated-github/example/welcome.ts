import type { Probot } from "probot";

const LABEL = "documentation";

/** What GitHub says of people who have nothing in the repository yet. */
const NEWCOMERS: ReadonlySet<string> = new Set(["FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "NONE"]);

/** Greets who opens their first pull request, and labels what touches the documentation. */
export function welcome(app: Probot): void {
  app.on("pull_request.opened", async (context) => {
    const { user, author_association } = context.payload.pull_request;
    if (!NEWCOMERS.has(author_association)) return;
    const body = `Welcome, @${user.login}! Somebody will look at this soon.`;
    await context.octokit.rest.issues.createComment(context.issue({ body }));
  });

  app.on(["pull_request.opened", "pull_request.synchronize"], async (context) => {
    const { octokit } = context;
    const files = await octokit.paginate(octokit.rest.pulls.listFiles, context.pullRequest());
    const touches = files.some(({ filename }) => filename.startsWith("docs/"));
    const has = context.payload.pull_request.labels.some(({ name }) => name === LABEL);
    if (touches && !has) await octokit.rest.issues.addLabels(context.issue({ labels: [LABEL] }));
    if (!touches && has) await octokit.rest.issues.removeLabel(context.issue({ name: LABEL }));
  });
}
