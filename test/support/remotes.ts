import { parseCache } from "../../src/packages/files.ts";
import { judgeRemote } from "../../src/packages/registry/judge-remote.ts";
import { registryOf } from "../../src/packages/registry/registry.ts";
import type { Remote, RemoteFacts } from "../../src/packages/registry/remote.ts";
import { gitHubRepository } from "../../src/packages/registry/url.ts";
import { type MemoryFiles, memorySnapshot } from "../../src/snapshot/memory.ts";
import type { Example } from "./pages.ts";

export const REMOTE_FACTS: RemoteFacts = {
  archived: false,
  licence: "MIT",
  lastCommit: "2026-01-31",
  renamedTo: null,
};

/** What is known of the repositories of an example, as if GitHub had them. */
export function remotesOf({ head, repositories, remote }: Example): ReadonlyMap<string, Remote> {
  const entries = registryOf(memorySnapshot(head))?.entries ?? [];
  return new Map(
    entries.flatMap((entry): [string, Remote][] => {
      const { owner, name } = gitHubRepository(entry.url) ?? { owner: "", name: "" };
      const { state, licence } = remote;
      if (state === "gone" || state === "empty") {
        return [
          [entry.name, { kind: "looked-at", problems: [{ kind: state, what: "is not there" }], offer: null }],
        ];
      }
      const files: MemoryFiles | undefined = repositories[`${owner}/${name}`];
      if (files === undefined) return [];
      const facts = { ...REMOTE_FACTS, archived: state === "archived", licence };
      return [[entry.name, judgeRemote(memorySnapshot(files), entry, facts, parseCache())]];
    }),
  );
}
