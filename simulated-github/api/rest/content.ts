import type { GitBlob, GitTreeEntry } from "../../world/git.ts";
import { found, type Handlers, notFound, type RawAnswer, repositoryOf } from "./call.ts";
import { commitOf } from "./revision.ts";

/** Larger files have no content but in the raw media type. */
const contentLimit = 1024 * 1024;
/** How many entries of a directory are listed. */
const directoryLimit = 1000;

const symlinkMode = 0o120000;

export const contentHandlers: Handlers<"repos/get-content"> = {
  "repos/get-content": async (call) => {
    const repository = repositoryOf(call);
    const git = call.world.git(repository.id);
    const { oid: commit } = await commitOf(call, call.query.ref ?? repository.defaultBranch).catch(() => {
      throw notFound();
    });
    const path = call.path.path.replace(/\/$/, "");
    const entry = found(await git.entry(commit, path));
    const api = `${call.shown.urls.api}/repos/${repository.nameWithOwner}`;
    const html = `${call.shown.urls.html}/${repository.nameWithOwner}`;
    const place = (path: string, { name, oid, type, mode }: GitTreeEntry) => {
      const encoded = path.split("/").map(encodeURIComponent).join("/");
      const url = `${api}/contents/${encoded}?ref=${call.query.ref ?? repository.defaultBranch}`;
      const gitUrl = `${api}/git/${type}s/${oid}`;
      const page = `${html}/${type === "tree" ? "tree" : "blob"}/${commit}/${encoded}`;
      return {
        type: kindOf(type, mode),
        name,
        path,
        sha: oid,
        url,
        git_url: gitUrl,
        html_url: page,
        download_url: type === "blob" ? `${html}/raw/${commit}/${encoded}` : null,
        _links: { self: url, git: gitUrl, html: page },
      };
    };

    if (entry.type === "tree") {
      const { entries } = found(await git.tree(entry.oid));
      const listed = await Promise.all(
        entries.slice(0, directoryLimit).map(async (one) => ({
          ...place(path === "" ? one.name : `${path}/${one.name}`, one),
          size: one.type === "blob" ? ((await git.object(one.oid))?.size ?? 0) : 0,
        })),
      );
      return { status: 200, body: listed };
    }
    if (entry.type === "commit") return { status: 200, body: { ...place(path, entry), size: 0 } };
    const blob = found(await git.blob(entry.oid));
    if (entry.mode === symlinkMode) {
      const target = new TextDecoder().decode(blob.bytes);
      const followed = await git.entry(commit, resolvePath(path, target));
      if (followed?.type !== "blob" || followed.mode === symlinkMode) {
        return { status: 200, body: { ...place(path, entry), size: blob.bytes.length, target } };
      }
      const targetBlob = found(await git.blob(followed.oid));
      return isRaw(call.accept)
        ? rawContent(targetBlob.bytes)
        : { status: 200, body: { ...place(path, followed), ...contentOf(targetBlob) } };
    }
    if (isRaw(call.accept)) return rawContent(blob.bytes);
    return { status: 200, body: { ...place(path, entry), ...contentOf(blob) } };
  },
};

function contentOf({ bytes }: GitBlob) {
  const size = bytes.length;
  return size > contentLimit
    ? { size, encoding: "none", content: "" }
    : { size, encoding: "base64", content: base64Lines(bytes) };
}

function kindOf(type: GitTreeEntry["type"], mode: number): "dir" | "submodule" | "symlink" | "file" {
  if (type === "tree") return "dir";
  if (type === "commit") return "submodule";
  return mode === symlinkMode ? "symlink" : "file";
}

/** A link's target as a path from the root; one that leads out of it names nothing. */
function resolvePath(path: string, target: string): string {
  const parts = path.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

/** Whether the Accept header asks for the bytes themselves. */
export function isRaw(accept: string): boolean {
  return /application\/vnd\.github(\.v3)?\.raw/.test(accept);
}

export function rawContent(raw: Uint8Array): RawAnswer {
  return { status: 200, raw, contentType: "application/vnd.github.raw; charset=utf-8" };
}

/** Base64 in lines of 60 characters, as GitHub writes it. */
export function base64Lines(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("base64");
  return text.replaceAll(/.{1,60}/g, "$&\n");
}
