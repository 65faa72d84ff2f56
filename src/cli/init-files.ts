/** A workflow that reviews pull requests, for those who cannot install the App. `docs/command-line.md` has the same. */
export const WORKFLOW = `name: by-name
on: pull_request
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 2 # the merge of the pull request, and the base it is merged into
      - uses: actions/checkout@v5
        with:
          repository: by-name-bot/by-name-bot
          path: by-name-bot
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: npm ci && npm pack && npm install --global ./by-name-bot-*.tgz
        working-directory: by-name-bot
      - run: by-name-bot check --base HEAD^ --head HEAD --format github
`;

export const WORKFLOW_FILE = ".github/workflows/by-name.yml";

/** A hook that checks what the working tree brings before a commit is made. */
export const HOOK = `#!/bin/sh
# Written by \`by-name-bot init --hook\`: no commit is made while the working tree brings an error.
# \`git commit --no-verify\` makes it all the same.
if ! command -v by-name-bot >/dev/null; then
  echo "pre-commit: by-name-bot is not installed, so nothing was checked" >&2
  exit 0
fi
if git rev-parse --quiet --verify HEAD >/dev/null; then
  exec by-name-bot check --base HEAD
fi
exec by-name-bot check
`;
