import { readFileSync, writeFileSync } from "node:fs";
import type { CheckView, Conversation, Files, PullRequestView } from "simulated-github";
import { fenced } from "../src/review/text/fence.ts";
import { CMATRIX, FIGLET, MAIN, NEWER_COWSAY, SL, SL_BY_HAND, TYPO } from "./demo/files.ts";
import { openStage, type Stage } from "./demo/stage.ts";

// Writes the examples of docs/what-it-posts.md by having the bot post them; a test fails where they are stale.
/** For machines that have other things to do. */
const PATIENCE = { timeout: 120_000 };
const PAGE = new URL("../docs/what-it-posts.md", import.meta.url);

/** The page as it should be: what stands between `<!-- posted: NAME -->` and `<!-- end -->` made anew. */
export async function whatItPosts(): Promise<string> {
  const stage = await openStage(0);
  try {
    const examples = new Map(Object.entries(await postExamples(stage)));
    const marked = /(<!-- posted: (.*?) -->\n).*?(<!-- end -->)/gs;
    return readFileSync(PAGE, "utf8").replace(marked, (_, begin: string, name: string, end: string) => {
      const example = examples.get(name);
      if (example === undefined) throw new Error(`nothing posts "${name}"`);
      const text = everywhereTheSame(example, stage).trimEnd();
      return `${begin}\n${fenced(text.split("\n"), "markdown")}\n\n${end}`;
    });
  } finally {
    await stage.close({ keepLog: false });
  }
}

/** Has the bot post one example of each. */
async function postExamples(stage: Stage) {
  const { world } = stage;
  const home = await stage.repository("example/packages", MAIN, ["ada"]);
  const open = async (title: string, files: Files, repository = home) => {
    const opened = await world.as("ada").opensPullRequest(repository, { title, files });
    await opened.until(isChecked, PATIENCE);
    return opened;
  };

  const sl = await open("sl: init at 5.05", SL);
  const review = sl.view().reviews[0]?.body;
  const comment = commentOn(sl);
  const check = checkText(sl);
  await sl.push(SL_BY_HAND, "sl: define by its directory alone");
  await sl.until(isChecked, PATIENCE);
  const fixed = sl.view().threads.find(({ isResolved }) => isResolved)?.comments[0]?.body;
  const explained = await answerTo(sl, "@by-name-bot explain");
  await sl.pressAllSuggestions();
  await sl.until((view) => view.reviews.some(({ state }) => state === "DISMISSED"), PATIENCE);
  const dismissal = sl
    .view()
    .conversation.find((entry) => entry.kind === "event" && entry.event === "ReviewDismissedEvent");

  const cmatrix = await open("cmatrix: init at 2.0", CMATRIX);
  const missing = await open("tree: init at 2.2", {
    "pkgs/by-name/tr/tree/default.nix": "{ stdenv }: stdenv\n",
  });
  const clean = await open("figlet: init at 2.2.5", FIGLET);
  const newer = await open("cowsay: 3.8.4 -> 3.8.5", NEWER_COWSAY);
  const newerCheck = checkText(newer);
  const untouched = await open("README: fix a typo", TYPO);
  const broken = await stage.repository(
    "elsewhere/packages",
    { ...MAIN, ".github/by-name.yml": "rules:\n  strict-dep: off\n" },
    ["ada"],
  );
  return {
    review,
    comment,
    "comment without a button": commentOn(cmatrix, "path-outside-package"),
    "finding beside the diff": missing.view().reviews[0]?.body,
    fixed,
    dismissal: dismissal?.kind === "event" ? dismissal.about : undefined,
    check,
    "check of a clean change": checkText(clean),
    "check of an update": newerCheck,
    "check of another change": checkText(untouched),
    "check with a broken configuration": checkText(await open("figlet: init at 2.2.5", FIGLET, broken)),
    "answer to explain": explained,
    "answer to a slip": await answerTo(clean, "@by-name-bot explian"),
  };
}

function isChecked({ checks }: PullRequestView): boolean {
  return checks.some(({ status }) => status === "completed");
}

/** The first comment, or that about a rule. */
function commentOn(pullRequest: Conversation, rule = ""): string | undefined {
  const bodies = pullRequest.view().threads.flatMap(({ comments }) => comments.map(({ body }) => body));
  return bodies.find((body) => body.includes(rule));
}

function checkText(pullRequest: Conversation): string | undefined {
  const [check] = pullRequest.view().checks;
  if (check === undefined) return undefined;
  return [titleLine(check), check.summary, check.text].filter((part) => part != null).join("\n\n");
}

/** How GitHub puts the title of a check: bold, above the summary. */
function titleLine({ title, conclusion }: CheckView): string {
  return `**${title}** (${conclusion})`;
}

async function answerTo(pullRequest: Conversation, command: string): Promise<string> {
  pullRequest.comment(command);
  return (await pullRequest.nextComment(PATIENCE)).body;
}

/** The text without what differs from run to run: commits, ids, times and our own address. */
function everywhereTheSame(text: string | undefined, { pages }: Stage): string {
  if (text === undefined) throw new Error("the bot did not post what was expected");
  return text
    .replaceAll(pages.url, "https://github.com")
    .replace(/\b[0-9a-f]{40}\b/g, "9fceb02d0ae598e95dc970b74767f19372d61af8")
    .replace(/(Fixed in )[0-9a-f]{12}\b/g, "$19fceb02d0ae5")
    .replace(/(by-name-bot reply) \d+ \S+/g, "$1 1234567890 2026-01-02T03:04:05Z");
}

if (import.meta.main) writeFileSync(PAGE, await whatItPosts());
