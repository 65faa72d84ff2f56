import { unprocessable } from "./errors.ts";
import type { World } from "./interface.ts";
import type { PullRequest, ReviewThread } from "./model.ts";
import { type Replacement, replaceLines, suggestionsIn, whyNotApplicable } from "./suggestions.ts";

type Pressed = {
  readonly thread: ReviewThread;
  readonly authorId: number;
  readonly replacement: Replacement;
};

/**
 * Applies the suggestions of review comments as one commit on the head branch, and resolves their threads,
 * as GitHub's button does. One that cannot be applied is refused by itself, and left out of a batch. Null
 * if none of the comments has a suggestion.
 */
export async function pressSuggestions(
  world: World,
  pullRequest: PullRequest,
  by: number,
  commentIds: readonly number[],
  how: "one" | "batch",
): Promise<string | null> {
  if (pullRequest.state !== "OPEN") {
    throw unprocessable("Suggestions cannot be applied while the pull request is closed.");
  }
  const pressed: Pressed[] = [];
  for (const thread of pullRequest.threads) {
    for (const comment of thread.comments.filter(({ id }) => commentIds.includes(id))) {
      const [lines] = suggestionsIn(comment.body);
      if (lines === undefined) continue;
      const why = whyNotApplicable(thread);
      if (why !== null && how === "one") throw unprocessable(why);
      if (why !== null || thread.line === null) continue;
      const replacement = { from: thread.startLine ?? thread.line, to: thread.line, lines };
      if (overlaps(pressed, thread.path, replacement)) continue;
      pressed.push({ thread, authorId: comment.authorId, replacement });
    }
  }
  if (pressed.length === 0) return null;
  const { headRepositoryId, headRefName, headRefOid } = pullRequest;
  if (headRepositoryId === null) throw unprocessable("The head repository is gone");
  const home = world.handle(headRepositoryId);
  const files: Record<string, string> = {};
  for (const path of new Set(pressed.map(({ thread }) => thread.path))) {
    const text = await home.read(path, headRefOid);
    if (text === null) throw unprocessable("Outdated suggestions cannot be applied.");
    const own = pressed.filter(({ thread }) => thread.path === path);
    const changed = replaceLines(
      text,
      own.map(({ replacement }) => replacement),
    );
    if (changed === text && how === "one") {
      throw unprocessable("This suggestion is invalid because no changes were made to the code.");
    }
    if (changed !== text) files[path] = changed;
  }
  const login = (id: number) => world.state.account(id)?.login ?? "ghost";
  const [path = ""] = Object.keys(files);
  const title = how === "one" ? `Update ${path}` : "Apply suggestions from code review";
  const authors = [...new Set(pressed.map(({ authorId }) => authorId))];
  const trailers = authors.map(
    (id) => `Co-authored-by: ${login(id)} <${id}+${login(id)}@users.noreply.github.com>`,
  );
  const oid = await home.commit({
    branch: headRefName,
    files: await withModes(world, pullRequest, files),
    message: `${title}\n\n${trailers.join("\n")}`,
    author: login(by),
  });
  for (const { thread } of pressed) world.setThreadResolved(thread.nodeId, by, true);
  return oid;
}

/** Only one suggestion a line goes into a batch. */
function overlaps(pressed: readonly Pressed[], path: string, { from, to }: Replacement): boolean {
  return pressed.some(
    ({ thread, replacement }) => thread.path === path && from <= replacement.to && replacement.from <= to,
  );
}

/** The files as they are committed: an executable stays one. */
async function withModes(world: World, pullRequest: PullRequest, files: Readonly<Record<string, string>>) {
  const git = world.git(pullRequest.repositoryId);
  const kept: Record<string, { executable: boolean; text: string }> = {};
  for (const [path, text] of Object.entries(files)) {
    const entry = await git.entry(pullRequest.headRefOid, path);
    kept[path] = { executable: entry?.mode === 0o100755, text };
  }
  return kept;
}
