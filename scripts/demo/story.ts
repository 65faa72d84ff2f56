import type { Conversation, Files, PullRequestView, RepositoryHandle } from "simulated-github";
import { describeView } from "simulated-github";
import { CMATRIX, DROPPED, FIGLET, MAIN, NEWER_COWSAY, SL, SL_BY_HAND, TYPO } from "./files.ts";
import { watch } from "./news.ts";
import { LOLCAT, LOLCAT_FIXED, NUR } from "./nur-files.ts";
import { EVES_PACKAGES, REGISTRY, WITH_EVE } from "./registry.ts";
import { type Screen, showNews } from "./show.ts";
import type { Stage } from "./stage.ts";

const repositoryName = "example/packages";
const nurName = "eve/nur-packages";

export type StoryOptions = {
  /** The longest wait for anything, in milliseconds. */
  readonly patience: number;
  /** Whether there is one more pull request in the end, for somebody to try things on. */
  readonly onlookers: boolean;
};

/**
 * Opens pull requests one after the other, and shows what the bot does about each. Rejects with a sentence if
 * something that is expected does not come.
 */
export async function tellStory(stage: Stage, screen: Screen, options: StoryOptions): Promise<void> {
  const { world, pages, github, bot } = stage;
  const { paint, print } = screen;
  const people = ["ada", "ben", "cleo", "dan", "you"];
  const home = await stage.repository(repositoryName, MAIN, people);

  async function opens(
    person: string,
    title: string,
    files: Files,
    remark: string,
    where: RepositoryHandle = home,
  ): Promise<Conversation> {
    const opened = world.as(person).opensPullRequest(where, { title, files });
    const following = follow(opened);
    const { number } = await opened;
    const address = `${pages.url}/${where.nameWithOwner}/pull/${number}`;
    print(`\n${paint.strong(`#${number} ${title}`)}  ${paint.faint(address)}`);
    print(`${paint.strong(person)} opens a pull request: ${remark}\n`);
    await following.until("a finished check", isChecked);
    return opened;
  }

  /** A repository is added to NUR. */
  async function tellOfRegistry(): Promise<void> {
    const registry = await stage.repository("nix-community/NUR", REGISTRY, ["ada"]);
    await world.repository("eve/pkgs", { files: EVES_PACKAGES });
    const added = await opens(
      "eve",
      "add eve repository",
      WITH_EVE,
      "a repository for NUR, not in the form that NUR wants.",
      registry,
    );
    for (let open = openThreads(added); open > 0; open = openThreads(added)) {
      const remark = `${paint.strong("eve")} presses “Commit suggestion”.`;
      await then(added, { remark, action: () => pressNext(added) });
      if (openThreads(added) >= open) throw new Error(`The suggestion on #${added.number} did not help.`);
    }
  }

  /** What somebody does next on a pull request that is there. */
  async function then(
    pullRequest: Conversation,
    { remark, action, what = "a finished check", until = isChecked }: Deed,
  ): Promise<void> {
    const following = follow(pullRequest);
    print(`\n${remark}\n`);
    await action();
    await following.until(what, until);
  }

  /** Shows what is new on a pull request once something has come to pass there. */
  function follow(pullRequest: Conversation | Promise<Conversation>) {
    const watching = watch(world, pullRequest);
    const requests = github.requests.all().length;
    return {
      async until(what: string, condition: (view: PullRequestView) => boolean): Promise<void> {
        const followed = await pullRequest;
        await waitFor(followed, what, condition);
        const news = watching.end();
        await showNews(screen, world, followed, news);
        const done = Math.round(news.at(-1)?.milliseconds ?? 0);
        const made = github.requests.all().length - requests;
        print(paint.faint(`  Done ${done} ms after the webhook, with ${made} requests to GitHub.`));
      },
    };
  }

  async function waitFor(
    pullRequest: Conversation,
    what: string,
    condition: (view: PullRequestView) => boolean,
  ): Promise<void> {
    const seen = pullRequest.until(condition, { timeout: options.patience }).catch(() => {
      const waited = `${options.patience / 1000} s were not enough for ${what} on #${pullRequest.number}`;
      throw new Error(`${waited}, which is now:\n${describeView(pullRequest.view())}`);
    });
    await Promise.race([seen, bot.ended]);
  }

  /** The same review where nothing is hosted. */
  async function asAction(): Promise<void> {
    const name = "solo/packages";
    const workflow = await stage.workflow(name, MAIN);
    const title = "sl: init at 5.05";
    const opening = world.as("ada").opensPullRequest(workflow.repository, { title, files: SL });
    const following = follow(opening);
    const opened = await opening;
    const address = `${pages.url}/${name}/pull/${opened.number}`;
    print(`\n${paint.strong(`${name}#${opened.number} ${title}`)}  ${paint.faint(address)}`);
    print(`${paint.strong("ada")} opens it where there is no App, but a workflow with the Action.\n`);
    const said = await workflow.runs(opened);
    await following.until("a finished check", isChecked);
    print(paint.faint(`  The job says: ${said}`));
  }

  await opens("ada", "figlet: init at 2.2.5", FIGLET, "a new package, with nothing wrong in it.");

  const sl = await opens("ben", "sl: init at 5.05", SL, "a new package, with three mistakes.");
  const ben = paint.strong("ben");
  await then(sl, {
    remark: `${ben} presses “Commit suggestion” in the first comment, which commits it and resolves the thread.`,
    action: () => pressNext(sl),
  });
  await then(sl, { remark: `${ben} presses the second.`, action: () => pressNext(sl) });
  await then(sl, {
    remark: `${ben} fixes the third by hand, and pushes.`,
    action: () => sl.push(SL_BY_HAND, "sl: define by its directory alone"),
  });

  await opens("cleo", "README: fix a typo", TYPO, "it touches no package.");

  const dropped = await opens("dan", "cowsay: drop the override", DROPPED, "one line less.");
  const command = "@by-name-bot explain";
  await then(dropped, {
    remark: `${paint.strong("dan")} comments ${paint.code(command)}.`,
    action: () => dropped.comment(command),
    what: "an answer",
    until: ({ comments }) => comments.some(({ reactions }) => reactions.rocket !== undefined),
  });

  const newer = await opens(
    "update-robot",
    "cowsay: 3.8.4 -> 3.8.5",
    NEWER_COWSAY,
    "a new version of a package, which cleo maintains.",
  );
  const merge = "@by-name-bot merge";
  for (const [person, reaction] of [
    ["dan", "-1"],
    ["cleo", "rocket"],
  ] as const) {
    // What counts has to come after the push, and GitHub counts in whole seconds.
    world.pass(2);
    await then(newer, {
      remark: `${paint.strong(person)} comments ${paint.code(merge)}.`,
      action: () => newer.as(person).comment(merge),
      what: "an answer",
      until: ({ comments }) =>
        comments.some(({ author, reactions }) => author === person && reactions[reaction] !== undefined),
    });
  }

  const nur = await stage.repository(nurName, NUR, ["eve"]);
  const eve = paint.strong("eve");
  print(
    `\n${eve} keeps packages for NUR, listed in default.nix as the template does. Nothing is configured.`,
  );
  const lolcat = await opens(
    "eve",
    "lolcat: init at 1.5",
    LOLCAT,
    "a typo in the list, and an argument that NUR does not know of.",
    nur,
  );
  await then(lolcat, {
    remark: `${eve} fixes both, and pushes.`,
    action: () => lolcat.push(LOLCAT_FIXED, "Fix the list"),
    until: (view) => isChecked(view) && view.threads.every(({ isResolved }) => isResolved),
  });
  const init = "@by-name-bot init";
  await then(lolcat, {
    remark: `${eve} comments ${paint.code(init)}.`,
    action: () => lolcat.comment(init),
    what: "an answer",
    until: ({ comments }) => comments.some(({ reactions }) => reactions.rocket !== undefined),
  });
  await tellOfRegistry();
  await asAction();

  if (options.onlookers) await opens("you", "cmatrix: init at 2.0", CMATRIX, "this one is yours to try.");
}

type Deed = {
  readonly remark: string;
  readonly action: () => unknown;
  /** What is waited for, and how it is told. */
  readonly what?: string;
  readonly until?: (view: PullRequestView) => boolean;
};

function isChecked({ checks }: PullRequestView): boolean {
  return checks.some(({ name, status }) => name === "by-name" && status === "completed");
}

function openThreads(pullRequest: Conversation): number {
  return pullRequest.view().threads.filter(({ isResolved }) => !isResolved).length;
}

async function pressNext(pullRequest: Conversation): Promise<void> {
  const open = pullRequest.view().threads.find(({ isResolved }) => !isResolved);
  const comment = open?.comments[0];
  if (comment === undefined) throw new Error(`There is no suggestion left on #${pullRequest.number}.`);
  await pullRequest.pressSuggestion(comment);
}
