import type { Conversation, Files, RepositoryHandle, World } from "simulated-github";
import { HASHES, sourcePackage } from "../merge-scenes.ts";
import { packagePath, packageText } from "../packages.ts";

/** A pull request, and what people have done to it. */
export type Pull = {
  readonly conversation: Conversation;
  /** What its head has over the base, each time it moved; the last is the head. */
  readonly heads: Head[];
  readonly comments: Comment[];
  /** The package that it updates, which its maintainer may have merged; null for what adds something. */
  readonly updates: string | null;
};

export type Head = { readonly oid: string; readonly files: Readonly<Record<string, string>> };

/** A comment of a person's. */
export type Comment = {
  readonly id: number;
  /** How many heads there had been by then. */
  readonly afterHeads: number;
  /** What the bot is to do about it. A verdict may come with a reply. */
  readonly wants: "nothing" | "a reaction" | "a reply" | "a verdict";
  /** Whether it has the change merged, if nothing was pushed since. */
  readonly merges: boolean;
};

/** People who open pull requests, push to them and comment on them. */
export type People = {
  readonly pulls: readonly Pull[];
  /** One of them does one thing. */
  act(): Promise<void>;
};

/** Who maintains the packages that are there to be updated, with the id of the account. */
export const MAINTAINER = { login: "ann", id: 4242 };

/** Packages that are there to be updated, by path. */
export const UPDATABLE: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from({ length: 80 }, (_, i) => [packagePath(`old${i}`), oldPackage(`old${i}`, "1.0", HASHES.old)]),
);

function oldPackage(name: string, version: string, hash: string): string {
  return sourcePackage(name, { version, hash, maintainers: `[ ${MAINTAINER.login} ]` });
}

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

const MERGE = { body: "@by-name-bot merge", wants: "a verdict" } as const;

/** The people of a repository. What they do depends on nothing but the numbers that `random` gives, from 0 to 1. */
export function createPeople(world: World, repository: RepositoryHandle, random: () => number): People {
  const pulls: Pull[] = [];
  const one = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(random() * list.length)];
    if (chosen === undefined) throw new Error("there is nothing to choose from");
    return chosen;
  };

  let updated = 0;
  let versions = 0;

  function update(name: string): Record<string, string> {
    versions += 1;
    return { [packagePath(name)]: oldPackage(name, `1.${versions}`, HASHES.new) };
  }

  /** A version of the package that the nth pull request adds; of one in eight, something else. */
  function files(n: number): Record<string, string> {
    if (n % 8 === 7) return { [`doc/page-${n}.md`]: `${random()}\n` };
    const name = `package${n}`;
    const kept = MISTAKES.filter(() => random() < 0.4);
    const text = packageText(name, [`rev = "${random()}";`, ...kept]);
    return { [packagePath(name)]: random() < 0.7 ? text : text.replace("  strictDeps = true;\n", "") };
  }

  async function open(): Promise<void> {
    const name = `old${updated}`;
    const updates = random() > 0.5 && packagePath(name) in UPDATABLE ? name : null;
    if (updates !== null) updated += 1;
    const made = updates === null ? files(pulls.length) : update(updates);
    const title = updates === null ? `package${pulls.length}: init at 1.0` : `${updates}: update`;
    const author = updates === null ? one(["alice", "bob"]) : "r-ryantm";
    const conversation = await world.as(author).opensPullRequest(repository, { title, files: made });
    pulls.push({
      conversation,
      heads: [{ oid: conversation.record().headRefOid, files: made }],
      comments: [],
      updates,
    });
  }

  async function push(pull: Pull): Promise<void> {
    const { conversation, heads } = pull;
    const made = pull.updates === null ? files(pulls.indexOf(pull)) : update(pull.updates);
    const gone = Object.keys(heads.at(-1)?.files ?? {}).filter((path) => !(path in made));
    const all: Files = { ...Object.fromEntries(gone.map((path) => [path, null])), ...made };
    const oid = await (random() < 0.8 ? conversation.push(all) : conversation.forcePush(made));
    heads.push({ oid, files: made });
  }

  function comment({ conversation, heads, comments, updates }: Pull): void {
    const merges = updates !== null && random() < 0.7;
    const { body, wants } = merges ? MERGE : one(WORDS);
    // GitHub counts in whole seconds, and a word has to come after the push.
    world.pass(2);
    const { id } = conversation.as(merges ? MAINTAINER.login : "carol").comment(body);
    comments.push({ id, afterHeads: heads.length, wants, merges });
  }

  return {
    pulls,
    async act() {
      const kind = random();
      // What was opened of late changes most.
      const left = pulls.filter(({ conversation }) => conversation.record().state === "OPEN");
      const pull = random() < 0.7 ? one([...left.slice(-4), null]) : one([...left, null]);
      if (pull === null || kind < 0.25) await open();
      else if (kind < 0.65) await push(pull);
      else comment(pull);
    },
  };
}
