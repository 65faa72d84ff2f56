import type { Conversation, FileContent, Files } from "simulated-github";
import type { Stage } from "./bot.ts";
import { nixpkgs, packagePath } from "./packages.ts";

export type Proposal = {
  /** What its base holds besides a repository laid out as Nixpkgs is. */
  readonly base?: Files;
  /** The text of `.github/by-name.yml` on its base. */
  readonly configuration?: string;
  readonly draft?: boolean;
  /** Of the repository; by default one whose installation was swept long ago. */
  readonly owner?: string;
};

let repositories = 0;

/** Alice opens a pull request in a repository of its own; it is not looked at yet. */
export async function proposes(stage: Stage, files: Files, proposal: Proposal = {}): Promise<Conversation> {
  repositories += 1;
  const { base = {}, configuration, draft = false, owner = "NixOS" } = proposal;
  const repository = await stage.repository(`${owner}/packages-${repositories}`, {
    ...nixpkgs(configuration),
    ...base,
  });
  return stage.world.as("alice").opensPullRequest(repository, { title: "hello: change", files, draft });
}

/** As `proposes`, for the text of `package.nix` of a package `hello`; the bot has looked at it. */
export async function proposesHello(
  stage: Stage,
  hello: FileContent,
  proposal?: Proposal,
): Promise<Conversation> {
  const pr = await proposes(stage, { [HELLO]: hello }, proposal);
  await reviewed(pr);
  return pr;
}

export const HELLO = packagePath("hello");

/** Does something of which no delivery tells the bot. */
export async function unseen<T>(stage: Stage, act: () => Promise<T>): Promise<T> {
  await stage.deliveries.settled();
  stage.deliveries.setFaults({ seed: 1, lose: 1 });
  const done = await act();
  await stage.deliveries.settled();
  stage.deliveries.setFaults(null);
  return done;
}

/** The head has the check of the bot's, which it writes last of all. */
export async function reviewed(pr: Conversation): Promise<void> {
  await pr.until(
    ({ checks }) => checks.some(({ name, status }) => name === "by-name" && status === "completed"),
    {
      what: "the review",
    },
  );
}
