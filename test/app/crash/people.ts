import type { Conversation, Files, RepositoryHandle, World } from "simulated-github";
import { packagePath, packageText } from "../packages.ts";

/** A pull request, and what people have done to it. */
export type Pull = {
  readonly conversation: Conversation;
  /** What its head has over the base, each time it moved; the last is the head. */
  readonly heads: Head[];
  readonly comments: Comment[];
};

export type Head = { readonly oid: string; readonly files: Readonly<Record<string, string>> };

/** A comment of a person's. */
export type Comment = {
  readonly id: number;
  /** How many heads there had been by then. */
  readonly afterHeads: number;
  /** What the bot is to do about it. */
  readonly wants: "nothing" | "a reaction" | "a reply";
};

/** People who open pull requests, push to them and comment on them. */
export type People = {
  readonly pulls: readonly Pull[];
  /** One of them does one thing. */
  act(): Promise<void>;
};

/** Lines of a package with a mistake each. */
const MISTAKES = [
  "src = ~/src/there;",
  'note = "\\.";',
  "patches = [ ../../../patches/fix.patch ];",
  "cert = /etc/ssl/cert.pem;",
];

const WORDS: readonly { readonly body: string; readonly wants: Comment["wants"] }[] = [
  { body: "Looks good to me, @by-name-bot, does it not?", wants: "nothing" },
  { body: "@by-name-bot check", wants: "a reaction" },
  { body: "@by-name-bot help", wants: "a reply" },
  { body: "What is this about?\n\n@by-name-bot explain", wants: "a reply" },
  { body: "@by-name-bot explain path-home", wants: "a reply" },
  { body: "@by-name-bot dance", wants: "a reply" },
];

/** The people of a repository. What they do depends on nothing but the numbers that `random` gives, from 0 to 1. */
export function createPeople(world: World, repository: RepositoryHandle, random: () => number): People {
  const pulls: Pull[] = [];
  const one = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(random() * list.length)];
    if (chosen === undefined) throw new Error("there is nothing to choose from");
    return chosen;
  };

  /** A version of the package that the nth pull request adds; of one in eight, something else. */
  function files(n: number): Record<string, string> {
    if (n % 8 === 7) return { [`doc/page-${n}.md`]: `${random()}\n` };
    const name = `package${n}`;
    const kept = MISTAKES.filter(() => random() < 0.4);
    const text = packageText(name, [`rev = "${random()}";`, ...kept]);
    return { [packagePath(name)]: random() < 0.7 ? text : text.replace("  strictDeps = true;\n", "") };
  }

  async function open(): Promise<void> {
    const made = files(pulls.length);
    const title = `package${pulls.length}: init at 1.0`;
    const conversation = await world
      .as(one(["alice", "bob"]))
      .opensPullRequest(repository, { title, files: made });
    pulls.push({
      conversation,
      heads: [{ oid: conversation.record().headRefOid, files: made }],
      comments: [],
    });
  }

  async function push(pull: Pull): Promise<void> {
    const { conversation, heads } = pull;
    const made = files(pulls.indexOf(pull));
    const gone = Object.keys(heads.at(-1)?.files ?? {}).filter((path) => !(path in made));
    const all: Files = { ...Object.fromEntries(gone.map((path) => [path, null])), ...made };
    const oid = await (random() < 0.8 ? conversation.push(all) : conversation.forcePush(made));
    heads.push({ oid, files: made });
  }

  function comment({ conversation, heads, comments }: Pull): void {
    const { body, wants } = one(WORDS);
    const { id } = conversation.as("carol").comment(body);
    comments.push({ id, afterHeads: heads.length, wants });
  }

  return {
    pulls,
    async act() {
      const kind = random();
      // What was opened of late changes most.
      const pull = random() < 0.7 ? one([...pulls.slice(-4), null]) : one([...pulls, null]);
      if (pull === null || kind < 0.25) await open();
      else if (kind < 0.65) await push(pull);
      else comment(pull);
    },
  };
}
