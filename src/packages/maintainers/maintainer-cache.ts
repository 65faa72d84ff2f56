import { type Known, unknown } from "../../nix/known.ts";
import { quoted } from "../../nix/shown.ts";
import { decodeText } from "../../nix/text.ts";
import type { Files } from "../files.ts";
import { keptByContent } from "../kept.ts";
import { type CodeOwnersLine, readCodeOwners } from "./codeowners-file.ts";
import { type GitHubTeams, readGitHubTeams } from "./github-teams.ts";
import { type MaintainerList, readMaintainerList } from "./maintainer-list.ts";

/** What was read of the files that all packages share, by git object id or by bytes. */
export type MaintainerCache = {
  readonly maintainerList: FileCache<MaintainerList>;
  readonly gitHubTeams: FileCache<GitHubTeams>;
  readonly codeOwners: FileCache<readonly CodeOwnersLine[]>;
};

/** What was made of a text, remembered for the few texts that were asked for last. */
export type FileCache<T> = { get(id: string | null, bytes: Uint8Array): Known<T> };

/** As many branches as are worked on at the same time have their own version of a file. */
const VERSIONS = 8;

/** An empty cache. A maintainer list of 1.3 MB takes about 2 MB in it. */
export function maintainerCache(): MaintainerCache {
  return {
    maintainerList: fileCache(readMaintainerList),
    gitHubTeams: fileCache(readGitHubTeams),
    codeOwners: fileCache(readCodeOwners),
  };
}

function fileCache<T>(read: (text: string) => Known<T>): FileCache<T> {
  const kept = keptByContent<Known<T>>(VERSIONS);
  return { get: (id, bytes) => kept(id, bytes, "", () => read(decodeText(bytes).text)) };
}

/** What a cache makes of the file at a path; unknown where there is no regular file, or it is too large. */
export function readCached<T>(files: Files, path: string, cache: FileCache<T>): Known<T> {
  const content = files.snapshot.read(path);
  const entry = files.entry(path);
  if (entry === null) return unknown(`there is no ${quoted(path)}`);
  if (entry.kind !== "file") return unknown(`${quoted(path)} is not a regular file`);
  if (content === "not-loaded" || content.kind === "absent") return unknown(`there is no ${quoted(path)}`);
  if (content.kind === "too-large") return unknown(`${quoted(path)} is too large`);
  return cache.get(entry.id, content.bytes);
}
