import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Exchange, type Recording, recordingFetch } from "./record/exchange.ts";
import { askAll, asking } from "./record/questions.ts";
import { scrubbed } from "./record/scrub.ts";

// Records what GitHub answers about a pull request of a public repository, `npm run record -- owner/name#1`, with the
// token in GITHUB_TOKEN, for the tests of what the bot makes of it: test/github-client/contract/recordings.test.ts
// reads what is in `recordings` beside it. Look through a recording before it is committed.
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { out: { type: "string", default: "" } },
});
const [, owner, repo, digits] = /^([\w-]{1,39})\/([\w.-]{1,100})#(\d{1,9})$/.exec(positionals[0] ?? "") ?? [];
const token = process.env.GITHUB_TOKEN ?? "";
if (owner === undefined || repo === undefined || digits === undefined)
  throw new Error("Say which pull request: npm run record -- owner/name#1");
if (token === "")
  throw new Error("GITHUB_TOKEN is missing: a token that may read public repositories will do.");

const number = Number(digits);
const apiUrl = process.env.GITHUB_API_URL ?? "https://api.github.com";
const { data } = await asking(apiUrl, token, fetch).rest.repos.get({ owner, repo });
if (data.private) throw new Error(`${owner}/${repo} is private: record a public one.`);

const exchanges: Exchange[] = [];
await askAll(
  asking(
    apiUrl,
    token,
    recordingFetch((exchange) => exchanges.push(exchange)),
  ),
  { owner, repo },
  number,
);
const recording: Recording = { owner, repo, number, exchanges: scrubbed(exchanges, [token]) };
const folder = new URL("../test/github-client/contract/recordings/", import.meta.url);
mkdirSync(folder, { recursive: true });
const file = values.out === "" ? new URL(`${owner}-${repo}-${number}.json`, folder) : values.out;
writeFileSync(file, `${JSON.stringify(recording, null, 2)}\n`);
process.stdout.write(`${exchanges.length} answers are in ${file instanceof URL ? file.pathname : file}.\n`);
