import type { NodeRef, Oid } from "./model.ts";

/** GitHub's prefixes of global node ids. */
const prefixes = {
  User: "U",
  Bot: "BOT",
  Organization: "O",
  App: "A",
  Team: "T",
  Repository: "R",
  Label: "LA",
  PullRequest: "PR",
  Review: "PRR",
  ReviewThread: "PRRT",
  ReviewComment: "PRRC",
  IssueComment: "IC",
  Reaction: "REA",
  CheckSuite: "CS",
  CheckRun: "CR",
  CommitStatus: "SC",
  MergeQueueEntry: "MQE",
  TimelineEvent: "EV",
} as const;

const objectPrefixes = { commit: "C", tree: "T", blob: "B", tag: "TA" } as const;

/** Gives out node ids and knows what each stands for. */
export type NodeIds = {
  create(kind: keyof typeof prefixes, id: number, node: NodeRef): string;
  /** What was created with this kind and id. */
  get(kind: keyof typeof prefixes, id: number): NodeRef | null;
  find(nodeId: string): NodeRef | null;
};

/** An empty register of node ids. */
export function createNodeIds(): NodeIds {
  const nodes = new Map<string, NodeRef>();
  const idOf = (kind: keyof typeof prefixes, id: number) =>
    `${prefixes[kind]}_kwDO${encode(`${kind}:${id}`)}`;
  return {
    create(kind, id, node) {
      const nodeId = idOf(kind, id);
      nodes.set(nodeId, node);
      return nodeId;
    },
    get: (kind, id) => nodes.get(idOf(kind, id)) ?? null,
    find: (nodeId) => nodes.get(nodeId) ?? null,
  };
}

/** The node id of a git object, which says by itself what it stands for. */
export function objectNodeId(repositoryId: number, type: keyof typeof objectPrefixes, oid: Oid): string {
  return `${objectPrefixes[type]}_kwDO${encode(`${repositoryId}:${oid}`)}`;
}

/** The inverse of `objectNodeId`; null for anything else. */
export function parseObjectNodeId(nodeId: string): { repositoryId: number; type: string; oid: Oid } | null {
  const [, prefix, encoded] = /^([A-Z]+)_kwDO([\w-]+)$/.exec(nodeId) ?? [];
  const type = Object.entries(objectPrefixes).find(([, known]) => known === prefix)?.[0];
  const text = Buffer.from(encoded ?? "", "base64url").toString("latin1");
  const [, repositoryId, oid] = /^(\d+):([0-9a-f]{40})$/.exec(text) ?? [];
  if (type === undefined || oid === undefined) return null;
  return { repositoryId: Number(repositoryId), type, oid };
}

function encode(text: string): string {
  return Buffer.from(text, "latin1").toString("base64url");
}
