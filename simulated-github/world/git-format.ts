import type { GitCommit, GitSignature, GitTreeEntry } from "./git.ts";
import type { Oid } from "./model.ts";

/** The entries of a tree object's contents. Throws if it is not what git writes. */
export function parseTreeEntries(contents: Buffer): GitTreeEntry[] {
  const entries: GitTreeEntry[] = [];
  let at = 0;
  while (at < contents.length) {
    const space = contents.indexOf(0x20, at);
    const nul = contents.indexOf(0, space);
    if (space < 0 || nul < 0 || nul + 21 > contents.length) throw new Error("a tree object is malformed");
    const nameBytes = Buffer.from(contents.subarray(space + 1, nul));
    const mode = Number.parseInt(contents.toString("latin1", at, space), 8);
    const oid = contents.toString("hex", nul + 1, nul + 21);
    entries.push({ name: nameBytes.toString("utf8"), nameBytes, mode, type: typeOfMode(mode), oid });
    at = nul + 21;
  }
  return entries;
}

/** The contents of the tree object with these entries, in any order. */
export function formatTree(entries: Iterable<Pick<GitTreeEntry, "nameBytes" | "mode" | "oid">>): Buffer {
  const sorted = [...entries].map((entry) => ({ entry, key: sortKey(entry) }));
  sorted.sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat(
    sorted.flatMap(({ entry }) => [
      Buffer.from(`${entry.mode.toString(8)} `, "latin1"),
      entry.nameBytes,
      Buffer.from([0]),
      Buffer.from(entry.oid, "hex"),
    ]),
  );
}

/** Git sorts a directory as if its name ended in a slash. */
function sortKey(entry: Pick<GitTreeEntry, "nameBytes" | "mode">): Buffer {
  const name = Buffer.from(entry.nameBytes);
  return typeOfMode(entry.mode) === "tree" ? Buffer.concat([name, Buffer.from("/")]) : name;
}

/** What a tree entry of this mode points to. */
export function typeOfMode(mode: number): "commit" | "tree" | "blob" {
  if ((mode & 0o170000) === 0o040000) return "tree";
  return (mode & 0o170000) === 0o160000 ? "commit" : "blob";
}

/** A commit object's contents. */
export function parseCommit(oid: Oid, contents: Buffer): GitCommit {
  const text = contents.toString("utf8");
  const blank = text.indexOf("\n\n");
  const header = (blank < 0 ? text : text.slice(0, blank)).split("\n");
  const values = (key: string) =>
    header.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  return {
    oid,
    treeOid: values("tree")[0] ?? "",
    parents: values("parent"),
    author: parseSignature(values("author")[0] ?? ""),
    committer: parseSignature(values("committer")[0] ?? ""),
    message: blank < 0 ? "" : text.slice(blank + 2).replace(/\n$/, ""),
  };
}

/** The contents of a commit object. Dates are taken as UTC. */
export function formatCommit(commit: Omit<GitCommit, "oid">): Buffer {
  const lines = [
    `tree ${commit.treeOid}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${formatSignature(commit.author)}`,
    `committer ${formatSignature(commit.committer)}`,
    "",
    commit.message,
  ];
  return Buffer.from(`${lines.join("\n")}\n`, "utf8");
}

function parseSignature(text: string): GitSignature {
  const [, name, email, seconds] = /^(.*?) ?<(.*)> (\d+) [+-]\d{4}$/.exec(text) ?? [];
  const date = new Date(Number(seconds ?? 0) * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  return { name: name ?? "", email: email ?? "", date };
}

function formatSignature({ name, email, date }: GitSignature): string {
  const clean = (text: string) => text.replace(/[<>\n\0]/g, "");
  return `${clean(name)} <${clean(email)}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
}
