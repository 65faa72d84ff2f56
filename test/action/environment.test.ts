import { expect, test } from "vitest";
import { readEnvironment } from "../../src/action/environment.ts";

const WHOLE = {
  GITHUB_EVENT_NAME: "pull_request_target",
  GITHUB_EVENT_PATH: "/event.json",
  GITHUB_REPOSITORY: "octo/pkgs",
  GITHUB_RUN_ID: "17",
  INPUT_TOKEN: "ghs_1",
};
const read = (changes: Readonly<Record<string, string>> = {}, text = '{ "action": "opened" }') =>
  readEnvironment({ ...WHOLE, ...changes }, () => text);

test("what a runner of github.com says is read, with the defaults of the rest", () => {
  expect(read()).toEqual({
    event: "pull_request_target",
    payload: { action: "opened" },
    owner: "octo",
    repo: "pkgs",
    apiUrl: "https://api.github.com",
    graphqlUrl: "https://api.github.com/graphql",
    serverUrl: "https://github.com",
    workflowRun: "17",
    token: "ghs_1",
    mode: "full",
    configuration: null,
    formatter: null,
    pullRequest: null,
  });
});

test("a GitHub Enterprise Server says where it is", () => {
  const host = "https://github.example";
  expect(read({ GITHUB_API_URL: `${host}/api/v3`, GITHUB_SERVER_URL: `${host}/` })).toMatchObject({
    apiUrl: `${host}/api/v3`,
    graphqlUrl: `${host}/api/graphql`,
    serverUrl: host,
  });
  const graphqlUrl = `${host}/other/graphql`;
  expect(read({ GITHUB_GRAPHQL_URL: graphqlUrl })).toMatchObject({ graphqlUrl });
});

test("the inputs are read; a configuration keeps its blanks", () => {
  const configuration = "rules:\n  path-home: off\n";
  expect(
    read({ INPUT_MODE: " review ", INPUT_CONFIGURATION: configuration, "INPUT_PULL-REQUEST": "12" }),
  ).toMatchObject({ mode: "review", configuration, pullRequest: 12 });
});

test.each([
  [{ GITHUB_REPOSITORY: "" }, "GITHUB_REPOSITORY are not set"],
  [{ GITHUB_REPOSITORY: "octo/.." }, "GITHUB_REPOSITORY are not set"],
  [{ GITHUB_EVENT_NAME: "" }, "GITHUB_EVENT_NAME"],
  [{ INPUT_TOKEN: " " }, "The input `token` is empty"],
  [{ INPUT_MODE: "merge" }, "The input `mode` must be one of `full`, `review`, `dry-run`"],
  [{ "INPUT_PULL-REQUEST": "#12" }, "The input `pull-request` is not the number"],
  [{ "INPUT_FORMAT-COMMAND": "./nixfmt" }, "The input `format-command` cannot be run: it is neither a name"],
  [{ "INPUT_FORMAT-COMMAND": "/bin/sh", GITHUB_WORKSPACE: "/" }, "it lies in what is checked"],
  [{ "INPUT_PULL-REQUEST": "0" }, "The input `pull-request` is not the number"],
])("%j is told", (changes, why) => {
  expect(read(changes)).toEqual({ kind: "unusable", why: expect.stringContaining(why) });
});

test.each(["", "{", "[]", "7"])("an event that cannot be read is told: %j", (text) => {
  const why = "The event cannot be read from the file that GITHUB_EVENT_PATH names.";
  expect(read({}, text)).toEqual({ kind: "unusable", why });
});

test("an event whose file is not there is told", () => {
  const missing = readEnvironment(WHOLE, () => {
    throw new Error("ENOENT");
  });
  expect(missing).toMatchObject({ kind: "unusable" });
});

test("a formatter outside of the workspace is taken", () => {
  const inputs = { "INPUT_FORMAT-COMMAND": "sh -s", PATH: "/bin", GITHUB_WORKSPACE: import.meta.dirname };
  expect(read(inputs)).toMatchObject({ formatter: { program: "/bin/sh", args: ["-s"], command: "sh -s" } });
});
