import { Readable } from "node:stream";
import nock from "nock";
import { describe, expect, it } from "vitest";
import { API, CLIENTS, failureOfCall, headers, onTheWire, type Wire } from "./github.ts";

onTheWire();

const HTML = { "content-type": "text/html; charset=utf-8" };
const NGINX =
  "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
const UNICORN =
  "<!DOCTYPE html>\n<html>\n  <head>\n    <title>Unicorn! &middot; GitHub</title>\n  </head></html>";

const create = ({ client }: Wire) =>
  client.rest("checks.create", (rest) =>
    rest.checks.create({ owner: "NixOS", repo: "nixpkgs", name: "by-name", head_sha: "a".repeat(40) }),
  );

const docs = (page: string) => `https://docs.github.com/rest/${page}`;

/** What GitHub answers a request: the case, status, body and headers; and what it means. */
const REFUSALS: readonly [string, number, string | object, Record<string, string>, string[]][] = [
  [
    "a permission that is missing",
    403,
    {
      message: "Resource not accessible by integration",
      documentation_url: docs("checks/runs#create-a-check-run"),
      status: "403",
    },
    { "x-accepted-github-permissions": "checks=write" },
    ["forbidden", "checks.create: Resource not accessible by integration (403)"],
  ],
  [
    "an archived repository",
    403,
    {
      message: "Repository was archived so is read-only.",
      documentation_url: docs("checks/runs#create-a-check-run"),
      status: "403",
    },
    {},
    ["forbidden", "checks.create: Repository was archived so is read-only. (403)"],
  ],
  [
    "an organisation that lets in known addresses only",
    403,
    {
      message:
        "Although you appear to have the correct authorization credentials, the `NixOS` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.",
      documentation_url: docs("checks/runs#create-a-check-run"),
      status: "403",
    },
    {},
    [
      "forbidden",
      "checks.create: Although you appear to have the correct authorization credentials, the `NixOS` organization has an IP allow list enabled, and your IP address is not permitted to access this resource. (403)",
    ],
  ],
  [
    "an installation that was suspended",
    403,
    { message: "This installation has been suspended", documentation_url: docs("apps"), status: "403" },
    {},
    ["gone", "checks.create: This installation has been suspended (403)"],
  ],
  [
    "what is not there, or not for the App to see",
    404,
    { message: "Not Found", documentation_url: docs("checks/runs#create-a-check-run"), status: "404" },
    {},
    ["gone", "checks.create: Not Found (404)"],
  ],
  [
    "a repository that was taken down",
    451,
    {
      message: "Repository access blocked",
      block: {
        reason: "dmca",
        created_at: "2026-01-28T14:00:21Z",
        html_url: "https://github.com/github/dmca/blob/master/2026/01/2026-01-28-x.md",
      },
    },
    {},
    ["gone", "checks.create: Repository access blocked (451)"],
  ],
  [
    "a repository that GitHub blocks",
    403,
    { message: "Repository access blocked", block: { reason: "tos", created_at: "2026-01-28T14:00:21Z" } },
    {},
    ["forbidden", "checks.create: Repository access blocked (403)"],
  ],
  [
    "a commit that is not there",
    422,
    {
      message: "No commit found for SHA: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      documentation_url: docs("checks/runs#create-a-check-run"),
      status: "422",
    },
    {},
    ["refused", "checks.create: No commit found for SHA: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (422)"],
  ],
  [
    "a field that is not as it should be",
    422,
    {
      message: "Validation Failed",
      errors: [{ resource: "CheckRun", field: "output", code: "invalid" }],
      documentation_url: docs("checks/runs#create-a-check-run"),
      status: "422",
    },
    {},
    ["refused", "checks.create: Validation Failed: output invalid (422)"],
  ],
  [
    "a review with a line that is not in the diff",
    422,
    {
      message: "Unprocessable Entity",
      errors: ["Line could not be resolved"],
      documentation_url: docs("pulls/reviews#create-a-review-for-a-pull-request"),
      status: "422",
    },
    {},
    ["refused", "checks.create: Unprocessable Entity: Line could not be resolved (422)"],
  ],
  [
    "an error of GitHub's own",
    500,
    { message: "Server Error", documentation_url: "https://docs.github.com/rest" },
    {},
    ["unavailable", "checks.create: GitHub answers 500"],
  ],
  ["a gateway that gets no answer", 502, NGINX, HTML, ["unavailable", "checks.create: GitHub answers 502"]],
  ["a unicorn", 503, UNICORN, HTML, ["unavailable", "checks.create: GitHub answers 503"]],
  ["a gateway that has waited enough", 504, "", HTML, ["unavailable", "checks.create: GitHub answers 504"]],
  [
    "a proxy's page in place of an answer",
    200,
    "<html><body>Please sign in</body></html>",
    HTML,
    ["unavailable", "checks.create: GitHub's answer is no JSON"],
  ],
  [
    "JSON that is none",
    201,
    '{"id": 1, "name": "by-na',
    {},
    ["unavailable", "checks.create: GitHub's answer is no JSON"],
  ],
  ["an empty answer", 201, "", {}, ["unavailable", "checks.create: GitHub's answer is no JSON"]],
  // Nobody here asks with `if-none-match`.
  ["304 without having been asked", 304, "", {}, ["unavailable", "checks.create: GitHub answers 304"]],
];

describe.each(CLIENTS)("%s tells", (_, open) => {
  it.each(REFUSALS)("%s", async (_case, status, body, more, expected) => {
    const wire = await open();
    nock(API).post("/repos/NixOS/nixpkgs/check-runs").reply(status, body, headers(more));
    expect(await failureOfCall(create(wire))).toEqual(expected);
    expect(wire.failures.map(({ kind }) => kind)).toEqual([expected[0]]);
  });

  it("that nobody answers", async () => {
    const wire = await open();
    for (const code of [
      "ECONNREFUSED",
      "ECONNRESET",
      "ENOTFOUND",
      "UND_ERR_CONNECT_TIMEOUT",
      "CERT_HAS_EXPIRED",
    ]) {
      const error = Object.assign(new Error(`${code} ghs_${"x".repeat(36)}`), { code });
      nock(API).post("/repos/NixOS/nixpkgs/check-runs").replyWithError(error);
      expect(await failureOfCall(create(wire)), code).toEqual([
        "unavailable",
        "checks.create: no answer from GitHub",
      ]);
    }
  });

  it("an answer that breaks off", async () => {
    const wire = await open();
    const broken = () =>
      Readable.from(
        (function* () {
          yield '{"id": 1, ';
          throw new Error("socket hang up");
        })(),
      );
    nock(API).post("/repos/NixOS/nixpkgs/check-runs").reply(201, broken, headers());
    expect(await failureOfCall(create(wire))).toEqual([
      "unavailable",
      "checks.create: GitHub's answer is no JSON",
    ]);
    nock(API).post("/graphql").reply(200, broken, headers());
    const [kind] = await failureOfCall(wire.client.query("Sweep", "{ viewer { login } }", {}));
    expect(kind).toBe("unavailable");
  });

  it("nothing where there is nothing to answer", async () => {
    const { client } = await open();
    nock(API).delete("/repos/NixOS/nixpkgs/issues/7/labels").reply(204, "", headers());
    const call = client.rest("issues.removeAllLabels", (rest) =>
      rest.issues.removeAllLabels({ owner: "NixOS", repo: "nixpkgs", issue_number: 7 }),
    );
    expect(await call).toBe("");
  });
});

it.each(CLIENTS)("%s asks for what it reads whole, whatever was read before", async (_, open) => {
  const { client } = await open();
  const etag = { etag: 'W/"644b5b0155e6404a9cc4bd9d8b1ae730"', "cache-control": "private, max-age=60" };
  const blob = { sha: "0a", size: 0, content: "", encoding: "base64", node_id: "x", url: "" };
  const asked = nock(API, { badheaders: ["if-none-match", "if-modified-since"] })
    .get("/repos/NixOS/nixpkgs/git/blobs/0a")
    .twice()
    .reply(200, blob, headers(etag));
  for (let times = 0; times < 2; times++)
    await client.rest("git.getBlob", (rest) =>
      rest.git.getBlob({ owner: "NixOS", repo: "nixpkgs", file_sha: "0a" }),
    );
  expect(asked.isDone()).toBe(true);
});
