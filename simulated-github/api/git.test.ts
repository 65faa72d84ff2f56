import { afterAll, beforeAll, expect, test } from "vitest";
import { graphql, refusal, startTestGitHub, type TestGitHub } from "./support.ts";

let github: TestGitHub;
const binary = Buffer.from([0, 1, 2, 255, 254]);

beforeAll(async () => {
  github = await startTestGitHub({
    files: {
      "README.md": "# Nixpkgs\n",
      "pkgs/by-name/he/hello/package.nix": "{ stdenv }:\nstdenv.mkDerivation { }\n",
      "pkgs/by-name/he/hello/build.sh": { executable: true, text: "#!/bin/sh\n" },
      "pkgs/by-name/he/hello/link": { symlink: "package.nix" },
      "pkgs/by-name/he/hello/logo.png": new Uint8Array(binary),
      "large.txt": "0123456789\n".repeat(60_000),
    },
  });
});
afterAll(() => github.stop());

const hello = "pkgs/by-name/he/hello";

test("GraphQL lists a tree with modes as numbers and raw names in base64", async () => {
  const { data, errors } = await graphql(
    github.octokit,
    `query ($expression: String!) {
      repository(owner: "NixOS", name: "nixpkgs") {
        object(expression: $expression) {
          ... on Tree { entries { name nameRaw mode type object { ... on Blob { byteSize isBinary isTruncated text } } } }
        }
      }
    }`,
    { expression: `main:${hello}` },
  );
  expect(errors).toEqual([]);
  const blob = (text: string) => ({ byteSize: text.length, isBinary: false, isTruncated: false, text });
  const raw = (name: string) => Buffer.from(name).toString("base64");
  expect(data).toEqual({
    repository: {
      object: {
        entries: [
          {
            name: "build.sh",
            nameRaw: raw("build.sh"),
            mode: 0o100755,
            type: "blob",
            object: blob("#!/bin/sh\n"),
          },
          { name: "link", nameRaw: raw("link"), mode: 0o120000, type: "blob", object: blob("package.nix") },
          {
            name: "logo.png",
            nameRaw: raw("logo.png"),
            mode: 0o100644,
            type: "blob",
            object: { byteSize: 5, isBinary: true, isTruncated: false, text: null },
          },
          {
            name: "package.nix",
            nameRaw: raw("package.nix"),
            mode: 0o100644,
            type: "blob",
            object: blob("{ stdenv }:\nstdenv.mkDerivation { }\n"),
          },
        ],
      },
    },
  });
});

test("GraphQL cuts blobs above 512,000 bytes, and the Git API has them whole", async () => {
  const { data } = await graphql(
    github.octokit,
    `{ repository(owner: "NixOS", name: "nixpkgs") {
      object(expression: "HEAD:large.txt") { oid ... on Blob { byteSize isTruncated text } }
      none: object(expression: "HEAD:none.txt") { oid }
      unknown: object(oid: "${"0".repeat(40)}") { oid }
    } }`,
  );
  expect(data).toMatchObject({
    repository: { object: { byteSize: 660_000, isTruncated: true }, none: null, unknown: null },
  });
  const { text, oid } = Object(Object(data).repository.object);
  expect(text).toHaveLength(512_000);
  const blob = await github.octokit.rest.git.getBlob({ ...github.at, file_sha: oid });
  expect(Buffer.from(blob.data.content, "base64")).toHaveLength(660_000);
  expect(blob.data.size).toBe(660_000);
});

test("GraphQL finds a path on a commit, and the commit's parents", async () => {
  const { data, errors } = await graphql(
    github.octokit,
    `query ($path: String!) {
      repository(owner: "NixOS", name: "nixpkgs") {
        defaultBranchRef { name prefix target { __typename ... on Commit {
          messageHeadline parents(first: 1) { totalCount } file(path: $path) { type path object { oid } }
          none: file(path: "none") { type }
        } } }
        ref(qualifiedName: "refs/heads/none") { name }
      }
    }`,
    { path: `${hello}/package.nix` },
  );
  expect(errors).toEqual([]);
  expect(data).toMatchObject({
    repository: {
      defaultBranchRef: {
        name: "main",
        prefix: "refs/heads/",
        target: {
          __typename: "Commit",
          parents: { totalCount: 0 },
          file: { type: "blob", path: `${hello}/package.nix` },
          none: null,
        },
      },
      ref: null,
    },
  });
});

test("REST shows files, directories, links and trees", async () => {
  const { repos, git } = github.octokit.rest;
  const file = await repos.getContent({ ...github.at, path: `${hello}/package.nix` });
  expect(file.data).toMatchObject({ type: "file", encoding: "base64", name: "package.nix", size: 36 });
  const directory = await repos.getContent({ ...github.at, path: hello, ref: "main" });
  expect(Array.isArray(directory.data) && directory.data.map(({ type, name }) => `${type} ${name}`)).toEqual([
    "file build.sh",
    "symlink link",
    "file logo.png",
    "file package.nix",
  ]);
  // A link to a file is shown as that file.
  const link = await repos.getContent({ ...github.at, path: `${hello}/link` });
  expect(link.data).toMatchObject({ type: "file", size: 36 });
  const raw = await repos.getContent({
    ...github.at,
    path: `${hello}/build.sh`,
    mediaType: { format: "raw" },
  });
  expect(raw.data).toBe("#!/bin/sh\n");
  expect(await refusal(repos.getContent({ ...github.at, path: "none" }))).toMatchObject({ status: 404 });

  const tree = await git.getTree({ ...github.at, tree_sha: "main", recursive: "1" });
  expect(tree.data.truncated).toBe(false);
  expect(tree.data.tree.map(({ path, mode, type }) => `${mode} ${type} ${path}`)).toContain(
    `100755 blob ${hello}/build.sh`,
  );
});

test("a comparison has the merge base, and the files on its first page only", async () => {
  const { repos } = github.octokit.rest;
  const base = github.repository.head() ?? "";
  const number = await github.opens({ "README.md": "# Changed\n", "new.txt": "new\n" });
  await github.repository.commit({ files: { "other.txt": "on the base\n" } });
  const head = github.world.state.pullRequest(github.repository.id, number)?.headRefOid ?? "";
  const compared = await repos.compareCommitsWithBasehead({ ...github.at, basehead: `main...${head}` });
  expect(compared.data).toMatchObject({
    status: "diverged",
    ahead_by: 1,
    behind_by: 1,
    merge_base_commit: { sha: base },
  });
  expect(compared.data.files?.map(({ filename, status }) => `${status} ${filename}`)).toEqual([
    "modified README.md",
    "added new.txt",
  ]);
  const next = await repos.compareCommitsWithBasehead({ ...github.at, basehead: `main...${head}`, page: 2 });
  expect(next.data.files).toBeUndefined();
  const missing = repos.compareCommitsWithBasehead({ ...github.at, basehead: "main...none" });
  expect(await refusal(missing)).toMatchObject({ status: 404 });
  const commit = await repos.getCommit({ ...github.at, ref: head });
  expect(commit.data.files).toHaveLength(2);
  expect(commit.data.stats).toMatchObject({ additions: 2, deletions: 1 });
});
