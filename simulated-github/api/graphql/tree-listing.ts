import {
  type DocumentNode,
  type FieldNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from "graphql";
import type { GitTree, GitTreeEntry, MaybePromise } from "../../world/git.ts";

/**
 * Trees of thousands of names are listed for each pull request, and graphql-js takes some microseconds for
 * each field of each entry. So `entries { name oid }` is answered as one value that is made once for a tree:
 * `listing` renames such a field, after validation, to a scalar of `Tree`, whose resolver then gives the list.
 * What it answers is the same, which tree-listing.test.ts holds.
 */
const standIn = "commitUrl";

const listed = new WeakSet<FieldNode>();

type Scalar = string | number | boolean;

const simpleFields = {
  __typename: () => "TreeEntry",
  name: ({ name }) => name,
  nameRaw: ({ nameBytes }) => Buffer.from(nameBytes).toString("base64"),
  mode: ({ mode }) => mode,
  type: ({ type }) => type,
  oid: ({ oid }) => oid,
  size: (_entry, size) => size,
  isGenerated: () => false,
} as const satisfies Record<string, (entry: GitTreeEntry, size: number) => Scalar>;

/** The size of the blob that an entry is; 0 for anything else. */
export type SizeOf = (entry: GitTreeEntry) => MaybePromise<number>;

type SimpleField = keyof typeof simpleFields;

/** A document in which `Tree.entries` is answered at once, if all its uses allow that; else the same one. */
export function listing(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const typeInfo = new TypeInfo(schema);
  let simple = true;
  let found = false;
  const changed = visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field(node) {
        if (typeInfo.getParentType()?.name !== "Tree" || node.name.value !== "entries") return undefined;
        found = true;
        if (!isSimple(node)) simple = false;
        // The selection stays, for `entriesAnswer` to read; nothing looks at that of a scalar.
        const renamed: FieldNode = {
          ...node,
          alias: node.alias ?? node.name,
          name: { ...node.name, value: standIn },
        };
        listed.add(renamed);
        return renamed;
      },
    }),
  );
  return found && simple ? changed : document;
}

function isSimple(node: FieldNode): boolean {
  return (node.selectionSet?.selections ?? []).every(
    (one) =>
      one.kind === "Field" &&
      one.selectionSet === undefined &&
      (one.directives ?? []).length === 0 &&
      isSimpleField(one.name.value),
  );
}

function isSimpleField(name: string): name is SimpleField {
  return name in simpleFields;
}

/** Whether a field that is resolved stands for the entries of its tree. */
export function asksForEntries(info: GraphQLResolveInfo): boolean {
  return info.fieldNodes.some((node) => listed.has(node));
}

type Answer = readonly Readonly<Record<string, Scalar>>[];

const answers = new WeakMap<GitTree, Map<string, MaybePromise<Answer>>>();

/** The entries of a tree, with the fields that are asked for. */
export function entriesAnswer(tree: GitTree, info: GraphQLResolveInfo, sizeOf: SizeOf): MaybePromise<Answer> {
  const fields = info.fieldNodes.flatMap((node) =>
    (node.selectionSet?.selections ?? []).flatMap((one) =>
      one.kind === "Field" && isSimpleField(one.name.value)
        ? [{ key: one.alias?.value ?? one.name.value, field: one.name.value }]
        : [],
    ),
  );
  const ofTree = answers.get(tree) ?? new Map<string, MaybePromise<Answer>>();
  answers.set(tree, ofTree);
  const signature = fields.map(({ key, field }) => `${key}:${field}`).join(" ");
  const kept = ofTree.get(signature);
  if (kept !== undefined) return kept;
  const answerWith = (sizes: readonly number[]): Answer =>
    tree.entries.map((entry, place) => {
      const answered: Record<string, Scalar> = {};
      for (const { key, field } of fields) answered[key] = simpleFields[field](entry, sizes[place] ?? 0);
      return answered;
    });
  const sizes = fields.some(({ field }) => field === "size") ? tree.entries.map(sizeOf) : [];
  const ready = sizes.filter((size) => typeof size === "number");
  const answer = ready.length === sizes.length ? answerWith(ready) : Promise.all(sizes).then(answerWith);
  ofTree.set(signature, answer);
  return answer;
}
